"""What a project remembers about itself, by its keys; this is no step of its history."""

import sqlite3

from desktop_app.core.storable import storable


def value(connection: sqlite3.Connection, key: str, schema: str = "main") -> str:
    """Return what is remembered under a key, in the file that is attached as `schema`; empty for nothing."""
    found = connection.execute(f"SELECT value FROM {schema}.setting WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found is not None else ""


def keep(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Remember something in the place of what was remembered under its key."""
    connection.execute("INSERT OR REPLACE INTO main.setting (key, value) VALUES (?, ?)", (key, storable(value)))
