"""Reading plain text: one line, one completion."""

from dataclasses import replace
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Reading
from desktop_app.core.text import text
from desktop_app.formats.headers import column_names
from desktop_app.formats.lines import Lines, is_damaged, shown
from desktop_app.formats.records import Items, Record, Records, Unread

_COLUMN = "text"


def find_out(path: Path, reading: Reading) -> Found:
    """Find out the one column's name: "text", or the first line if the user says that it is a name."""
    first = next((line for line in Lines(path, reading.encoding or "utf-8") if line.strip()), "")
    if not first:
        raise Problem("file_empty", name=path.name)
    columns = column_names([first], 1) if reading.header else (_COLUMN,)
    return Found(path.name, replace(reading, header=bool(reading.header)), columns)


def records(path: Path, found: Found) -> Records:
    """Return every line, in order."""
    lines = Lines(path, found.reading.encoding or "utf-8")
    return Records(_records(lines, found), lambda: lines.done)


def _records(lines: Lines, found: Found) -> Items:
    (column,) = found.columns
    named = not found.reading.header
    for line in lines:
        bare = line.rstrip("\r\n")
        if not bare.strip():
            yield Unread(lines.number, text("row.blank"), shown(line))
        elif not named:
            named = True
        elif lines.cut:
            lines.cut = False
            yield Unread(lines.number, text("row.too_long"), shown(line))
        elif lines.suspect and "\0" in line:
            yield Unread(lines.number, text("row.nul"), shown(line))
        elif lines.suspect and is_damaged(line):
            yield Unread(lines.number, text("row.damaged"), shown(line))
        else:
            yield Record(lines.number, {column: bare})
