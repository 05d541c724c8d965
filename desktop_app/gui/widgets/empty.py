"""What an empty place shows: a picture of what will be here, one sentence and one action."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.label import Picture, label


class Empty(QWidget):
    """An icon, a sentence and at most one button, in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture("inbox", 48, "muted")
        self._sentence = label(tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMaximumWidth(560)
        self._sentence.setMinimumWidth(360)
        self._slot: Callable[[], None] | None = None
        self._button = QPushButton()
        self._button.setProperty("look", "primary")
        self._button.clicked.connect(self._on_click)
        box = QVBoxLayout(self)
        box.setSpacing(MEDIUM)
        box.addStretch(2)
        # A wrapped label that is aligned would get the height of its text in one long line.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        box.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addLayout(middle)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def tell(self, icon_name: str, sentence: str, button_text: str | None, slot: Callable[[], None] | None) -> None:
        """Show what will be here and what to do about it."""
        self._picture.set(icon_name, "muted")
        self._sentence.setText(sentence)
        self._slot = slot
        self._button.setText(button_text or "")
        self._button.setVisible(button_text is not None)

    def _on_click(self) -> None:
        if self._slot is not None:
            self._slot()
