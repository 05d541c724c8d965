"""A large button: icon, title and sentence on a card."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.gui.widgets.surface_button import SurfaceButton


class Card(SurfaceButton):
    """Something large to click on; Enter and Space do the same as the mouse."""

    def __init__(self, icon_name: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
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
