"""Texts with what differs in them marked, also for those who cannot see it."""

import html
import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.gui.theme.palette import Colours, colours
from desktop_app.gui.widgets.changes import Fate, Piece
from desktop_app.gui.widgets.direction import direction_of

_LONG_WORD = re.compile(r"(\S{24})(?=\S)")
_UNSEEN: Mapping[str, str] = MappingProxyType(
    {" ": "·", "\n": "↵\n", "\t": "⇥\t", "\r": "␍", "\u00a0": "⍽", "\u200b": "⟨U+200B⟩", "\ufeff": "⟨U+FEFF⟩"}
)
"""What stands for letters nobody could see, where they are what changes."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Controls, and halves of letters, which no widget can show."""


class Marked(QLabel):
    """A text whose pieces that go are struck through, and whose pieces that come are underlined, both on a ground."""

    def __init__(self, pieces: Sequence[Piece], *, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = tuple(pieces)
        self._drawn: tuple[Colours, Qt.LayoutDirection] | None = None
        self.setTextFormat(Qt.TextFormat.RichText)  # the marks are ours; every text is escaped
        self.setProperty("tone", "muted" if quiet else "")
        self.setWordWrap(True)
        self.setMinimumWidth(120)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(in_words(self._pieces))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Mark in the colours of the moment."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._draw()

    def _draw(self) -> None:
        wanted = (colours(), self.layoutDirection())
        if wanted == self._drawn:  # one change of the look arrives here as many events
            return
        self._drawn = wanted
        way = direction_of("".join(piece.text for piece in self._pieces), self.layoutDirection())
        side = 'dir="rtl" align="right"' if way is Qt.LayoutDirection.RightToLeft else 'dir="ltr" align="left"'
        marked = "".join(_marked(piece, wanted[0]) for piece in self._pieces)
        marked = marked.replace("\n</span>", "</span>\n").rstrip("\n")  # no empty line below a mark that ends a line
        if not marked:
            marked = f'<i style="color: {wanted[0].muted}">{html.escape(_nothing())}</i>'
        self.setText(f'<p {side} style="white-space: pre-wrap; margin: 0">{marked}</p>')


def in_words(pieces: Sequence[Piece]) -> str:
    """Return what a screen reader says of marked pieces."""
    translate = QCoreApplication.translate
    said = {
        Fate.STAYS: "{0}",
        Fate.GOES: translate("BeforeAfter", "[taken out: {0}]"),
        Fate.COMES: translate("BeforeAfter", "[put in: {0}]"),
        Fate.DIFFERS: translate("BeforeAfter", "[differs: {0}]"),
    }
    return "".join(said[piece.fate].replace("{0}", piece.text) for piece in pieces) or _nothing()


def part_name(name: str) -> str:
    """Return what a part of a row is called; the name of an unknown one stays as it is."""
    translate = QCoreApplication.translate
    known = {
        "system": translate("BeforeAfter", "System prompt"),
        "user": translate("BeforeAfter", "User"),
        "assistant": translate("BeforeAfter", "Assistant"),
        "prompt": translate("BeforeAfter", "Prompt"),
        "completion": translate("BeforeAfter", "Completion"),
        "preferred": translate("BeforeAfter", "Better answer"),
        "non_preferred": translate("BeforeAfter", "Worse answer"),
    }
    return known.get(name, name)


def _nothing() -> str:
    return QCoreApplication.translate("BeforeAfter", "(nothing)")


def _marked(piece: Piece, table: Colours) -> str:
    if piece.fate is Fate.STAYS:
        return _escaped(piece.text)
    ground, tone, line = {
        Fate.GOES: (table.problem_soft, table.problem, "line-through"),
        Fate.COMES: (table.good_soft, table.good, "underline"),
        Fate.DIFFERS: (table.attention_soft, table.text, "underline"),
    }[piece.fate]
    shown = []
    for seen, places in groupby(range(len(piece.text)), partial(_is_seen, piece.text)):
        letters = "".join(piece.text[at] for at in places)
        words = _escaped(letters) if seen else html.escape("".join(map(_mark, letters)))
        shown.append(f'<span style="text-decoration: {line}">{words}</span>' if seen else words)
    return f'<span style="background-color: {ground}; color: {tone}">{"".join(shown)}</span>'


def _is_seen(text: str, at: int) -> bool:
    """Tell whether a letter can be seen: also a space, where it stands by itself between two others."""
    if text[at] == " " and 0 < at < len(text) - 1:
        return not (text[at - 1].isspace() or text[at + 1].isspace())
    return text[at].isprintable() and text[at] not in _UNSEEN


def _mark(letter: str) -> str:
    """Return what stands for a letter that nobody could see."""
    return _UNSEEN.get(letter) or f"⟨U+{ord(letter):04X}⟩"


def _escaped(text: str) -> str:
    """Return the text as rich text shows it letter by letter; long words may break, controls become marks."""
    whole = _CONTROLS.sub(lambda found: _mark(found.group()), text)
    return html.escape(_LONG_WORD.sub("\\1\u200b", whole))
