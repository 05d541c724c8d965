"""Rows that stand in the table more than once, letter by letter or but for their spelling."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import SHOWN, Finding, Remedy, Seen, Severity, Subject
from desktop_app.core.checks.texts import says
from desktop_app.core.example import Completion, Conversation, Example, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNHEARD = b" \t\n\r\x0b\x0c!?\"';"
"""What two spellings of one text may differ in, besides large and small letters and a full stop at the end."""

_SMALL = bytes(range(256)).lower()


class Duplicates:
    """Finds repeated rows; the first of them stays. It keeps three numbers a row."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._exact = array("q")
        self._loose = array("q")

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows; those without an answer are found by other checks."""
        rows = [row for row in rows if not isinstance(row.example, Completion) or says(row.answer)]
        self._ids.extend([row.id for row in rows])
        pieces = [_pieces(row.example) for row in rows]
        self._exact.extend(map(hash, pieces))
        self._loose.extend([hash(_unspelled(texts)) for texts in pieces])

    def finish(self) -> Iterable[Finding]:
        """Return the repeated rows, then those that differ in spelling alone."""
        import numpy as np  # noqa: PLC0415 - heavy, not wanted before all rows are there

        exact, loose = _repeated(self._exact), _repeated(self._loose)
        yield from self._finding("duplicates", exact, Severity.PROBLEM, recommended=True)
        yield from self._finding("same_but_spelling", np.setdiff1d(loose, exact), Severity.ADVICE, recommended=False)

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


def _pieces(example: Example) -> tuple[str, ...]:
    """Return texts that are equal for equal examples alone."""
    if isinstance(example, Completion):
        return example.prompt, example.completion
    if isinstance(example, Conversation):
        pieces = _spoken(example.messages)
    else:
        pieces = [*_spoken(example.messages), "|", *_spoken(example.preferred), "|", *_spoken(example.non_preferred)]
        if example.input_extra:
            pieces.append(repr(example.input_extra))
    if example.extra:
        pieces.append(repr(example.extra))
    return tuple(pieces)


def _spoken(messages: tuple[Message, ...]) -> list[str]:
    pieces = []
    for message in messages:
        pieces.append(message.role)
        pieces.append(message.content)
        if message.extra:
            pieces.append(repr(message.extra))
    return pieces


def _unspelled(texts: tuple[str, ...]) -> bytes:
    """Return the row's texts without what `_UNHEARD` names and in small letters; everything else of it as it is."""
    said = [text.rstrip("., \n") for text in texts]
    small = [text if text.isascii() else text.lower() for text in said]  # those of ASCII become small further on
    return "\x01".join(small).encode("utf-8", "surrogatepass").translate(_SMALL, _UNHEARD)
