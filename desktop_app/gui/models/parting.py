"""The question before a base model is removed: what cannot be done without it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.providers.local import BaseModel
from desktop_app.work.models import Descendants

_NAMED = 5
"""So many tuned models are called by their names; of more only how many."""


class Parting(QWidget):
    """Asks once, in place."""

    kept = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loss = label(tone="attention", wrap=True)
        self._made = label(wrap=True)
        self.keep = QPushButton(self.tr("Keep it"))
        self.keep.clicked.connect(self.kept)
        self.confirm = QPushButton()
        self.confirm.clicked.connect(self.confirmed)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.kept)
        acts = QHBoxLayout()
        acts.setSpacing(SMALL)
        acts.addWidget(self.keep)
        acts.addWidget(self.confirm)
        acts.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SMALL, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._loss)
        box.addWidget(self._made)
        box.addLayout(acts)

    def ask(self, model: BaseModel) -> None:
        """Ask about a model; what was made from it is being looked up."""
        if model.own:
            said = self.tr("The folder {0} stays as it is; TuneDesk only takes it out of its list.")
            self._loss.setText(said.format(model.folder))
            self.confirm.setText(self.tr("Take it out of the list"))
        else:
            bin_ = self.tr("It goes to the bin ({0}) and can be put back until TuneDesk closes.")
            again = bin_ + " " + self.tr("After that it has to be fetched again.")
            once = bin_ + " " + self.tr("After that you need its file again.")
            self._loss.setText((again if model.fetchable else once).format(size(model.bytes)))
            self.confirm.setText(self.tr("Delete from this computer"))
        self._made.setText(self.tr("Looking which models were made from it…"))

    def show_descendants(self, found: Descendants) -> None:
        """Say what was made from the model."""
        said = [self.tr("A training that is not over needs it, so it cannot go now.")] if found.running else []
        if not found.tuned:
            said.append(self.tr("No tuned model on this computer was made from it."))
        else:
            words = self.tr(
                "These tuned models were made from it, and cannot be asked or compared without it: {0}. They stay on "
                "the disk and work again when it is back."
            )
            names = ", ".join(model_name(each) for each in found.tuned[:_NAMED])
            rest = len(found.tuned) - _NAMED
            names += self.tr(" and {0} more").format(number(rest)) if rest > 0 else ""
            said.append(words.format(names))
        self._made.setText(" ".join(said))

    def show_unknown(self) -> None:
        """Say that nobody could tell what was made from it."""
        self._made.setText(
            self.tr("Which models were made from it could not be looked up; those cannot be asked without it.")
        )
