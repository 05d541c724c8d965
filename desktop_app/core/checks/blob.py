"""The texts of many rows as one run of bytes, so that a look for rare things costs little."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import Seen
from desktop_app.core.checks.portion import portions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BETWEEN = b"\n" * 5
"""Stands before each text: nothing that is looked for reaches across it, from one text into the next."""


class Blob:
    """Texts of rows in UTF-8, one row after the other with BETWEEN before each text; halves of characters are kept."""

    def __init__(self, rows: Sequence[Seen]) -> None:
        self.rows = rows
        self.data = BETWEEN.join([b"", *chain.from_iterable([row.said for row in rows])])
        self._starts: list[int] = []

    def numbers(self) -> "NDArray[np.uint8]":
        """Return the bytes as numbers, not copied."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

        return np.frombuffer(self.data, dtype=np.uint8)

    def row_at(self, place: int) -> int:
        """Return the number (from 0) of the row whose text holds this byte."""
        return max(0, bisect_right(self._begins(), place) - 1)

    def span(self, row: int) -> tuple[int, int]:
        """Return where the text of a row begins and ends."""
        begins = self._begins()
        return begins[row], begins[row + 1] - len(BETWEEN)

    def places(self, needle: bytes) -> Iterator[int]:
        """Yield every place of the needle."""
        place = self.data.find(needle)
        while place >= 0:
            yield place
            place = self.data.find(needle, place + 1)

    def places_of(self, byte: int, end: int) -> list[int]:
        """Return every place of a byte before `end`."""
        found: list[int] = (self.numbers()[:end] == byte).nonzero()[0].tolist()
        return found

    def rows_with(self, needle: bytes) -> Iterator[int]:
        """Yield the number of each row whose texts hold the needle, once."""
        place = self.data.find(needle)
        while place >= 0:
            row = self.row_at(place)
            yield row
            place = self.data.find(needle, self.span(row)[1])

    def has(self, first: int, second: int | range) -> bool:
        """Tell whether two bytes stand one after the other anywhere; quicker than a search where the first is frequent.

        A range says what the second may be; it steps by one.
        """
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

        numbers = self.numbers()
        lowest = second if isinstance(second, int) else second[0]
        after = numbers[1:] - numbers.dtype.type(lowest) < (1 if isinstance(second, int) else len(second))
        return bool(np.count_nonzero((numbers[:-1] == first) & after))  # several times as fast as any()

    def _begins(self) -> list[int]:
        if not self._starts:
            gap = len(BETWEEN)
            sizes = [sum(map(len, row.said)) + gap * len(row.said) for row in self.rows]
            self._starts = list(accumulate(sizes, initial=gap))
        return self._starts


def blobs(rows: Sequence[Seen]) -> Iterator[Blob]:
    """Yield the rows' texts in blobs of a handy size, whole rows in each."""
    return map(Blob, portions(rows))
