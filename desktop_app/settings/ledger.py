"""The ledger of what was spent: one line for each training and each batch of answers, added and never changed."""

import errno
import json
import os
from dataclasses import asdict
from io import RawIOBase
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.spending import Spending, Spent


class Ledger:
    """The file of entries; several windows may add to it at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, entry: Spending) -> None:
        """Write an entry; it is on disk when the call returns. Raise Problem("ledger_not_written")."""
        line = (json.dumps(asdict(entry), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Opened for appending, one write: lines of two windows never mix. The line break before it ends a line that
            # a crash cut off.
            with self._path.open("ab", buffering=0) as file:
                _write(file, line if self._ends_whole() else b"\n" + line)
                os.fsync(file.fileno())
        except OSError as error:
            raise Problem("ledger_not_written", details=str(error), folder=str(self._path.parent)) from error

    def entries(self) -> list[Spending]:
        """Return every entry in the order in which they were made; a line nobody can read is passed over.

        So is a second entry of one training: two windows may have seen its end at the same moment.
        """
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Problem("ledger_not_read", details=str(error), name=self._path.name) from error
        seen: set[tuple[str, str]] = set()
        found = []
        for entry in filter(None, map(_entry, lines)):
            job = (entry.connection, entry.reference)
            if not entry.reference or job not in seen:
                found.append(entry)
            seen.add(job)
        return found

    def knows(self, reference: str, connection: str | None = None) -> bool:
        """Tell whether a job (of this connection) has its entry already."""
        return any(e.reference == reference and connection in (None, e.connection) for e in self.entries())

    def _ends_whole(self) -> bool:
        if not self._path.is_file() or not self._path.stat().st_size:
            return True
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"


def _write(file: RawIOBase, line: bytes) -> None:
    """Write a line at once; raise OSError where the disk takes only a part of it, of which the system raises nothing.

    Where nothing but the line break is missing the entry is whole, and the next one begins with that: said to be
    missing, it would be entered once more.
    """
    if (file.write(line) or 0) < len(line) - 1:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _entry(line: bytes) -> Spending | None:
    try:
        values = json.loads(line)
        return Spending(**{**values, "what": Spent(values["what"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
