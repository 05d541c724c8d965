"""The user's providers: a small file of addresses, never of keys."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from desktop_app.core.connection import Connection
from desktop_app.core.network import tidy
from desktop_app.core.problem import Problem
from desktop_app.core.unique import unique_name
from desktop_app.settings import small_file


class Connections:
    """The list of providers in the order in which they were added; each change is on disk when the call returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)

    @property
    def all(self) -> tuple[Connection, ...]:
        """Return every provider of the user."""
        return tuple(self._known)

    def get(self, connection_id: str) -> Connection | None:
        """Return one provider; None for one that was removed."""
        return next((known for known in self._known if known.id == connection_id), None)

    def add(self, profile: str, title: str, address: str, fields: Mapping[str, str] | None = None) -> Connection:
        """Add a provider; raise a Problem for an address nobody can use."""
        taken = {known.id for known in self._known}
        made = Connection(unique_name(profile, taken.__contains__), profile, title, tidy(address), dict(fields or {}))
        self._write([*self._known, made])
        return made

    def change(self, connection_id: str, *, title: str, address: str, fields: Mapping[str, str]) -> Connection:
        """Give a provider another title or address; its key stays with the old address."""
        old = self.get(connection_id)
        if old is None:
            raise Problem("connection_gone")
        new = replace(old, title=title, address=tidy(address), fields=dict(fields))
        self._write([new if known.id == connection_id else known for known in self._known])
        return new

    def remove(self, connection_id: str) -> None:
        """Take a provider out of the list; its projects and its key are left alone."""
        self._write([known for known in self._known if known.id != connection_id])

    def _write(self, wanted: list[Connection]) -> None:
        try:
            small_file.write(self._path, json.dumps([asdict(known) for known in wanted], indent=2))
        except OSError as error:
            raise Problem("connections_not_kept", details=str(error), folder=str(self._path.parent)) from error
        self._known = wanted


def _read(path: Path) -> list[Connection]:
    """Return what the file holds; what cannot be understood is left out, a broken file is put aside."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError):
        with suppress(OSError):
            path.replace(path.with_name(f"{path.stem}-broken{path.suffix}"))
        return []
    return [found for entry in raw if (found := _connection(entry)) is not None] if isinstance(raw, list) else []


def _connection(entry: Any) -> Connection | None:  # noqa: ANN401 - it is whatever a file holds
    try:
        words = {name: entry[name] for name in ("id", "profile", "title", "address")}
        fields = {str(k): str(v) for k, v in entry.get("fields", {}).items()}
        return Connection(**words, fields=fields) if all(isinstance(word, str) for word in words.values()) else None
    except (KeyError, TypeError, AttributeError):
        return None
