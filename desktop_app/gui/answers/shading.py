"""What is shaded in an answer: where it differs from another text, or how sure the model was of each token."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from desktop_app.core.answer import Drawn
from desktop_app.core.checks.ends import visible
from desktop_app.gui.theme.say import quoted
from desktop_app.gui.widgets.amounts import number

_WORDS = re.compile(r"\w+|[^\w\s]")
_MOST_WORDS, _MOST_LETTERS = 4000, 100_000
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
    """Return where a text says something else than another one, by words; nothing for texts too long to follow.

    Spaces alone are no difference.
    """
    if len(text) + len(other) > _MOST_LETTERS:
        return []
    places = [found.span() for found in _WORDS.finditer(text)]
    mine, theirs = [text[first:last] for first, last in places], _WORDS.findall(other)
    if len(mine) + len(theirs) > _MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return [
        Span(places[first][0], places[last - 1][1])
        for kind, first, last, _, _ in matcher.get_opcodes()
        if kind != "equal" and last > first
    ]


def unsure(drawn: Sequence[Drawn]) -> list[Span]:
    """Return the tokens of which the model was not sure; weakly marked where it was rather sure."""
    found, at = [], 0
    for one in drawn:
        likelihood = math.exp(min(0.0, one.logprob))
        if likelihood < _SURE and one.text:
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


def in_words(one: Drawn) -> str:
    """Return a token with its likelihood and what else might have come, one a line."""
    rows = [(one.text, one.logprob), *(other for other in one.others if other[0] != one.text)]
    return "\n".join(f"{number(100 * math.exp(min(0.0, value)), 1)} %  {quoted(visible(text))}" for text, value in rows)
