"""What a repair changes in a row, as pieces that can be drawn: what stays, what goes and what comes."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from desktop_app.core.example import Completion, Example, Message, Preference

_WORDS = re.compile(r"\s+|\w+|[^\w\s]", re.DOTALL)
_AROUND = 60
"""So many letters are shown on each side of a change."""
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
        """Tell whether the repair touches this part."""
        return any(piece.fate is not Fate.STAYS for piece in self.pieces)


def sections(before: Example, after: Example | None) -> tuple[Section, ...]:
    """Return a row's parts with what the repair changes in each; with None for `after`, all of them go."""
    old = _named(before)
    if after is None:
        return tuple(Section(name, _whole(text, Fate.GOES)) for name, text in old)
    new = _named(after)
    found: list[Section] = []
    matcher = SequenceMatcher(None, [name for name, _ in old], [name for name, _ in new], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[first:last], new[start:end], strict=True)
            found += [Section(name, changes(text, other)) for (name, text), (_, other) in pairs]
        else:
            found += [Section(name, _whole(text, Fate.GOES)) for name, text in old[first:last]]
            found += [Section(name, _whole(text, Fate.COMES)) for name, text in new[start:end]]
    return tuple(found)


def as_it_is(example: Example) -> tuple[Section, ...]:
    """Return a row's parts as they are, cut to what fits."""
    return tuple(Section(name, _whole(text, Fate.STAYS)) for name, text in _named(example))


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other, with little around them; the whole of an equal one."""
    if before == after:
        return _whole(before, Fate.STAYS)
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = _compared(old, new) if len(old) + len(new) <= _COMPARED else _replaced(old, new)
    pieces = (
        _start(before[:head]),
        *(Piece(_cut(piece.text), piece.fate) for piece in middle),
        _end(before[len(before) - tail :]),
    )
    return tuple(piece for piece in pieces if piece.text)


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


def _whole(text: str, fate: Fate) -> tuple[Piece, ...]:
    return (Piece(_cut(text), fate),) if text else ()


def _start(text: str) -> Piece:
    return Piece(text if len(text) <= _AROUND else f"… {text[-_AROUND:]}", Fate.STAYS)


def _end(text: str) -> Piece:
    return Piece(text if len(text) <= _AROUND else f"{text[:_AROUND]} …", Fate.STAYS)


def _cut(text: str) -> str:
    half = _SHOWN // 2
    return text if len(text) <= _SHOWN else f"{text[:half]} … {text[-half:]}"


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
