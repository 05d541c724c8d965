"""Writing rows as CSV or TSV: UTF-8 with a byte order mark, so that spreadsheet programs read every letter.

Each text is written as it is, also one that begins like a formula (=, +, -, @): a mark put before it would be part of
the text for every other program. TuneDesk reads it back exactly; for looking at rows in Excel there is the workbook,
whose cells are texts and never run.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.formats.export_table import ExportRow, Layout


@contextmanager
def delimited(path: Path, layout: Layout, delimiter: str) -> Iterator[Callable[[ExportRow], object]]:
    """Lend the function that puts one more row into the file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(layout.columns)
        yield lambda row: writer.writerow(layout.cells(row))
