"""Which files lie at which provider, and how far those are that are still on their way."""

import json
import sqlite3
from dataclasses import dataclass

from desktop_app.core.run_record import SentFile


@dataclass(frozen=True, slots=True)
class Kept:
    """A file for a connection. `name` is its name there, `file` its id once it is whole ("" before).

    `upload` names the upload that is under way ("" for none), `parts` are the acknowledged ones: (id, bytes).
    """

    name: str
    file: str = ""
    upload: str = ""
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def done(self) -> int:
        """Return how many bytes of it were acknowledged in parts."""
        return sum(length for _, length in self.parts)


def find(connection: sqlite3.Connection, place: str, sha256: str) -> Kept | None:
    """Return what is known of a file at a connection; None for one that was never on its way there."""
    query = "SELECT name, file, upload, parts FROM upload WHERE connection = ? AND sha256 = ?"
    row = connection.execute(query, (place, sha256)).fetchone()
    if row is None:
        return None
    name, file, upload, parts = row
    return Kept(name, file or "", upload or "", tuple((part, length) for part, length in json.loads(parts)))


def keep(connection: sqlite3.Connection, place: str, file: SentFile, kept: Kept) -> None:
    """Remember how far a file is on its way to a connection."""
    values = (place, file.sha256, file.bytes, kept.name, kept.file or None, kept.upload or None, json.dumps(kept.parts))
    connection.execute(
        "INSERT OR REPLACE INTO upload (connection, sha256, bytes, name, file, upload, parts) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        values,
    )


def drop(connection: sqlite3.Connection, place: str, sha256: str) -> None:
    """Forget a file that the connection cannot use."""
    connection.execute("DELETE FROM upload WHERE connection = ? AND sha256 = ?", (place, sha256))
