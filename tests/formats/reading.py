"""What tests of reading share: a file with this content, read whole."""

from pathlib import Path

import pytest

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Reading
from desktop_app.formats import reader
from desktop_app.formats.records import Record, Unread


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(path: Path, **said: object) -> tuple[Found, list[Record | Unread]]:
    """Return what was found out about a file, and all that came of it."""
    found = reader.find_out(path, Reading(**said))
    return found, list(reader.records(path, found))


def cells(path: Path, **said: object) -> list[dict[str, str]]:
    """Return the cells of the good records."""
    return [dict(item.cells) for item in read(path, **said)[1] if isinstance(item, Record)]


def left_out(path: Path, **said: object) -> list[tuple[int, str, str]]:
    """Return line, reason and text of the records that could not be taken."""
    return [(item.line, item.reason.key, item.raw) for item in read(path, **said)[1] if isinstance(item, Unread)]


def problem(path: Path, **said: object) -> Problem:
    """Return the Problem that reading the file raises."""
    with pytest.raises(Problem) as caught:
        read(path, **said)
    return caught.value
