"""Reading the workbooks of spreadsheet programs (.xlsx, .xlsm, .xlsb, .xls, .ods) as a person sees them.

The library loads a sheet as a whole: 100,000 rows of five columns cost about 0.6 s and 60 MB of memory; a sheet that
would not fit is refused in words before it is opened. What a person sees: 7 and not 7.0, TRUE, dates as 2025-12-24 (how
a program shows them hangs on its language), and in .xlsx and .xlsm numbers in their cell's format (007, 12.50, 30%)
and what went wrong (#N/A), which the library leaves blank in the other kinds of files.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Reading
from desktop_app.core.target import MIN_TRAINING
from desktop_app.core.text import text
from desktop_app.formats import headers, sheet_sizes
from desktop_app.formats.headers import Layout
from desktop_app.formats.lines import shown
from desktop_app.formats.number_formats import general, in_format
from desktop_app.formats.opening import in_words
from desktop_app.formats.records import Items, Record, Records, Unread
from desktop_app.formats.sheet_xml import Mark, marks

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_Value = int | float | str | bool | date | datetime | time | timedelta
_Row = tuple[int, list[str]]
"""The number of a row, from 1, and its cells up to the last that is filled."""


def find_out(path: Path, reading: Reading) -> Found:
    """Find out the sheets and the columns of the one that is read.

    Unless told, that is the first with a table worth the name (people put a page about the file before it), else the
    first with anything in it; a hidden one only if there is nothing in the others.
    """
    with _opened(path) as book:
        names = _names(book)
        if reading.sheet is not None and reading.sheet not in names:
            raise Problem("sheet_missing", name=path.name, sheet=reading.sheet, sheets=", ".join(names))
        likeliest: Found | None = None
        hidden = _hidden(book)
        for name in names if reading.sheet is None else (reading.sheet,):
            if likeliest is not None and name in hidden:
                break
            try:
                found, rows = _looked_at(path, book, replace(reading, sheet=name))
            except Problem:
                if likeliest is None:
                    raise
                break  # a later sheet that is too large does not keep anybody from the first
            if rows >= MIN_TRAINING and len(found.columns) > 1:
                return replace(found, sheets=names)
            if likeliest is None and found.columns:
                likeliest = found
        if likeliest is not None:
            return replace(likeliest, sheets=names)
    raise Problem("file_empty" if reading.sheet is None else "sheet_empty", name=path.name, sheet=reading.sheet or "")


def _looked_at(path: Path, book: "CalamineWorkbook", reading: Reading) -> tuple[Found, int]:
    """Return what is found in a sheet, and how many of its first rows stand under the header with anything in them."""
    rows = _rows(_loaded(path, book, reading.sheet or ""), iter(()))
    first = list(islice(rows, headers.SAMPLE_ROWS))
    width = max((len(cells) for _, cells in chain(first, rows)), default=0)
    begins = _begins(first, reading.header, width)
    found = Found(path.name, replace(reading, header=begins.header), begins.columns)
    return found, sum(bool(cells) for _, cells in first) - begins.above - begins.header


def records(path: Path, found: Found) -> Records:
    """Return every row under the header, in order; `line` is the row's number in the sheet."""
    done = [0]
    return Records(_records(path, found, done), lambda: done[0])


def _records(path: Path, found: Found, done: list[int]) -> Items:
    name = found.reading.sheet or ""
    with _opened(path) as book:
        if name not in _names(book):
            raise Problem("sheet_missing", name=path.name, sheet=name, sheets=", ".join(_names(book)))
        sheet = _loaded(path, book, name)
        rows = _rows(sheet, marks(path, name), len(found.columns))
        first = list(islice(rows, headers.SAMPLE_ROWS))
        begins = _begins(first, found.reading.header, len(found.columns))
        size, height = path.stat().st_size, max(1, sheet.total_height)
        width = len(found.columns)
        seen = 0
        for number, cells in chain(first, rows):
            done[0] = size * number // height
            if seen == begins.above + begins.header:
                yield _record(number, cells, found.columns, width)
            elif cells:
                seen += 1
                if seen <= begins.above:
                    yield Unread(number, text("row.above_table"), shown("\t".join(cells).strip()))


def _record(number: int, cells: list[str], columns: tuple[str, ...], width: int) -> Record | Unread:
    if not cells:
        return Unread(number, text("row.blank"), "")
    if len(cells) > width:
        return Unread(number, text("row.wrong_width", found=len(cells), expected=width), shown("\t".join(cells)))
    if any("\0" in cell for cell in cells):
        return Unread(number, text("row.nul"), shown("\t".join(cells)))
    return Record(number, dict(zip(columns, cells + [""] * (width - len(cells)), strict=True)))


def _begins(first: list[_Row], header: bool | None, width: int) -> Layout:
    """Return how the sheet begins; `width` is that of its widest row."""
    return headers.layout([cells for _, cells in first if cells], header, width)


def _rows(sheet: "CalamineSheet", odd: Iterator[Mark], width: int = 0) -> Iterator[_Row]:
    """Yield each row from the first that is filled to the last, blank ones between them as rows without cells.

    Blank cells at the end of a row are left off beyond `width`; within it they may be texts made of blanks.
    """
    left = sheet.start[1] if sheet.start else 0
    mark = next(odd, None)
    blank: list[_Row] = []
    begun = False
    for at, values in enumerate(sheet.iter_rows()):
        cells = ["" if value == "" else _text(value) for value in values]
        while mark is not None and mark.row <= at:
            column = mark.column - left
            if mark.row == at and 0 <= column < len(cells):
                cells[column] = _marked(values[column], mark)
            mark = next(odd, None)
        if not any(cell.strip() for cell in cells):
            cells.clear()
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if cells:
            yield from blank
            yield at + 1, cells
            blank, begun = [], True
        elif begun:
            blank.append((at + 1, []))


def _text(value: _Value) -> str:
    """Return a cell's value as a person sees it."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return general(value) if not isinstance(value, bool) else str(value).upper()
    return _moment(value)


def _moment(value: date | datetime | time | timedelta) -> str:
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds" if value.second or value.microsecond else "minutes")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second or value.microsecond else "minutes")
    return value.isoformat()


def _marked(value: _Value, mark: Mark) -> str:
    if mark.said:
        return mark.said
    if isinstance(value, int | float) and not isinstance(value, bool):
        return in_format(value, mark.code)
    return _text(value)


def _names(book: "CalamineWorkbook") -> tuple[str, ...]:
    """Return the names of the sheets with cells, the hidden ones last."""
    from python_calamine import SheetTypeEnum  # noqa: PLC0415 - see _opened

    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    return tuple(sorted(names, key=_hidden(book).__contains__))


def _hidden(book: "CalamineWorkbook") -> set[str]:
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415 - see _opened

    return {each.name for each in book.sheets_metadata if each.visible != SheetVisibleEnum.Visible}


def _loaded(path: Path, book: "CalamineWorkbook", name: str) -> "CalamineSheet":
    """Return a sheet in memory; raise a Problem for one that is too large for it, or damaged."""
    sheet_sizes.guard_sheet(path, name)
    with _understood(path):
        return book.get_sheet_by_name(name)


@contextmanager
def _opened(path: Path) -> Iterator["CalamineWorkbook"]:
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - only where there is a workbook

    with in_words(path):
        path.open("rb").close()
    sheet_sizes.guard_whole(path)
    with _understood(path):
        try:
            book = load_workbook(path)
        except CalamineError:
            with path.open("rb") as file:  # the name may be that of another program's files
                book = load_workbook(file)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Turn what the library says about a workbook it cannot read into a Problem."""
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415 - see _opened

    try:
        yield
    except PasswordError as error:
        raise Problem("file_is_locked", details=str(error), name=path.name) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Problem("file_damaged", details=str(error), name=path.name) from error
    except BaseException as error:
        # A fault within the library is no Exception; its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise Problem("file_damaged", details=str(error), name=path.name) from error
