"""Opening foreign files: what the system refuses is said in words."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.problem import Problem

UNPACKING_FAULTS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
)  # fmt: skip
"""What Python's reader of packed files raises for damaged, unknown or encrypted ones."""
_START_BYTES = 1 << 16


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn the system's refusal to open or read the file into a Problem."""
    try:
        yield
    except FileNotFoundError as error:
        raise Problem("file_missing", name=path.name, folder=str(path.parent)) from error
    except IsADirectoryError as error:
        raise Problem("file_is_folder", name=path.name) from error
    except OSError as error:
        raise Problem("file_unreadable", details=str(error), name=path.name) from error


def start_of(path: Path) -> bytes:
    """Return the first bytes of a file, at most 64 KiB; raise a Problem for one that cannot be read."""
    with in_words(path):
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise Problem("file_is_folder", name=path.name)
    if not stat.S_ISREG(mode):  # a pipe or a device, which may keep a reader waiting for ever
        raise Problem("file_unreadable", details="not a regular file", name=path.name)
    with in_words(path), path.open("rb") as file:
        return file.read(_START_BYTES)
