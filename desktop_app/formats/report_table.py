"""Tables to look at in a spreadsheet program: what they hold is text, and no program may take it for more."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_app.core.storable import storable
from desktop_app.formats.export_workbook import LONGEST_CELL, is_too_long, temporary_files_in, text_cell
from desktop_app.formats.formulas import harmless

_NUMBER_WIDTH, _TEXT_WIDTH = 12, 50
Value = str | float | None


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Value]], *, guarded: bool = True) -> None:
    """Write a table as CSV; a text that begins like a formula gets an apostrophe before it, and so stays a text.

    Unlike an export of training data this is not read back; what is to be read back is not `guarded`.
    """
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(heads)
        for row in rows:
            writer.writerow([harmless(value) if guarded and isinstance(value, str) else value for value in row])


def write_workbook(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Value]], folder: Path) -> None:
    """Write a table as an Excel workbook: numbers as numbers, all else as text; `folder` takes temporary files.

    A text longer than a cell takes is cut, and its end says so.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - loaded when first needed
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    with temporary_files_in(folder):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Answers")
        sheet.freeze_panes = "A2"
        kept = [list(row) for row in rows]
        for number in range(len(heads)):
            figures = all(not isinstance(row[number], str) for row in kept)
            sheet.column_dimensions[get_column_letter(number + 1)].width = _NUMBER_WIDTH if figures else _TEXT_WIDTH
        sheet.append(list(heads))
        for row in kept:
            sheet.append([text_cell(WriteOnlyCell(sheet), _fitting(v)) if isinstance(v, str) else v for v in row])
        book.save(path)


def _fitting(text: str) -> str:
    clean = storable("".join(letter if letter >= " " or letter in "\n\t\r" else "\ufffd" for letter in text))
    if not is_too_long(clean):
        return clean
    return clean[: LONGEST_CELL // 8] + " […]"
