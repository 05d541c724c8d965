"""A job's events: an append-only file, one JSON object a line, oldest first."""

import json
import os
import secrets
import time
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import write_text

Event = dict[str, Any]


def append(path: Path, message: str, data: dict[str, Any] | None = None, level: str = "info") -> Event:
    """Add an event at once; with `data` it is a metrics event, else a message."""
    return _add(path, _event(message, data, level))


def append_message(path: Path, message: str, step: int) -> Event:
    """Add a message that belongs to a step, and is forgotten with it when the step is done again."""
    return _add(path, {**_event(message, None, "info"), "step": step})


def _event(message: str, data: dict[str, Any] | None, level: str) -> Event:
    return {
        "id": f"ftevent-{secrets.token_hex(12)}",
        "created_at": int(time.time()),
        "time": round(time.time(), 3),
        "level": level,
        "type": "message" if data is None else "metrics",
        "message": message,
        "data": data,
    }


def _add(path: Path, event: Event) -> Event:
    line = json.dumps(event, ensure_ascii=False) + "\n"
    with path.open("ab") as file:
        # A line that a crash cut short must not swallow this one.
        if file.tell() and not _ends_with_newline(path):
            file.write(b"\n")
        file.write(line.encode())
        file.flush()
    return event


def read(path: Path) -> list[Event]:
    """Return all events, oldest first; a line that a crash cut short is left out."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    return [event for line in lines if (event := _parse(line)) is not None]


def cut(path: Path, step: int) -> None:
    """Forget what was measured after `step`, because it is going to be measured again."""
    kept = [event for event in read(path) if (at := _step(event)) is None or at <= step]
    write_text(path, "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in kept))


class EventReader:
    """Reads an event file again only where it has changed, and of one that has grown only what is new."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._read = 0
        self._events: list[Event] = []

    def events(self) -> list[Event]:
        """Return all events, oldest first."""
        try:
            facts = self._path.stat()
        except FileNotFoundError:
            return []
        mark = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
        if mark != self._seen:
            # A file that was cut short is another one: it is written anew and takes the old one's name.
            if self._seen is None or facts.st_ino != self._seen[0] or facts.st_size < self._read:
                self._events, self._read = [], 0
            self._go_on()
            self._seen = mark
        return self._events

    def _go_on(self) -> None:
        with self._path.open("rb") as file:
            file.seek(self._read)
            lines = file.read().split(b"\n")
        rest = lines.pop()  # what is being written now has no line break yet
        self._read += sum(len(line) + 1 for line in lines)
        self._events += [event for line in lines if (event := _parse(line)) is not None]
        if rest and (event := _parse(rest)) is not None:
            self._read += len(rest)
            self._events.append(event)


def _step(event: Event) -> int | None:
    found = (event.get("data") or event).get("step")
    return None if found is None else int(found)


def _parse(line: bytes) -> Event | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
