"""What the model will see of one row, with the part it learns from marked."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.text import Text
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.tokens.seen import Piece

_LETTERS = 1500
_LONG_WORD = re.compile(r"(\S{24})(?=\S)")
_WORSE = "non_preferred_output"
"""The word that stands before the answer that is not preferred (tokens.seen)."""
_ICONS = {"good": "sparkles", "attention": "triangle-alert", "problem": "x"}


class Seen(QWidget):
    """Draws a row's pieces: what is read, what is learnt, and what would be cut, told apart by word, icon and tone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)
        self._box.addStretch(1)
        self._pieces: list[QWidget] = []

    def show_pieces(self, seen: Sequence[Piece] | Text, *, pair: bool = False) -> None:
        """Show the pieces of a row in their order, or why the row gives none; a `pair` has a better and a worse end."""
        for piece in self._pieces:
            self._box.removeWidget(piece)
            piece.hide()
            piece.deleteLater()
        self._pieces = self._drawn(seen, pair=pair)
        for at, drawn in enumerate(self._pieces):
            self._box.insertWidget(at, drawn)
            drawn.show()

    def _drawn(self, seen: Sequence[Piece] | Text, *, pair: bool) -> list[QWidget]:
        if isinstance(seen, Text):
            return [_piece(self.tr("This row is left out"), say(seen), kind="attention")]
        drawn: list[QWidget] = []
        worse = False
        for learnt, cut, text in _blocks(seen):
            if not text.strip():
                continue
            worse = worse or (pair and not learnt and _WORSE in text)
            if cut:
                drawn.append(_piece(self.tr("Cut off: the row is too long for this model"), text, "problem"))
            elif learnt and worse:
                drawn.append(_piece(self.tr("The worse answer: the model learns to avoid this"), text, "attention"))
            elif learnt and pair:
                drawn.append(_piece(self.tr("The better answer: the model learns to prefer this"), text, "good"))
            elif learnt:
                drawn.append(_piece(self.tr("The model learns to write this"), text, "good"))
            else:
                drawn.append(_piece(self.tr("The model reads this"), text))
        return drawn


def _blocks(pieces: Sequence[Piece]) -> Iterator[tuple[bool, bool, str]]:
    """Yield neighbours of one kind as one: whether they are learnt, whether they are cut, and their text."""
    for (learnt, cut), group in groupby(pieces, lambda piece: (piece.learnt, piece.cut)):
        yield learnt, cut, "".join(piece.text for piece in group)


def _piece(title: str, text: str, kind: str = "note") -> QFrame:
    piece = QFrame()
    piece.setProperty("surface", "banner")
    piece.setProperty("kind", kind)
    head = QHBoxLayout()
    head.setSpacing(HAIR)
    if kind != "note":
        head.addWidget(Picture(_ICONS[kind], 16, kind))
    head.addWidget(label(title, size="small", tone="muted" if kind == "note" else kind, wrap=True), 1)
    words = label(_shown(text), wrap=True)
    words.setLayoutDirection(direction_of(text, piece.layoutDirection()))
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setAccessibleName(f"{title}: {words.text()}")
    if kind == "problem":
        font = words.font()
        font.setStrikeOut(True)
        words.setFont(font)
    box = QVBoxLayout(piece)
    box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
    box.setSpacing(HAIR)
    box.addLayout(head)
    box.addWidget(words)
    return piece


def _shown(text: str) -> str:
    """Return a text that fits: long words may break, and what is very long ends early."""
    cut = text if len(text) <= _LETTERS else f"{text[:_LETTERS]} …"
    return _LONG_WORD.sub("\\1\u200b", cut.strip("\n"))
