"""How large a sheet of a workbook is, found out before it is loaded as a whole."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from desktop_app.core.problem import Problem
from desktop_app.formats.opening import UNPACKING_FAULTS
from desktop_app.formats.sheet_xml import column_number, part_of

MOST_CELLS = 12_000_000
"""How many cells the rectangle of all filled cells may have; they take about 400 MB."""
MOST_BYTES = 1 << 30
"""How large the packed files of a workbook may be together when they are unpacked."""
_CHUNK = 1 << 18
_XLSX_CELL = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)[\s/>][^>]*>?")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="([0-9]{1,9})"')
_LONGEST_TAG = 1 << 12


def guard_whole(path: Path) -> None:
    """Raise a Problem if a workbook is too large to be opened; one of OpenDocument is loaded with all its sheets."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(info.file_size for info in packed.infolist() if not info.filename.startswith("xl/media"))
            cells = 0
            if "content.xml" in packed.namelist() and unpacked <= MOST_BYTES:
                with packed.open("content.xml") as xml:
                    cells = _ods_area(xml)
    except UNPACKING_FAULTS:
        return  # an old .xls, which can hold no more; or a damaged file, of which the reader will say so
    if unpacked > MOST_BYTES or cells > MOST_CELLS:
        raise Problem("workbook_too_large", name=path.name, most=MOST_CELLS)


def guard_sheet(path: Path, sheet: str) -> None:
    """Raise a Problem if a sheet of an .xlsx or .xlsm workbook is too large to be loaded."""
    try:
        with zipfile.ZipFile(path) as packed:
            part = part_of(packed, sheet)
            if part is None:
                return
            with packed.open(part) as xml:
                cells = _xlsx_area(xml)
    except UNPACKING_FAULTS:
        return
    if cells > MOST_CELLS:
        raise Problem("sheet_too_large", name=path.name, sheet=sheet, most=MOST_CELLS)


def _xlsx_area(xml: IO[bytes]) -> int:
    first = last = 0
    columns: set[bytes] = set()
    for block in _blocks(xml):
        found = _XLSX_CELL.findall(block)
        if found:
            last = int(found[-1][1])
            first = first or int(found[0][1])
            columns.update(letters for letters, _ in found)
    numbers = [column_number(letters) for letters in columns]
    return (abs(last - first) + 1) * (max(numbers) - min(numbers) + 1) if numbers else 0


def _ods_area(xml: IO[bytes]) -> int:
    """Return the area of the largest table; a cell or a row may stand for many alike."""
    largest = row = rows = column = width = tall = 0
    for found in (match for block in _blocks(xml) for match in _ODS_TAG.finditer(block)):
        tag, repeated = found[1], _REPEATED.search(found[0])
        times = int(repeated[1]) if repeated else 1
        if tag == b"table":
            largest, row, rows, tall, width = max(largest, tall * width), 0, 0, 0, 0
        elif tag == b"table-row":
            row, rows, column = row + rows, times, 0
        else:
            column += times
            if b"value-type=" in found[0]:
                tall, width = row + rows, max(width, column)
    return max(largest, tall * width)


def _blocks(xml: IO[bytes]) -> Iterator[bytes]:
    """Yield a stream in blocks that cut no tag in two."""
    rest = b""
    while data := xml.read(_CHUNK):
        block = rest + data
        cut = max(block.rfind(b"<"), len(block) - _LONGEST_TAG) if len(data) == _CHUNK else len(block)
        yield block[:cut]
        rest = block[cut:]
