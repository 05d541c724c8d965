"""The user's providers: a small file of addresses, never of keys."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.core.connection import Connection
from desktop_app.core.network import tidy
from desktop_app.core.problem import Problem
from desktop_app.core.unique import unique_name
from desktop_app.settings import small_file


class Connections:
    """The list of providers in the order in which they were added; each change is on disk when the call returns.

    Several windows and the terminal may change it, one after the other. A broken file is put aside.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: list[Connection] = []
        with suppress(OSError):  # what cannot be read now is not lost: nothing is written over it (see _now)
            self._known = self._now()

    @property
    def all(self) -> tuple[Connection, ...]:
        """Return every provider of the user."""
        return tuple(self._known)

    def get(self, connection_id: str) -> Connection | None:
        """Return one provider; None for one that was removed."""
        return next((known for known in self._known if known.id == connection_id), None)

    def add(self, profile: str, title: str, address: str, fields: Mapping[str, str] | None = None) -> Connection:
        """Add a provider; raise a Problem for an address nobody can use."""
        usable = tidy(address)

        def added(now: list[Connection]) -> list[Connection]:
            # Not the id of one that was removed elsewhere either: what is open here may still mean that.
            taken = {known.id for known in (*now, *self._known)}
            made = Connection(unique_name(profile, taken.__contains__), profile, title, usable, dict(fields or {}))
            return [*now, made]

        return self._change(added)[-1]

    def change(self, connection_id: str, *, title: str, address: str, fields: Mapping[str, str]) -> Connection:
        """Give a provider another title or address; its key stays with the old address."""
        usable = tidy(address)

        def changed(now: list[Connection]) -> list[Connection]:
            if not any(known.id == connection_id for known in now):
                self._known = now
                raise Problem("connection_gone")
            new = partial(replace, title=title, address=usable, fields=dict(fields))
            return [new(known) if known.id == connection_id else known for known in now]

        return next(known for known in self._change(changed) if known.id == connection_id)

    def remove(self, connection_id: str) -> None:
        """Take a provider out of the list; its projects and its key are left alone."""
        self._change(lambda now: [known for known in now if known.id != connection_id])

    def _change(self, change: Callable[[list[Connection]], list[Connection]]) -> list[Connection]:
        """Change the list as it is on disk by now: another window or the terminal may have changed it meanwhile."""
        try:
            wanted = change(self._now())
            small_file.write(self._path, json.dumps([asdict(known) for known in wanted], indent=2))
        except OSError as error:
            raise Problem("connections_not_kept", details=str(error), folder=str(self._path.parent)) from error
        self._known = wanted
        return wanted

    def _now(self) -> list[Connection]:
        """Return what the file holds; what was known already, where it was lost or broken and put aside meanwhile."""
        found = small_file.read(self._path, list)
        return list(self._known) if found is None else _understood(found)


def _understood(entries: list[Any]) -> list[Connection]:
    """Return what a file's entries say; what cannot be understood is left out."""
    return [found for entry in entries if (found := _connection(entry)) is not None]


def _connection(entry: Any) -> Connection | None:  # noqa: ANN401 - it is whatever a file holds
    try:
        words = {name: entry[name] for name in ("id", "profile", "title", "address")}
        fields = {str(k): str(v) for k, v in entry.get("fields", {}).items()}
        return Connection(**words, fields=fields) if all(isinstance(word, str) for word in words.values()) else None
    except (KeyError, TypeError, AttributeError):
        return None
