"""The model that is chosen in the list: all that is known of it, its name and note, and what can be done with it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import HERE
from desktop_app.gui.models import shelf_words as words
from desktop_app.gui.models.farewell import Farewell
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.settings.model_names import LONGEST_NAME, LONGEST_NOTE, Called
from desktop_app.settings.today import today
from desktop_app.work.all_models import Known, Origin


class ShelfDetails(QFrame):
    """Shows one model; deleting asks once, in place."""

    called = Signal(object, object)
    """A Known, and what it is to be Called."""
    try_wanted = Signal(object)
    compare_wanted = Signal(str)
    training_wanted = Signal(str)
    passport_wanted = Signal(str)
    export_wanted = Signal(str)
    successor_wanted = Signal(str)
    question_asked = Signal(object)
    delete_wanted = Signal(object, object)
    """A Known, and the files that go with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._known: Known | None = None
        self._title = Elided()
        self._title.setProperty("letters", "heading")
        self._id = Elided(mode=Qt.TextElideMode.ElideMiddle)
        self._id.setProperty("tone", "muted")
        self._facts = label(tone="muted", wrap=True)
        self.name, self.note = QLineEdit(), QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.note.setMaxLength(LONGEST_NOTE)
        for line in (self.name, self.note):
            line.editingFinished.connect(self._keep)
            line.installEventFilter(self)
        self._buttons = self._make_buttons()
        self.farewell: Farewell = Farewell("", self)
        self._box = QVBoxLayout(self)
        self._arrange()
        self.show_model(None)

    def _make_buttons(self) -> dict[str, QPushButton]:
        wishes = {
            "try": (self.tr("Try it"), self.try_wanted.emit),
            "compare": (self.tr("Compare with its base"), lambda one: self.compare_wanted.emit(one.model)),
            "training": (self.tr("Open its training"), lambda one: self.training_wanted.emit(one.job)),
            "passport": (self.tr("Passport…"), lambda one: self.passport_wanted.emit(one.job)),
            "export": (self.tr("Export…"), lambda one: self.export_wanted.emit(one.model)),
            "successor": (self.tr("Find a successor…"), lambda one: self.successor_wanted.emit(one.model)),
            "delete": (self.tr("Delete…"), lambda _: self.ask()),
        }
        made = {}
        for name, (text, act) in wishes.items():
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, act=act: act(self._known) if self._known is not None else None)
            made[name] = button
        made["delete"].setProperty("look", "quiet")
        return made

    def _arrange(self) -> None:
        acts = QWidget()
        flow = FlowLayout(acts)
        for button in self._buttons.values():
            flow.addWidget(button)
        help_text = self.tr("Only TuneDesk uses it; what the model is called at its place stays.")
        self._names = QWidget()
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(SMALL)
        names.addWidget(Field(self.tr("Your name for it"), self.name, help_text))
        names.addWidget(Field(self.tr("Note"), self.note))
        self._box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        self._box.setSpacing(SMALL)
        for part in (self._title, self._id, self._facts, acts, self._names):
            self._box.addWidget(part)
        self._box.addStretch(1)

    @property
    def known(self) -> Known | None:
        """Return the model on show."""
        return self._known

    @property
    def asking(self) -> bool:
        """Tell whether the question before deleting is on show."""
        return not self.farewell.isHidden()

    def button(self, name: str) -> QPushButton:
        """Return the button of a wish: try, compare, training, passport, export, successor or delete."""
        return self._buttons[name]

    def show_model(self, one: Known | None) -> None:
        """Show a model; None for none."""
        same = one is not None and self._known is not None and one.key == self._known.key
        self._known = one
        self.setVisible(one is not None)
        if one is None:
            return
        if not same:
            self._take_farewell(Farewell(one.place, self))
        self._title.set_text(words.title(one))
        self._id.set_text(one.model)
        self._id.setVisible(words.title(one) != one.model)
        self._facts.setText(words.facts(one, today()))
        for line, text in ((self.name, one.called.name), (self.note, one.called.note)):
            if not line.hasFocus() or not same:
                line.setText(text)
        self.name.setPlaceholderText(model_name(one.model))
        self.name.setToolTip(plain_tip(self.name.placeholderText()))
        shown = _possible(one)
        for name, button in self._buttons.items():
            button.setVisible(name in shown)
            button.setAccessibleName(f"{button.text()} {words.title(one)}")

    def ask(self) -> None:
        """Ask whether the model shall be deleted, once it is known what needs it."""
        if self._known is None or not self._known.deletable:
            return
        self._buttons["delete"].setEnabled(False)
        self.farewell.show()
        self.farewell.show_looking()
        self.farewell.keep.setFocus()
        self.question_asked.emit(self._known)

    def rename(self) -> None:
        """Let the model be given another name."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc take back what was typed."""
        if event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape and self._known is not None:  # type: ignore[attr-defined]  # a QKeyEvent, as its type says
            called = self._known.called
            (self.name if watched is self.name else self.note).setText(
                called.name if watched is self.name else called.note
            )
            return True
        return super().eventFilter(watched, event)

    def _take_farewell(self, farewell: Farewell) -> None:
        """Take a question for another place; the one before is over."""
        old, self.farewell = self.farewell, farewell
        self._box.removeWidget(old)
        old.hide()
        old.deleteLater()
        farewell.hide()
        farewell.kept.connect(self._on_kept)
        farewell.confirmed.connect(self._on_confirmed)
        self._box.insertWidget(4, farewell)
        self._buttons["delete"].setEnabled(True)
        QWidget.setTabOrder(self._buttons["delete"], farewell.files)
        QWidget.setTabOrder(farewell.files, farewell.keep)
        QWidget.setTabOrder(farewell.keep, farewell.confirm)
        QWidget.setTabOrder(farewell.confirm, self.name)

    def _on_kept(self) -> None:
        self.farewell.hide()
        self._buttons["delete"].setEnabled(True)
        self._buttons["delete"].setFocus()

    def _on_confirmed(self) -> None:
        chosen = self.farewell.chosen
        self.farewell.hide()
        self._buttons["delete"].setEnabled(True)
        if self._known is not None:
            self.delete_wanted.emit(self._known, chosen)

    def _keep(self) -> None:
        one, wanted = self._known, Called(self.name.text().strip(), self.note.text().strip())
        if one is not None and wanted != one.called:
            self.called.emit(one, wanted)


def _possible(one: Known) -> set[str]:
    """Return what can be done with a model."""
    found = {"try"} if one.can_be_asked else set()
    found |= {"compare", "export"} if one.site == HERE and one.tuned else set()
    found |= {"training"} if one.job else set()
    found |= {"passport"} if one.job and one.origin is not Origin.CHECKPOINT else set()
    found |= {"successor"} if one.origin is Origin.RECORDED or (one.tuned and one.ending is not None) else set()
    return found | ({"delete"} if one.deletable else set())
