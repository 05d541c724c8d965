"""A quiet notice in its place on a page: an icon, a word or two, and perhaps a button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import Picture, label

_ICONS = {"note": "info", "good": "circle-check", "attention": "triangle-alert", "problem": "octagon-x"}
_TONES = {"note": "muted", "good": "good", "attention": "attention", "problem": "problem"}


class Banner(QFrame):
    """Says one thing; `kind` is "note", "good", "attention" or "problem", told apart by icon, word and colour."""

    def __init__(self, text: str = "", kind: str = "note", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self._picture = Picture("info", 18, "muted")
        self._words = label(wrap=True)
        self._words.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        self._slot: Callable[[], None] | None = None
        self._button = QPushButton()
        self._button.setProperty("look", "quiet")
        self._button.clicked.connect(self._on_click)
        self._button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, SMALL, SMALL)
        row.setSpacing(SMALL)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.tell(text, kind)

    @property
    def text(self) -> str:
        """Return what the banner says."""
        return self._words.text()

    def tell(self, text: str, kind: str = "note") -> None:
        """Say something else."""
        self._words.setText(text)
        self._picture.set(_ICONS[kind], _TONES[kind])
        words = {
            "note": self.tr("Note"),
            "good": self.tr("All is well"),
            "attention": self.tr("Attention"),
            "problem": self.tr("Problem"),
        }
        self._picture.setAccessibleName(words[kind])
        self._picture.setToolTip(words[kind])
        self.setAccessibleName(f"{words[kind]}: {text}")
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        """Offer one thing to do about it; return the button."""
        self._slot = slot
        self._button.setText(text)
        self._button.show()
        return self._button

    def _on_click(self) -> None:
        if self._slot is not None:
            self._slot()
