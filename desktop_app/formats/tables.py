"""Reading delimited text files as tables of text: encoding, delimiter and header found out, nothing converted."""

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.text import Text, text

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (",", ";", "\t", "|")
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
    start = _start_of(path)
    if not start.strip():
        raise Problem("file_empty", name=path.name)
    encoding = _encoding(path, start)
    delimiter = _delimiter(path, encoding)
    header = next(_records(path, encoding, delimiter), None)
    columns = _column_names(header[1]) if header else ()
    if len(columns) < 2:
        raise Problem("file_one_column", name=path.name, column=columns[0] if columns else "")
    return Table(path, columns, encoding, delimiter)


def read(table: Table) -> Iterator[Record | Unread]:
    """Yield every record under the header, in order; nothing is dropped without being yielded as Unread."""
    records = _records(table.path, table.encoding, table.delimiter)
    next(records, None)
    width = len(table.columns)
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            if cells:
                yield Unread(line, text("row.blank"), table.delimiter.join(cells))
        elif len(cells) != width:
            reason = text("row.wrong_width", found=len(cells), expected=width)
            yield Unread(line, reason, table.delimiter.join(cells))
        else:
            yield Record(line, dict(zip(table.columns, cells, strict=True)))


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_SAMPLE_BYTES)
    except FileNotFoundError as error:
        raise Problem("file_missing", name=path.name, folder=str(path.parent)) from error
    except OSError as error:
        raise Problem("file_unreadable", details=str(error), name=path.name) from error


def _encoding(path: Path, start: bytes) -> str:
    """Return the file's encoding: its byte order mark, else UTF-8 if all of it is, else Windows' western one."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in start)
    if controls:
        raise Problem("file_not_text", name=path.name)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter a `sep=` line names, else the one that parts the first records into the same, widest row."""
    with _opened(path, encoding) as file:
        first = file.readline().strip()
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4]
    return max(_DELIMITERS, key=lambda delimiter: _fit(path, encoding, delimiter))


def _fit(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    widths = []
    for _, cells in _records(path, encoding, delimiter):
        if cells:
            widths.append(len(cells))
        if len(widths) == _SAMPLE_RECORDS:
            break
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (widths.count(widths[0]) / len(widths), widths[0])


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it ends on; a leading `sep=` line is passed over."""
    csv.field_size_limit(min(sys.maxsize, (1 << 31) - 1))  # cells may be whole documents
    with _opened(path, encoding) as file:
        first = file.readline()
        skipped = 1 if first[:4].lower() == "sep=" and len(first.strip()) == 5 else 0
        if not skipped:
            file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for cells in reader:
                yield reader.line_num + skipped, cells
        except (csv.Error, UnicodeDecodeError) as error:
            raise Problem(
                "file_breaks_off", details=str(error), name=path.name, line=reader.line_num + skipped
            ) from error


def _opened(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open(encoding=encoding, newline="", errors="replace" if encoding == "cp1252" else "strict")


def _column_names(cells: list[str]) -> tuple[str, ...]:
    """Return the header's names, trimmed; an empty or repeated name gets a number so that each is unique."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip().replace("{", "(").replace("}", ")") or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return tuple(names)
