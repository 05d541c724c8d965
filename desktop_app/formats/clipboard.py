"""What a pasted text is, so that it can be read like a file."""

import csv
import io
import json
from itertools import islice

from desktop_app.formats.headers import SAMPLE_ROWS
from desktop_app.formats.json_values import BrokenJsonError, value_at
from desktop_app.formats.table_row import let_cells_be_long

_LEAST_ROWS = 2


def kind_of_text(text: str) -> str:
    """Return the suffix of the file a pasted text is best written to (as UTF-8): .json, .jsonl, .tsv, .csv or .txt.

    Spreadsheet programs copy cells as a .tsv has them: parted by tabs, those with line breaks in quotation marks.
    """
    start = text.lstrip("\ufeff \r\n")
    if start.startswith(("{", "[")) and _has_values(start):
        lines = [line for line in start.splitlines() if line.strip()]
        return ".jsonl" if len(lines) > 1 and all(_is_object(line) for line in lines[:_LEAST_ROWS]) else ".json"
    if "\t" in start and _evenly(start, "\t", least=1):
        return ".tsv"
    if any(_evenly(start, delimiter, least=_LEAST_ROWS) for delimiter in ",;|"):
        return ".csv"
    return ".txt"


def _has_values(start: str) -> bool:
    try:
        value, _ = value_at(start, 0)
    except BrokenJsonError:
        # One bad object does not make a text of what is meant as data.
        return sum(_is_object(line.rstrip(",")) for line in start.splitlines()[:SAMPLE_ROWS]) > 0
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def _evenly(text: str, delimiter: str, least: int) -> bool:
    """Tell whether the delimiter parts every one of the first rows into the same number of cells, more than one."""
    let_cells_be_long()
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), SAMPLE_ROWS))
    except csv.Error:  # longer than any cell may be
        return False
    widths = {len(row) for row in rows if row}
    return len(rows) >= least and len(widths) == 1 and widths.pop() > 1
