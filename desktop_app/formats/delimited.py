"""Reading delimited text files (CSV, TSV and their relations): delimiter and header found out, nothing converted."""

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.reading import DELIMITERS, Found, Reading
from desktop_app.core.text import Text, text
from desktop_app.formats import headers
from desktop_app.formats.export_table import own_delimiter
from desktop_app.formats.headers import Layout
from desktop_app.formats.lines import LONGEST, Lines, is_damaged, shown
from desktop_app.formats.records import Items, Record, Records, Unread

_EVEN = 0.8
_MOST_BLANK = 10_000
"""How many rows may be looked at to find those that are not blank."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file: the line it ends on, its cells, its lines, and what is wrong with it, if so."""

    line: int
    cells: list[str]
    lines: list[str]
    fault: Text | None

    @property
    def raw(self) -> str:
        """The text of the row."""
        return "".join(self.lines)


def find_out(path: Path, reading: Reading) -> Found:
    """Find out how the file is parted and headed; `reading` has its encoding."""
    encoding = reading.encoding or "utf-8"
    delimiter = reading.delimiter if reading.delimiter is not None else _delimiter(path, encoding)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise Problem("file_delimiter", name=path.name, delimiter=delimiter)
    begins = _begins(_start_of(rows(path, encoding, delimiter)), reading.header)
    if not begins.columns:
        raise Problem("file_empty", name=path.name)
    resolved = replace(reading, delimiter=delimiter, header=begins.header)
    return Found(path.name, resolved, begins.columns)


def records(path: Path, found: Found) -> Records:
    """Return every record under the header, in order."""
    lines = Lines(path, found.reading.encoding or "utf-8")
    return Records(_records(lines, found), lambda: lines.done)


def rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Yield each row of the file; a leading `sep=` line is passed over."""
    return _rows(Lines(path, encoding), delimiter)


def is_table(path: Path, encoding: str) -> bool:
    """Tell whether a text is parted by tabs, or so evenly that it is no prose, or says itself what parts it."""
    if told_delimiter(next(iter(Lines(path, encoding)), "")):
        return True
    share, width = share_of(path, encoding, "\t")
    if width > 1 and share >= _EVEN:
        return True
    first = _start_of(rows(path, encoding, _delimiter(path, encoding)))
    widths = {len(row.cells) for row in first if _counts(row)}
    return len(first) > 1 and len(widths) == 1 and widths.pop() > 1 and headers.has_known_names(first[0].cells)


def share_of(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    """Return which share of a table's first rows is as wide as its first, and how wide that is (0 for no rows)."""
    share, width, _ = _fit(path, encoding, delimiter)
    return share, width


def _fit(path: Path, encoding: str, delimiter: str) -> tuple[float, int, int]:
    """Return how well a delimiter parts the first rows: their even share, their width, and 0 or less for titles.

    Each line taken for a title above the table speaks against it: a comma in every answer must not make
    a title of the header.
    """
    cells = [row.cells for row in _start_of(rows(path, encoding, delimiter)) if _counts(row)]
    above = headers.titles(cells)
    widths = [len(row) for row in cells[above:]]
    return (widths.count(widths[0]) / len(widths), widths[0], -above) if widths else (0.0, 0, 0)


def told_delimiter(first: str) -> str:
    """Return the delimiter that a file's first line names, as Excel writes and reads it; "" if it names none."""
    line = first.strip("\r\n")
    return line[4] if line[:4].lower() == "sep=" and len(line) == 5 and line[4] not in '" ' else ""


def _records(lines: Lines, found: Found) -> Items:
    read = _rows(lines, found.reading.delimiter or ",")
    first = _start_of(read)
    begins = _begins(first, found.reading.header)
    width = len(found.columns)
    seen = 0
    for row in chain(first, read):
        if seen < begins.above + begins.header:
            if _counts(row):
                seen += 1
                if seen <= begins.above:
                    yield Unread(row.line, text("row.above_table"), shown(row.raw))
            elif row.fault is not None:
                yield Unread(row.line, row.fault, shown(row.raw))
            continue
        item = _record(row, found.columns, width)
        if item is not None:
            yield item


def _record(row: Row, columns: tuple[str, ...], width: int) -> Record | Unread | None:
    """Return what the row is; None for a line with nothing on it, which parts rows but is none."""
    cells = row.cells
    if row.fault is not None:
        return Unread(row.line, row.fault, shown(row.raw))
    if len(cells) == width and not _is_blank(cells):
        return Record(row.line, dict(zip(columns, cells, strict=True)))
    if _is_blank(cells):
        return Unread(row.line, text("row.blank"), shown(row.raw)) if cells or width == 1 else None
    if len(cells) > width and not any(cells[width:]):
        return Record(row.line, dict(zip(columns, cells, strict=False)))
    return Unread(row.line, text("row.wrong_width", found=len(cells), expected=width), shown(row.raw))


def _is_blank(cells: list[str]) -> bool:
    # Unlike strip, isspace looks no further than the first letter of a long text.
    return all(not cell or cell.isspace() for cell in cells)


def _begins(first: list[Row], header: bool | None) -> Layout:
    return headers.layout([row.cells for row in first if _counts(row)], header)


def _counts(row: Row) -> bool:
    """Tell whether a row says something about how the table is laid out."""
    return row.fault is None and not _is_blank(row.cells)


def _start_of(read: Iterator[Row]) -> list[Row]:
    """Take the rows that decide about the header."""
    start: list[Row] = []
    counting = 0
    for row in read:
        start.append(row)
        counting += _counts(row)
        if counting == headers.SAMPLE_ROWS or len(start) == _MOST_BLANK:
            break
    return start


def _delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter a `sep=` line names or our own header has, else the one that parts the first rows best."""
    first = next(iter(Lines(path, encoding)), "")
    told = told_delimiter(first) or own_delimiter(first)
    if told:
        return told
    # A file named .tsv is parted by tabs if there are any; else each delimiter is tried.
    tried = sorted(DELIMITERS, key=lambda delimiter: delimiter != "\t") if path.suffix.lower() == ".tsv" else DELIMITERS
    fits = {delimiter: _fit(path, encoding, delimiter) for delimiter in tried}
    several = [delimiter for delimiter in tried if fits[delimiter][1] > 1 and fits[delimiter][0] >= 0.5]
    if several:
        return max(several, key=lambda delimiter: fits[delimiter])
    single = [delimiter for delimiter in tried if fits[delimiter][1] == 1]
    return max(single or tried, key=lambda delimiter: fits[delimiter])


class _Feed:
    """The rows of a text and the lines each is made of; it bounds how long a row may be.

    Lines go to the reader of the standard library many at a time. It counts them, and that tells which of those that
    are held here belong to the row.
    """

    def __init__(self, lines: Lines, delimiter: str) -> None:
        csv.field_size_limit(4 * LONGEST)  # it is here that rows are bounded; a cell may be a whole document
        self._lines = lines
        self._batches = lines.batches()
        self._delimiter = delimiter
        self._held: list[str] = []
        self._at = 0
        self._length = 0
        self._look = False
        self._cut: str | None = None
        self._unclosed = False
        self.number = 0
        self.taken: list[str] = []
        self.fault: Text | None = None
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
        self.fault = None
        if self._look:
            self._look_at(self.taken)

    def _look_at(self, lines: list[str]) -> None:
        for line in lines:
            if line is self._cut:
                self.fault = text("row.too_long")
            elif "\0" in line:
                self.fault = text("row.nul")
            elif is_damaged(line):
                self.fault = text("row.damaged")

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


def _rows(lines: Lines, delimiter: str) -> Generator[Row, None, None]:
    feed = _Feed(lines, delimiter)
    while (cells := feed.row()) is not None:
        yield Row(feed.number, cells, feed.taken, feed.fault)
