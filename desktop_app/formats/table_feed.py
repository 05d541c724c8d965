"""The rows of a delimited text file one after the other, whatever its quotation marks are like."""

import csv
from collections.abc import Iterator
from itertools import chain

from desktop_app.core.text import Text, text
from desktop_app.formats.lines import LONGEST, Lines
from desktop_app.formats.table_row import Row, fault_of, let_cells_be_long, told_delimiter


def careful_rows(lines: Lines, delimiter: str, before: int = 0) -> Iterator[Row]:
    """Yield each row of the lines, of which `before` stand above them; a leading `sep=` line is passed over."""
    feed = _Feed(lines, delimiter, before)
    while (cells := feed.row()) is not None:
        taken = feed.taken
        yield Row(feed.number - len(taken) + 1, cells, taken[0] if len(taken) == 1 else "".join(taken), feed.fault)


class _Feed:
    """The rows of a text and the lines each is made of; it bounds how long a row may be.

    Lines go to the reader of the standard library many at a time. It counts them, and that tells which of those that
    are held here belong to the row.
    """

    def __init__(self, lines: Lines, delimiter: str, before: int) -> None:
        let_cells_be_long()  # it is here that rows are bounded
        self._lines = lines
        self._batches = lines.batches()
        self._delimiter = delimiter
        self._held: list[str] = []
        self._at = 0
        self._length = 0
        self._look = False
        self._cut: str | None = None
        self._unclosed = False
        self.number = before
        self.taken: list[str] = []
        self.fault: Text | None = None
        if not before:
            self._pass_over_told()
        self._read_on(strict=True)

    def row(self) -> list[str] | None:
        """Return the cells of the next row, None after the last; `number`, `taken` and `fault` are about it then."""
        try:
            cells = next(self._reader, None)
        except csv.Error:
            self._take()
            cells = self._leniently()
            self._read_on(strict=True)
        else:
            self._take()
        return cells

    def _pass_over_told(self) -> None:
        portions = self._portions()
        while not self._held and next(portions, None) is not None:
            pass
        if self._held and told_delimiter(self._held[0]):
            self._at = self.number = 1

    def _read_on(self, *, strict: bool) -> None:
        """Let a new reader begin with the first line that belongs to no row so far."""
        lines = chain.from_iterable(self._portions())
        self._reader = csv.reader(lines, delimiter=self._delimiter, strict=strict)
        self._counted = 0
        self._unclosed = False

    def _portions(self) -> Iterator[list[str]]:
        """Yield the lines that come now; whenever more are asked for, all that are held belong to one row."""
        if self._at < len(self._held):
            yield self._held[self._at :]
        while True:
            if self._at:
                del self._held[: self._at]
                self._at = 0
                self._length = sum(map(len, self._held))
            fresh = next(self._batches, None) if self._length <= LONGEST else None
            if fresh is None:
                self._unclosed = bool(self._held)
                return
            self._look = self._lines.suspect or self._lines.cut or (self._look and bool(self._held))
            if self._lines.cut:
                self._lines.cut, self._cut = False, fresh[0]
            self._held += fresh
            self._length += sum(map(len, fresh))
            yield fresh

    def _take(self) -> None:
        """Note the lines that the row took."""
        count = self._reader.line_num - self._counted
        self._counted += count
        self.taken = self._held[self._at : self._at + count]
        self._at += count
        self.number += count
        self.fault = fault_of(self.taken, self._cut) if self._look else None

    def _give_back(self, kept: int) -> None:
        """Let the row's lines be read again, except for the first `kept`."""
        others = len(self.taken) - kept
        self._at -= others
        self.number -= others
        del self.taken[kept:]

    def _leniently(self) -> list[str]:
        """Return the cells of a row whose quotation marks are not as they should be; if one was left open, of its line.

        A mark that closes stands on a line with an odd number of them. Where the row ends otherwise, at the end of the
        file or at the first mark of some other row, the open one was meant as a letter: only its own line is lost.
        """
        if not self._unclosed:
            self._give_back(0)
            self._read_on(strict=False)
            cells = next(self._reader, [])
            self._take()
            if not self._unclosed and (len(self.taken) == 1 or self.taken[-1].count('"') % 2):
                return cells
        self._give_back(1)
        self.fault = text("row.open_quote")
        return self.taken[:]
