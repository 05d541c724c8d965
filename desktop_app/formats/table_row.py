"""A row of a delimited text file as it stands there, and what may be wrong with its text."""

import csv
from collections.abc import Iterable
from typing import NamedTuple

from desktop_app.core.text import Text, text
from desktop_app.formats.lines import LONGEST, is_damaged


class Row(NamedTuple):
    """A row of the file: the line it begins on, its cells, its text (or the bytes of it), and what is wrong, if so."""

    line: int
    cells: list[str]
    said: str | bytes
    fault: Text | None

    @property
    def raw(self) -> str:
        """The text of the row."""
        return self.said if isinstance(self.said, str) else self.said.decode("utf-8", "surrogateescape")


def let_cells_be_long() -> None:
    """Let a cell be a whole document: the reader of the standard library takes 131,072 letters unless it is told more.

    The limit is one for the whole program, so whoever reads with it says so, whether or not others did before.
    """
    csv.field_size_limit(4 * LONGEST)


def fault_of(lines: Iterable[str], cut: str | None = None) -> Text | None:
    """Return why a row of these lines cannot be taken; None for a sound one. `cut` is a line that was cut off."""
    fault = None
    for line in lines:
        if line is cut:
            fault = text("row.too_long")
        elif "\0" in line:
            fault = text("row.nul")
        elif is_damaged(line):
            fault = text("row.damaged")
    return fault


def told_delimiter(first: str) -> str:
    """Return the delimiter that a file's first line names, as Excel writes and reads it; "" if it names none."""
    line = first.strip("\r\n")
    return line[4] if line[:4].lower() == "sep=" and len(line) == 5 and line[4] not in '" ' else ""
