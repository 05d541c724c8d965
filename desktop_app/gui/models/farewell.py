"""The question before a model is deleted: what is lost, and whether what was uploaded for it goes as well."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.remote_file import RemoteFile
from desktop_app.gui.models.loss_words import loss_sentences
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.work.farewell import Belongings
from desktop_app.work.forget_model import Loss


class Farewell(QWidget):
    """Asks once, in place, because it cannot be taken back; files stay unless their box is ticked."""

    kept = Signal()
    confirmed = Signal()
    grown = Signal()
    """It takes another height than before, so that a part of it may lie below the window."""

    def __init__(self, where: str, parent: QWidget | None = None) -> None:
        """Ask about a model that lies at the provider `where`, "" for this computer."""
        super().__init__(parent)
        self._where = where
        self._belongings = Belongings()
        self._state = label(tone="muted", wrap=True)
        self._needs = label(wrap=True)
        self._loss = label(tone="attention", wrap=True)
        self.files = QCheckBox()
        self.files.toggled.connect(self._loss.setVisible)
        self.keep = QPushButton(self.tr("Keep it"))
        self.keep.clicked.connect(self.kept)
        self.confirm = QPushButton(self.tr("Delete for good") if where else self.tr("Delete it"))
        self.confirm.clicked.connect(self.confirmed)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.kept)
        self._arrange()

    def _arrange(self) -> None:
        lost = self.tr(
            "This model can then not be asked or compared any more. Its curve, its answers and your rows stay. "
            "It goes to the bin, and can be put back until TuneDesk closes."
        )
        elsewhere = self.tr(
            "Nobody can ask this model any more then. What you have not brought home from {0} is lost with it. It "
            "cannot be brought back."
        )
        acts = QHBoxLayout()
        acts.setSpacing(SMALL)
        acts.addWidget(self.keep)
        acts.addWidget(self.confirm)
        acts.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SMALL, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(elsewhere.format(self._where) if self._where else lost, tone="attention", wrap=True))
        for part in (self._needs, self._state, self.files, self._loss):
            box.addWidget(part)
        box.addLayout(acts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the height may be another one."""
        super().resizeEvent(event)
        self.grown.emit()

    @property
    def chosen(self) -> tuple[RemoteFile, ...]:
        """Return the files that are to go as well."""
        return self._belongings.files if self.files.isChecked() else ()

    def show_looking(self) -> None:
        """Say that it is looked up what needs the model; nothing can be deleted until that is known."""
        self._show_belongings(Belongings())
        self._needs.hide()
        self._say(self.tr("Looking what needs it, in this project and in others…"))
        self.confirm.setEnabled(False)

    def show_unknown(self) -> None:
        """Say that nobody could tell what needs the model."""
        self._show_belongings(Belongings())
        self._say(self.tr("What needs it could not be looked up."))
        self.confirm.setEnabled(True)

    def show_loss(self, loss: Loss) -> None:
        """Say what needs the model, and offer to delete what was uploaded for it as well."""
        self._show_belongings(loss.belongings)
        said = loss_sentences(loss)
        self._needs.setText("\n".join(said))
        self._needs.setVisible(bool(said))
        self.confirm.setEnabled(True)

    def _show_belongings(self, belongings: Belongings) -> None:
        """Offer to delete these files as well."""
        self._belongings = belongings
        files = belongings.files
        self.files.setChecked(False)
        self.files.setVisible(bool(files))
        self._loss.setVisible(False)
        amount = size(belongings.bytes)
        if len(files) == 1:
            self.files.setText(self.tr("Also delete the file uploaded for it ({0})").format(amount))
        else:
            words = self.tr("Also delete the {0} files uploaded for it ({1})")
            self.files.setText(words.format(number(len(files)), amount))
        self.files.setToolTip(plain_tip("\n".join(file.name for file in files)))
        self._say_loss()
        shared = self.tr("Files that other trainings still need stay: {0}.").format(number(belongings.shared))
        self._say(shared if belongings.shared else "")

    def _say_loss(self) -> None:
        here = self.tr(
            "The copy of your rows that was made for this training is then gone. The rows in your project stay."
        )
        there = self.tr(
            "Your rows are then gone at {0}, and so is the way to look up what this model has learned. Rows in a "
            "project on this computer stay; what is not at home is lost."
        )
        self._loss.setText(there.format(self._where) if self._where else here)

    def _say(self, state: str) -> None:
        self._state.setText(state)
        self._state.setVisible(bool(state))
