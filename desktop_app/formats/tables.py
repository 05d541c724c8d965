"""Reading delimited text files as tables of text: encoding, delimiter and header found out, nothing converted."""

import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.text import Text, text

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (",", ";", "\t", "|")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers")
_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
"""How the files of today's and of older spreadsheet programs begin."""
_SAMPLE_BYTES = 1 << 16
_SAMPLE_RECORDS = 50


@dataclass(frozen=True, slots=True)
class Table:
    """What was found out about a file: its columns in order, how it is encoded and what parts its cells."""

    path: Path
    columns: tuple[str, ...]
    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table; `line` is the file's line it ends on, counted from 1 with the header."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not be taken, with its line, the reason, and its text."""

    line: int
    reason: Text
    raw: str


def inspect(path: Path) -> Table:
    """Find out how a file is written; raise a Problem for a file that holds no table."""
    if path.is_dir():
        raise Problem("file_is_folder", name=path.name)
    start = _start_of(path)
    if path.suffix.lower() in _WORKBOOKS and start.startswith(_PACKED):
        raise Problem("file_is_workbook", name=path.name)
    if not start.strip():
        raise Problem("file_empty", name=path.name)
    encoding = _encoding(path, start)
    delimiter = _delimiter(path, encoding)
    columns = _column_names(_header(_records(path, encoding, delimiter)))
    if len(columns) < 2:
        raise Problem("file_one_column", name=path.name, column=columns[0] if columns else "")
    return Table(path, columns, encoding, delimiter)


def read(table: Table) -> Iterator[Record | Unread]:
    """Yield every record under the header, in order; nothing is dropped without being yielded as Unread."""
    records = _records(table.path, table.encoding, table.delimiter)
    _header(records)
    width = len(table.columns)
    for line, cells, swallowed in records:
        if swallowed:
            yield Unread(line, text("row.open_quote", count=swallowed), table.delimiter.join(cells))
        elif not any(cell.strip() for cell in cells):
            if cells:
                yield Unread(line, text("row.blank"), table.delimiter.join(cells))
        elif len(cells) != width:
            reason = text("row.wrong_width", found=len(cells), expected=width)
            yield Unread(line, reason, table.delimiter.join(cells))
        else:
            yield Record(line, dict(zip(table.columns, cells, strict=True)))


def _start_of(path: Path) -> bytes:
    with _in_words(path), path.open("rb") as file:
        return file.read(_SAMPLE_BYTES)


def _encoding(path: Path, start: bytes) -> str:
    """Return the file's encoding: its byte order mark, else UTF-8 if all of it is, else Windows' western one."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    # A stray control character comes out of many a database; a picture or a program is full of them.
    if b"\0" in start or controls > 8 + len(start) // 100:
        raise Problem("file_not_text", name=path.name)
    try:
        with _in_words(path), path.open(encoding="utf-8", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter a `sep=` line names, else the one that parts the first records into the same, widest row."""
    with _Lines(path, encoding) as lines:
        told = _told_delimiter(next(lines, ""))
    return told or max(_DELIMITERS, key=lambda delimiter: _fit(path, encoding, delimiter))


def _told_delimiter(first: str) -> str:
    """Return the delimiter that a file's first line names, as Excel writes and reads it; "" if it names none."""
    line = first.strip("\r\n")
    return line[4] if line[:4].lower() == "sep=" and len(line) == 5 and line[4] not in '" ' else ""


def _fit(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    widths = []
    for _, cells, _ in _records(path, encoding, delimiter):
        if cells:
            widths.append(len(cells))
        if len(widths) == _SAMPLE_RECORDS:
            break
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (widths.count(widths[0]) / len(widths), widths[0])


_Found = tuple[int, list[str], int]
"""A record's line and cells; where a quotation mark was never closed, the line it began on and how many it took in."""


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[_Found]:
    """Yield each record with the line it ends on; a leading `sep=` line is passed over."""
    csv.field_size_limit(min(sys.maxsize, (1 << 31) - 1))  # cells may be whole documents
    with _Lines(path, encoding) as lines:
        first = next(lines, "")
        reader = csv.reader(chain([] if _told_delimiter(first) else [first], lines), delimiter=delimiter)
        before = lines.number
        try:
            for cells in reader:
                # The reader asks for a line after the last one only if a quotation mark is still open.
                yield (before + 1, cells, lines.number - before) if lines.ended else (lines.number, cells, 0)
                before = lines.number
        except csv.Error as error:
            raise Problem("file_breaks_off", details=str(error), name=path.name, line=lines.number) from error


def _header(records: Iterator[_Found]) -> list[str]:
    """Take the header off the records: the first that is not a blank line."""
    return next((cells for _, cells, _ in records if len(cells) > 1 or "".join(cells).strip()), [])


class _Lines:
    """The lines of a text file, counted; a file that cannot be read on is said as a Problem."""

    def __init__(self, path: Path, encoding: str) -> None:
        errors = "replace" if encoding == "cp1252" else "strict"
        with _in_words(path):
            self._file = path.open(encoding=encoding, newline="", errors=errors)
        self._path = path
        self.number = 0
        self.ended = False

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            with _in_words(self._path):
                line = self._file.readline()
        except UnicodeDecodeError as error:
            line_number = max(self.number, 1)
            raise Problem("file_breaks_off", details=str(error), name=self._path.name, line=line_number) from error
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        return line


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Problem("file_missing", name=path.name, folder=str(path.parent)) from error
    except OSError as error:
        raise Problem("file_unreadable", details=str(error), name=path.name) from error


def _column_names(cells: list[str]) -> tuple[str, ...]:
    """Return the header's names, trimmed; an empty or repeated name gets a number so that each is unique."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip().replace("{", "(").replace("}", ")") or f"column {number}"
        while name in names:
            name = f"{name} ({number})"
        names.append(name)
    return tuple(names)
