"""Reading delimited text files (CSV, TSV and their relations): delimiter and header found out, nothing converted."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.reading import DELIMITERS, Found, Reading
from desktop_app.core.text import text
from desktop_app.formats import headers
from desktop_app.formats.export_table import own_delimiter
from desktop_app.formats.headers import Layout
from desktop_app.formats.lines import Lines, shown
from desktop_app.formats.opening import in_words
from desktop_app.formats.records import Items, Record, Records, Unread
from desktop_app.formats.table_feed import careful_rows
from desktop_app.formats.table_quick import QuickRows
from desktop_app.formats.table_row import Row, told_delimiter

LARGE = 1 << 20
"""Bytes of a table from which on it pays to work out many rows at a time."""
_EVEN = 0.8
_MOST_BLANK = 10_000
"""How many rows may be looked at to find those that are not blank."""


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
    read = _Rows(path, found.reading.encoding or "utf-8", found.reading.delimiter or ",")
    return Records(_records(iter(read), found), lambda: read.done)


def rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Yield each row of the file; a leading `sep=` line is passed over."""
    return careful_rows(Lines(path, encoding), delimiter)


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


class _Rows:
    """All rows of a table: of a large one many at a time for as long as that goes; `done` tells the bytes read."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        self._path = path
        self._encoding = encoding
        self._delimiter = delimiter
        self._quick = encoding == "utf-8" and delimiter.isascii()
        self._reading: QuickRows | Lines | None = None

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self._reading.done if self._reading else 0

    def __iter__(self) -> Iterator[Row]:
        start = before = 0
        with in_words(self._path):
            large = self._path.stat().st_size >= LARGE
        if self._quick and large:
            self._reading = quick = QuickRows(self._path, self._delimiter)
            yield from quick
            if quick.whole:
                return
            start, before = quick.at, quick.number
        self._reading = lines = Lines(self._path, self._encoding, start)
        yield from careful_rows(lines, self._delimiter, before)


def _records(read: Iterator[Row], found: Found) -> Items:
    first = _start_of(read)
    begins = _begins(first, found.reading.header)
    columns, width = found.columns, len(found.columns)
    seen = 0
    following = chain(first, read)
    while seen < begins.above + begins.header and (row := next(following, None)) is not None:
        if _counts(row):
            seen += 1
            if seen <= begins.above:
                yield Unread(row.line, text("row.above_table"), shown(row.raw))
        elif (item := _record(row, columns, width)) is not None:
            yield item
    for row in following:
        line, cells, _, fault = row
        if fault is None and len(cells) == width and cells[0] and not cells[0].isspace():  # nearly all of them
            yield Record(line, dict(zip(columns, cells, strict=True)))
            continue
        item = _record(row, columns, width)
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
