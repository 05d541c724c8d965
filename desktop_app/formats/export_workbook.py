"""Writing rows as an Excel workbook: each cell is a text, nothing is a number, a date or a formula."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.problem import Problem
from desktop_app.formats.export_table import ExportRow, Layout
from desktop_app.formats.formulas import may_be_formula

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

LONGEST_CELL = 32767
"""So many letters a cell takes, counted in UTF-16."""
MOST_ROWS = 1048575
"""So many rows a sheet takes below the header."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPECIAL = re.compile("\r|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"part": 11, "status": 9}


def holds(cell: str) -> bool:
    """Tell whether a cell takes every letter of the text (however long it is)."""
    return _NOT_IN_XML.search(cell) is None


def is_too_long(cell: str) -> bool:
    """Tell whether the text is longer than a cell."""
    if len(cell) <= LONGEST_CELL // 7:  # the longest way to write one letter is seven letters
        return False
    return len(_escaped(cell).encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL


@contextmanager
def workbook(path: Path, layout: Layout, folder: Path) -> Iterator[Callable[[ExportRow], object]]:
    """Lend the function that puts one more row into the workbook; `folder` takes the library's temporary files."""
    from openpyxl import Workbook  # noqa: PLC0415 - loaded when first needed
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    with temporary_files_in(folder):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Rows")
        sheet.freeze_panes = "A2"
        for number, name in enumerate(layout.columns):
            sheet.column_dimensions[chr(ord("A") + number)].width = _WIDTHS.get(name, 60)
        sheet.append(list(layout.columns))

        def add(row: ExportRow) -> None:
            cells = layout.cells(row)
            if any(is_too_long(cell) for cell in cells):
                raise Problem("export_cells_too_long", count=1, rows=str(row.number))
            sheet.append([text_cell(WriteOnlyCell(sheet), cell) for cell in cells])

        try:
            yield add
            book.save(path)
        finally:
            if not sheet.closed:  # it would go on writing when it is thrown away
                with suppress(OSError, StopIteration, ValueError):
                    sheet.close()


def text_cell(cell: "WriteOnlyCell", value: str) -> "WriteOnlyCell":
    """Return the cell holding a text as it is, whatever it begins with."""
    cell.value = _escaped(value)
    cell.data_type = "s"  # the library takes "=1+1" for a formula and "#N/A" for a fault
    if may_be_formula(value):
        cell.quotePrefix = True  # it stays a text when somebody edits it in Excel
    return cell


def _escaped(value: str) -> str:
    """Return the text as a workbook holds it: with marks for what XML or its readers would change."""
    if value and not value.strip(" \t\r\n"):  # readers of XML take blanks alone for nothing
        return f"_x{ord(value[0]):04X}_{_escaped_letters(value[1:])}"
    return _escaped_letters(value)


def _escaped_letters(value: str) -> str:
    return _SPECIAL.sub(lambda found: f"_x{ord(found[0]):04X}_", value)


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Let temporary files lie in `folder`, so that they go with it whatever happens to this process."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
