"""A choice on a card: a round button with its explanation under it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label


class ChoiceCard(QFrame):
    """A click anywhere on the card chooses it; the keyboard uses the round button."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.radio = QRadioButton(title)
        self._words = label(tone="muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(0)
        box.addWidget(self.radio)
        self._inner = QVBoxLayout()
        self._inner.addWidget(self._words)
        box.addLayout(self._inner)
        self._indent()
        self.offer(sentence, offered=True)

    def offer(self, sentence: str, *, offered: bool) -> None:
        """Say something else under the choice, and whether it can be had at all."""
        self._words.setText(sentence)
        self.radio.setAccessibleDescription(sentence)
        self.radio.setEnabled(offered)
        self.setCursor(Qt.CursorShape.PointingHandCursor if offered else Qt.CursorShape.ArrowCursor)

    def changeEvent(self, event: QEvent) -> None:
        """Let the explanation begin where the title does, in another text size too."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._indent()

    def _indent(self) -> None:
        """Step in by the round button, which grows with the letters, and the gaps around it."""
        self._inner.setContentsMargins(self.fontMetrics().height() + 2 * SMALL, 0, 0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this card."""
        super().mousePressEvent(event)
        if self.radio.isEnabled():
            self.radio.setChecked(True)
            self.radio.setFocus()
