"""What the model will see of one row, with the part it learns from marked."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.example import Completion, Example
from desktop_app.core.text import Text
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import Picture, label

_LETTERS = 1500
_LONG_WORD = re.compile(r"(\S{24})(?=\S)")


class Seen(QWidget):
    """Draws an example as bubbles (chat) or as one text in two pieces (prompt and completion)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)
        self._box.addStretch(1)
        self._pieces: list[QWidget] = []

    def show_example(self, seen: Example | Text) -> None:
        """Show an example, or why the row gives none."""
        for piece in self._pieces:
            self._box.removeWidget(piece)
            piece.hide()
            piece.deleteLater()
        self._pieces = self._drawn(seen)
        for at, piece in enumerate(self._pieces):
            self._box.insertWidget(at, piece)
            piece.show()

    def _drawn(self, seen: Example | Text) -> list[QWidget]:
        if isinstance(seen, Text):
            return [_piece(self.tr("This row is left out"), say(seen), kind="attention")]
        if isinstance(seen, Completion):
            return [
                _piece(self.tr("Prompt"), seen.prompt),
                _piece(self.tr("Completion: the model learns to write this"), seen.completion, kind="good"),
            ]
        names = {
            "system": self.tr("System prompt"),
            "user": self.tr("User"),
            "assistant": self.tr("Assistant: the model learns to write this"),
        }
        return [
            _bubble(
                _piece(names[message.role], message.content, kind="good" if message.role == "assistant" else "note"),
                asks=message.role == "user",
            )
            for message in seen.messages
        ]


def _piece(title: str, text: str, kind: str = "note") -> QFrame:
    piece = QFrame()
    piece.setProperty("surface", "banner")
    piece.setProperty("kind", kind)
    head = QHBoxLayout()
    head.setSpacing(HAIR)
    if kind != "note":
        head.addWidget(Picture({"good": "sparkles", "attention": "triangle-alert"}[kind], 16, kind))
    head.addWidget(label(title, size="small", tone="muted" if kind == "note" else kind, wrap=True), 1)
    words = label(_shown(text), wrap=True)
    words.setLayoutDirection(direction_of(text, piece.layoutDirection()))
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box = QVBoxLayout(piece)
    box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
    box.setSpacing(HAIR)
    box.addLayout(head)
    box.addWidget(words)
    return piece


def _bubble(piece: QFrame, *, asks: bool) -> QWidget:
    """Return the piece on the side of who speaks."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(LARGE * 2 if asks else 0, 0, 0 if asks else LARGE * 2, 0)
    row.addWidget(piece)
    return line


def _shown(text: str) -> str:
    """Return a text that fits: long words may break, and what is very long ends early."""
    cut = text if len(text) <= _LETTERS else f"{text[:_LETTERS]} …"
    return _LONG_WORD.sub("\\1\u200b", cut)
