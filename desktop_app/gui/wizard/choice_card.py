"""A choice on a card: a round button with its explanation under it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.label import label


class ChoiceCard(QFrame):
    """A click anywhere on the card chooses it; the keyboard uses the round button."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.radio = QRadioButton(title)
        self.radio.setAccessibleDescription(sentence)
        words = label(sentence, tone="muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        box.addWidget(self.radio)
        inner = QVBoxLayout()
        inner.setContentsMargins(LARGE + SMALL, 0, 0, 0)
        inner.addWidget(words)
        box.addLayout(inner)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this card."""
        super().mousePressEvent(event)
        self.radio.setChecked(True)
        self.radio.setFocus()
