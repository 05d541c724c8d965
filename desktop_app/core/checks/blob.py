"""The texts of many rows as one run of bytes, so that a look for rare things costs little."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import Seen
from desktop_app.core.checks.texts import texts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BYTES = 1 << 17
"""About so many letters are looked at together: they stay in the processor's own memory."""


class Blob:
    """Texts of rows in UTF-8, one row after the other, a line feed before each; halves of signs are kept."""

    def __init__(self, rows: Sequence[Seen], texts: Sequence[str]) -> None:
        self.rows = rows
        self._texts = texts
        joined = "\n".join(("", *texts))
        self.broken = False
        try:
            self.data = joined.encode()
        except UnicodeEncodeError:
            self.broken = True
            self.data = joined.encode("utf-8", "surrogatepass")
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
        return begins[row], begins[row + 1] - 1

    def places(self, needle: bytes) -> Iterator[int]:
        """Yield every place of the needle."""
        place = self.data.find(needle)
        while place >= 0:
            yield place
            place = self.data.find(needle, place + 1)

    def rows_with(self, needle: bytes) -> Iterator[int]:
        """Yield the number of each row whose texts hold the needle, once."""
        place = self.data.find(needle)
        while place >= 0:
            row = self.row_at(place)
            yield row
            place = self.data.find(needle, self.span(row)[1])

    def rows_not_whole(self) -> Iterator[int]:
        """Yield the number of each row with a half of a sign (a lone surrogate) in it."""
        if self.broken:
            yield from (number for number, said in enumerate(self._texts) if is_broken(said))

    def _begins(self) -> list[int]:
        if not self._starts:
            ascii_only = self.data.isascii()
            sizes = (len(t) if ascii_only else len(t.encode("utf-8", "surrogatepass")) for t in self._texts)
            self._starts = [start + number for number, start in enumerate(accumulate(sizes, initial=0), 1)]
        return self._starts


def is_broken(said: str) -> bool:
    """Tell whether the text holds half a sign, which no file in UTF-8 can hold."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return True
    return False


def blobs(rows: Sequence[Seen]) -> Iterator[Blob]:
    """Yield the rows' texts in blobs of a handy size, whole rows in each."""
    texts = ["\n".join(texts_of(row.example)) for row in rows]
    first = size = 0
    for at, said in enumerate(texts, 1):
        size += len(said)
        if size >= BYTES or at == len(texts):
            yield Blob(rows[first:at], texts[first:at])
            first, size = at, 0
