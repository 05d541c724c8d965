"""What checks found in single rows, kept with the state of the project it was found in."""

import json
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.store import remembered, sources

if TYPE_CHECKING:
    from array import array

_KEY = "checked"
_CHOSEN = "(SELECT value FROM json_each(?))"


def stamp(connection: sqlite3.Connection) -> str:
    """Return what is another whenever the project's rows may be others: its newest step, and how many are undone."""
    newest, undone = connection.execute("SELECT coalesce(max(id), 0), coalesce(sum(undone), 0) FROM step").fetchone()
    return f"{newest}.{undone}"


def are_fresh(connection: sqlite3.Connection) -> bool:
    """Tell whether the rows are as they were when all of them were checked last."""
    return remembered.value(connection, _KEY) == stamp(connection)


def of_row(connection: sqlite3.Connection, row: int) -> tuple[str, ...] | None:
    """Return what checks found in a row as it is now, by their names; None where nobody has looked yet."""
    if connection.execute("SELECT 1 FROM row_checked WHERE row = ?", (row,)).fetchone() is None:
        return None
    return tuple(
        name for (name,) in connection.execute("SELECT name FROM row_finding WHERE row = ? ORDER BY 1", (row,))
    )


def keep(connection: sqlite3.Connection, at: str, rows: "array[int]", found: Mapping[str, "array[int]"]) -> bool:
    """Remember what was found in these rows, and that nothing else was; tell whether it still holds: all of it or none.

    `at` is the stamp of the project they were looked at in; `found` holds rows by the names of what was found.
    """
    if stamp(connection) != at:
        return False
    chosen = json.dumps(rows.tolist())
    connection.execute(f"DELETE FROM row_finding WHERE row IN {_CHOSEN}", (chosen,))
    connection.execute("INSERT OR IGNORE INTO row_checked SELECT value FROM json_each(?)", (chosen,))
    connection.executemany(
        "INSERT OR IGNORE INTO row_finding (row, name) VALUES (?, ?)",
        [(row, name) for name, ids in found.items() for row in ids],
    )
    return True


def keep_lengths(connection: sqlite3.Connection, at: str, vocabulary: str, lengths: list[tuple[int, int, int]]) -> bool:
    """Remember rows' lengths in tokens (id, all of it, what is learnt), if they still hold."""
    if stamp(connection) != at:
        return False
    sources.set_lengths(connection, vocabulary, lengths)
    return True


def forget(connection: sqlite3.Connection) -> None:
    """Let all rows be checked anew, although none of them changed."""
    remembered.keep(connection, _KEY, "")


def finish(connection: sqlite3.Connection, at: str) -> None:
    """Remember that all rows were checked in this state of the project."""
    remembered.keep(connection, _KEY, at)
