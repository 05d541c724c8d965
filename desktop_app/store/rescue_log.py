"""The memory of a rescue: a file with one line for each thing that came home, written at once and never changed."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line

NAME = "rescue.jsonl"


class RescueLog:
    """The log of the rescue that lies in `folder`; one window at a time may write it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / NAME
        self._lock = FileLock(folder / f".{NAME}.lock", thread_local=False)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            self._lines = {(line.kind, line.id): line for line in _read(self._path)}
        except Timeout as error:
            raise Problem("rescue_runs_already", folder=str(folder)) from error
        except OSError as error:
            raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error

    def close(self) -> None:
        """Let others write it."""
        self._lock.release()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the last word about each thing, in the order in which they were first told."""
        return tuple(self._lines.values())

    def line(self, kind: Kind, name: str) -> Line | None:
        """Return what is known about a thing."""
        return self._lines.get((kind, name))

    def is_home(self, kind: Kind, name: str) -> bool:
        """Tell whether a thing is here; a file must also lie in its place in its full length."""
        line = self.line(kind, name)
        if line is None or line.fate is not Fate.HOME:
            return False
        if kind not in (Kind.FILE, Kind.PROJECT):
            return True
        path = self.folder / line.name
        return path.is_file() and (kind is not Kind.FILE or path.stat().st_size == line.count)

    def add(self, line: Line) -> None:
        """Write a line; it is on disk when the call returns."""
        try:
            with self._path.open("ab") as file:
                file.write((json.dumps(asdict(line), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Problem("rescue_not_written", details=str(error), folder=str(self.folder)) from error
        self._lines[(line.kind, line.id)] = line


def read(folder: Path) -> list[Line]:
    """Return what the log in a folder says so far, without writing anything; nothing where there is none."""
    path = folder / NAME
    try:
        found = [_line(raw) for raw in path.read_bytes().splitlines()]
    except OSError:
        return []
    return [line for line in found if line is not None]


def _read(path: Path) -> list[Line]:
    """Return the log's whole lines; a last one that a crash cut off is ended, so that the next one is whole."""
    if not path.is_file():
        return []
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        with path.open("ab") as file:
            file.write(b"\n")
    found = [_line(raw) for raw in content.splitlines()]
    return [line for line in found if line is not None]


def _line(raw: bytes) -> Line | None:
    try:
        values = json.loads(raw)
        return Line(**{**values, "kind": Kind(values["kind"]), "fate": Fate(values["fate"])})
    except (ValueError, TypeError, KeyError):
        return None
