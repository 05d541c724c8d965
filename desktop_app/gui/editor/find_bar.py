"""Finding a text in the rows: one line that comes with Ctrl+F and goes with Esc."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.label import label, set_tone


class FindBar(QFrame):
    """A field for the sought text, previous, next, and a word on how the search went."""

    sought = Signal(str, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in all fields"))
        self.field.setAccessibleName(self.tr("Find"))
        self.field.setClearButtonEnabled(True)
        self.field.textEdited.connect(lambda: self.say("", "muted"))
        self._previous = QPushButton(self.tr("Previous"))
        self._previous.setToolTip("Shift+F3")
        self._previous.clicked.connect(lambda: self.search(backwards=True))
        self._next = QPushButton(self.tr("Next"))
        self._next.setToolTip("F3")
        self._next.clicked.connect(lambda: self.search(backwards=False))
        self._close = QToolButton()
        self._close.setIcon(icon("x", "muted"))
        self._close.setAccessibleName(self.tr("Close find"))
        self._close.setToolTip(self.tr("Close find"))
        self._close.clicked.connect(self.left)
        self._word = label(tone="muted")
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.field, 2)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        row.addSpacing(HAIR)
        row.addWidget(self._word, 3)
        row.addWidget(self._close)

    @property
    def word(self) -> str:
        """Return what is said about the search."""
        return self._word.text()

    def search(self, *, backwards: bool) -> None:
        """Ask for the next or the previous match."""
        if self.field.text():
            self.sought.emit(self.field.text(), backwards)

    def say(self, word: str, tone: str) -> None:
        """Say how the search went."""
        self._word.setText(word)
        set_tone(self._word, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds the next match, with Shift the previous one; Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        if isinstance(button, QPushButton | QToolButton):
            button.click()
        else:
            self.search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
