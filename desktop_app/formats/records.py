"""What reading a foreign file yields, whatever its format: records, and what could not be taken with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.text import Text


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its cells by column, all of them text.

    `line` is where the user finds it: the file's line it ends on, or the row of the sheet, from 1 with the header.
    `source` is the JSON object as it came, for files of such objects; else None.
    """

    line: int
    cells: Mapping[str, str]
    source: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not be taken, with its line, the reason, and its text (at most a few thousand letters)."""

    line: int
    reason: Text
    raw: str
