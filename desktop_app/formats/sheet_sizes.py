"""How large a sheet of a workbook is, found out before it is loaded as a whole."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from desktop_app.core.problem import Problem
from desktop_app.formats.sheet_xml import part_of

MOST_CELLS = 12_000_000
"""How many cells the rectangle of all filled cells may have; they take about 400 MB."""
MOST_BYTES = 1 << 30
"""How large the packed files of a workbook may be together when they are unpacked."""
_CHUNK = 1 << 18
_XLSX_CELL = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)[\s/>][^>]*>?")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="([0-9]{1,9})"')
_LONGEST_TAG = 1 << 12


def guard(path: Path, sheet: str) -> None:
    """Raise a Problem if a sheet is too large to be loaded."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(info.file_size for info in packed.infolist() if not info.filename.startswith("xl/media"))
            cells = 0 if unpacked > MOST_BYTES else _cells(packed, sheet)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        return  # an old .xls, which can hold no more; or a damaged file, of which the reader will say so
    if unpacked > MOST_BYTES or cells > MOST_CELLS:
        raise Problem("sheet_too_large", name=path.name, sheet=sheet, most=MOST_CELLS)


def _cells(packed: zipfile.ZipFile, sheet: str) -> int:
    """Return how many cells the rectangle of the filled cells has; 0 where that cannot be told."""
    part = part_of(packed, sheet)
    if part is not None:
        with packed.open(part) as xml:
            return _area((int(row), column) for column, row in _found(xml, _XLSX_CELL))
    if "content.xml" in packed.namelist():
        with packed.open("content.xml") as xml:
            return _ods_cells(xml)
    return 0


def _area(places: Iterator[tuple[int, bytes]]) -> int:
    rows: set[int] = set()
    columns: set[bytes] = set()
    for row, column in places:
        rows.add(row)
        columns.add(column)
    ...
