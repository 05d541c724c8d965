"""Rows that stand in the table more than once, letter by letter or but for their spelling."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import SHOWN, Finding, Remedy, Seen, Severity, Subject
from desktop_app.core.checks.portion import BETWEEN, Portion
from desktop_app.core.checks.texts import beyond_ascii, encoded, says
from desktop_app.core.example import Completion, Conversation, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNHEARD = b" \t\n\r\x0b\x0c!?\"';"
"""What two spellings of one text may differ in, besides large and small letters and marks at the end."""

_AT_THE_END = b"., \n"
_BETWEEN_TEXTS = b"\xfe"
"""No text holds this byte."""

_BEYOND = 0x80
_SMALL = bytes(_BEYOND if 0xC0 <= byte < 0xF8 else byte for byte in bytes(range(256)).lower())
"""Small letters; of one beyond ASCII only that there is one, what it is is looked at apart."""

_LINES = bytes(range(0xFF)) + b"\n"
"""A line for each row, of what is without any other end of line."""

_LEFT_OUT = _UNHEARD + bytes(range(0x80, 0xC0))


class Duplicates:
    """Finds repeated rows; the first of them stays. It keeps three numbers a row."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._exact = array("q")
        self._loose = array("q")

    def see(self, rows: Portion) -> None:
        """Look at some rows; those without an answer are found by other checks."""
        if not rows.all_answer:
            rows = Portion([row for row in rows if not isinstance(row.example, Completion) or says(row.answer)])
        if rows:
            pieces = rows.said if rows.complete else [_pieces(row) for row in rows]
            self._ids.extend(rows.ids)
            self._exact.extend(map(hash, map(tuple, pieces)))
            self._loose.extend(_unspelled(pieces, *rows.beyond) if rows.complete else _unspelled(pieces))

    def finish(self) -> Iterable[Finding]:
        """Return the repeated rows, then those that differ in spelling alone."""
        import numpy as np  # noqa: PLC0415 - heavy, not wanted before all rows are there

        exact, loose = _repeated(self._exact), _repeated(self._loose)
        spelled = np.setdiff1d(loose, exact, assume_unique=True)  # as they are; looking whether loads half of numpy
        yield from self._finding("duplicates", exact, Severity.PROBLEM, recommended=True)
        yield from self._finding("same_but_spelling", spelled, Severity.ADVICE, recommended=False)

    def _finding(
        self, check: str, places: "NDArray[np.intp]", severity: Severity, *, recommended: bool
    ) -> Iterator[Finding]:
        if not len(places):
            return
        found = array("q", (self._ids[place] for place in places))
        act = Remedy(f"drop_{check}", rows=found)
        yield Finding(check, Subject.DUPLICATES, severity, len(found), found[:SHOWN], {}, act, recommended)


def _repeated(hashes: "array[int]") -> "NDArray[np.intp]":
    """Return the places of all numbers that stood earlier already, in order."""
    import numpy as np  # noqa: PLC0415 - see Duplicates.finish

    numbers = np.frombuffer(hashes, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    again = numbers[order[1:]] == numbers[order[:-1]]
    return np.sort(order[1:][again])


def _pieces(row: Seen) -> Sequence[bytes]:
    """Return texts in UTF-8 that are equal for equal rows alone: what is said, by whom, and what stands beside it."""
    example = row.example
    if isinstance(example, Completion):
        return row.said
    if isinstance(example, Conversation):
        parts: tuple[Sequence[Message], ...] = (example.messages,)
        beside = [repr(example.extra)] if example.extra else []
    else:
        parts = (example.messages, example.preferred, example.non_preferred)
        beside = [repr(each) for each in (example.input_extra, example.extra) if each]
    said_by = "|".join(["\0".join([message.role for message in part]) for part in parts])
    beside += [repr((at, message.extra)) for at, message in enumerate(chain(*parts)) if message.extra]
    return [*row.said, *encoded([said_by, "".join(beside)])]


def _unspelled(rows: Sequence[Sequence[bytes]], *beyond: bytes) -> list[int]:
    """Return for each row's texts a number that is equal where they differ in nothing but their spelling.

    `beyond` holds what of these texts is beyond ASCII, text by text or row by row, with BETWEEN between the rows.
    """
    data = BETWEEN.join([_BETWEEN_TEXTS.join([text.rstrip(_AT_THE_END) for text in texts]) for texts in rows])
    small = data.translate(_SMALL, _LEFT_OUT).split(BETWEEN)
    folded = map("".join, zip(*[_folded(each, len(rows)) for each in beyond or (beyond_ascii(data),)], strict=True))
    return [hash((a, b)) if b else hash(a) for a, b in zip(small, folded, strict=True)]


def _folded(beyond: bytes, rows: int) -> list[str]:
    """Return for each row its letters beyond ASCII, large ones as small ones."""
    letters = beyond.translate(_LINES, _BETWEEN_TEXTS).decode("utf-8", "surrogatepass")
    return letters.casefold().split("\n") if letters.strip("\n") else [""] * rows
