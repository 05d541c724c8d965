"""A large button: icon, title and sentence on a card."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.label import Picture, label


class Card(QAbstractButton):
    """Something large to click on; Enter and Space do the same as the mouse."""

    def __init__(self, icon_name: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setProperty("surface", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        words.addWidget(label(title, size="heading", wrap=True))
        words.addWidget(label(sentence, tone="muted", wrap=True))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        row.setSpacing(MEDIUM)
        row.addWidget(Picture(icon_name, 28, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the style sheet draw the surface."""
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, QPainter(self), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a click, as Space is one already."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
