"""How one row differs from another, as pieces that can be drawn: what stays, what goes, what comes."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from desktop_app.core.example import Completion, Example, Message, Preference

_WORDS = re.compile(r"\s+|\w+|[^\w\s]", re.DOTALL)
AROUND, WIDE = 60, 4000
"""So many letters are shown on each side of a change, where little is to be shown and where all of a usual text is."""
_COMPARED = 1500
"""Longer changed stretches are not compared word by word: it would take long, and nobody could follow the marks."""
_SHOWN = 600
"""A stretch of one kind is cut in its middle beyond this many letters."""


class Fate(Enum):
    """What becomes of a piece of text."""

    STAYS = "stays"
    GOES = "goes"
    COMES = "comes"
    DIFFERS = "differs"
    """Stands otherwise in the other one of two rows; nothing is done about it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what becomes of it."""

    text: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of a row (a message, the prompt, …): `name` is a role or a field, `pieces` its text in order."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Tell whether this part differs."""
        return any(piece.fate is not Fate.STAYS for piece in self.pieces)


def sections(before: Example, after: Example | None, *, around: int = AROUND) -> tuple[Section, ...]:
    """Return a row's parts with what changes in each; with None for `after`, all of them go.

    `around` letters are shown on each side of a change.
    """
    old = _named(before)
    if after is None:
        return tuple(Section(name, _whole(text, Fate.GOES, around)) for name, text in old)
    new = _named(after)
    found: list[Section] = []
    matcher = SequenceMatcher(None, [name for name, _ in old], [name for name, _ in new], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[first:last], new[start:end], strict=True)
            found += [Section(name, changes(text, other, around)) for (name, text), (_, other) in pairs]
        else:
            found += [Section(name, _whole(text, Fate.GOES, around)) for name, text in old[first:last]]
            found += [Section(name, _whole(text, Fate.COMES, around)) for name, text in new[start:end]]
    return tuple(found)


def as_it_is(example: Example, *, around: int = AROUND) -> tuple[Section, ...]:
    """Return a row's parts as they are, cut to what fits."""
    return tuple(Section(name, _whole(text, Fate.STAYS, around)) for name, text in _named(example))


def changes(before: str, after: str, around: int = AROUND) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other, with little around them; the whole of an equal one."""
    if before == after:
        return _whole(before, Fate.STAYS, around)
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = _compared(old, new) if len(old) + len(new) <= _COMPARED else _replaced(old, new)
    pieces = (
        _start(before[:head], around),
        *(Piece(_cut(piece.text, around), piece.fate) for piece in middle),
        _end(before[len(before) - tail :], around),
    )
    return tuple(piece for piece in pieces if piece.text)


def one_side(part: Section) -> list[Piece]:
    """Return a part as the first of two rows has it, with what is otherwise in the second."""
    return [_told(piece) for piece in part.pieces if piece.fate is not Fate.COMES]


def other_side(part: Section) -> list[Piece]:
    """Return a part as the second of two rows has it, with what is otherwise in the first."""
    return [_told(piece) for piece in part.pieces if piece.fate is not Fate.GOES]


def _told(piece: Piece) -> Piece:
    return piece if piece.fate is Fate.STAYS else Piece(piece.text, Fate.DIFFERS)


def _shared(one: str, other: str) -> int:
    """Return how many letters two texts share at their start; halving, so that a text of a megabyte takes no time."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _compared(old: str, new: str) -> Iterator[Piece]:
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    for kind, first, last, start, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("".join(was[first:last]), Fate.STAYS)
        else:
            yield from _replaced("".join(was[first:last]), "".join(now[start:end]))


def _replaced(old: str, new: str) -> Iterator[Piece]:
    yield Piece(old, Fate.GOES)
    yield Piece(new, Fate.COMES)


def _whole(text: str, fate: Fate, around: int = AROUND) -> tuple[Piece, ...]:
    return (Piece(_cut(text, around), fate),) if text else ()


def _start(text: str, around: int) -> Piece:
    return Piece(text if len(text) <= around else f"… {text[-around:]}", Fate.STAYS)


def _end(text: str, around: int) -> Piece:
    return Piece(text if len(text) <= around else f"{text[:around]} …", Fate.STAYS)


def _cut(text: str, around: int) -> str:
    half = max(_SHOWN // 2, around)
    return text if len(text) <= 2 * half else f"{text[:half]} … {text[-half:]}"


def _named(example: Example) -> list[tuple[str, str]]:
    """Return the row's parts by name: roles of messages, "prompt", "completion", "preferred", "non_preferred"."""
    if isinstance(example, Completion):
        return [("prompt", example.prompt), ("completion", example.completion)]
    found = [(message.role, _said(message)) for message in example.messages]
    if isinstance(example, Preference):
        found += [("preferred", _all_said(example.preferred)), ("non_preferred", _all_said(example.non_preferred))]
        found += _rest({**example.input_extra, **example.extra})
    else:
        found += _rest(example.extra)
    return found


def _said(message: Message) -> str:
    rest = {key: value for key, value in message.extra.items() if value is not None}
    return "\n".join(part for part in (message.content, _json(rest) if rest else "") if part)


def _all_said(messages: Sequence[Message]) -> str:
    return "\n\n".join(_said(message) for message in messages)


def _rest(extra: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, _json(value)) for key, value in extra.items()]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
