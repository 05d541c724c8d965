"""What is shaded in an answer: where it differs from another text, or how sure the model was of each token."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop_app.core.answer import Drawn
from desktop_app.gui.theme.palette import colours

_WORDS = re.compile(r"\s+|\w+|[^\w\s]", re.DOTALL)
_MOST_WORDS = 6000
"""Longer texts are not compared: it would take seconds, and nobody could follow the marks."""
_SURE, _UNSURE = 0.9, 0.5


class Shade(StrEnum):
    """What is marked in the answers."""

    NOTHING = "nothing"
    EXPECTED = "expected"
    FIRST = "first"
    LIKELIHOOD = "likelihood"


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of a text from `start` up to `end`; `weak` ones are marked less."""

    start: int
    end: int
    weak: bool = False


def differing(text: str, other: str) -> list[Span]:
    """Return where a text says something else than another one, by words; nothing for texts too long to follow."""
    mine, theirs = _WORDS.findall(text), _WORDS.findall(other)
    if len(mine) + len(theirs) > _MOST_WORDS:
        return []
    places, at = [0], 0
    for word in mine:
        at += len(word)
        places.append(at)
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return [
        Span(places[first], places[last])
        for kind, first, last, _, _ in matcher.get_opcodes()
        if kind != "equal" and last > first
    ]


def unsure(drawn: Sequence[Drawn]) -> list[Span]:
    """Return the tokens of which the model was not sure; weakly marked where it was rather sure."""
    found, at = [], 0
    for one in drawn:
        likelihood = math.exp(min(0.0, one.logprob))
        if likelihood < _SURE:
            found.append(Span(at, at + len(one.text), weak=likelihood >= _UNSURE))
        at += len(one.text)
    return found


def token_at(drawn: Sequence[Drawn], place: int) -> Drawn | None:
    """Return the token that a letter of the answer belongs to."""
    at = 0
    for one in drawn:
        at += len(one.text)
        if place < at:
            return one
    return None


def mark(edit: QPlainTextEdit, spans: Iterable[Span]) -> None:
    """Lay marks over the text of a box; its text and its cursor stay as they are."""
    ground, text = QColor(colours().attention_soft), edit.toPlainText()
    marks, at, units = [], 0, 0
    for span in spans:
        if span.start >= len(text):
            break
        units += _units(text[at : span.start])
        at = span.start
        cursor = QTextCursor(edit.document())
        cursor.setPosition(units)
        cursor.setPosition(units + _units(text[span.start : span.end]), QTextCursor.MoveMode.KeepAnchor)
        shown = QTextCharFormat()
        shown.setBackground(ground)
        shown.setFontUnderline(not span.weak)  # not by colour alone
        extra = QTextEdit.ExtraSelection()
        extra.cursor, extra.format = cursor, shown
        marks.append(extra)
    edit.setExtraSelections(marks)


def letter_at(text: str, units: int) -> int:
    """Return which letter of a text lies at a place that Qt counts in halves of UTF-16."""
    if text.isascii():
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _units(text: str) -> int:
    """Return a text's length as Qt counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
