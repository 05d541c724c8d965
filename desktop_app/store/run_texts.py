"""The texts a training learned, as far as the project still has them: a run keeps the hash of each line it sent."""

import sqlite3
from collections.abc import Iterator

from desktop_app.core.example import Example
from desktop_app.core.training_line import row_hash, sent_line
from desktop_app.store import runs
from desktop_app.store.bodies import unpacked


def text_then(connection: sqlite3.Connection, mark: str, row: int) -> Example | None:
    """Return a row as a training learned it; None where it did not learn it, or the history does not reach back to it.

    What is returned is known to be what was sent: its hash is the one the run keeps. KeyError for an unknown mark.
    """
    left_out = frozenset(runs.record(connection, mark).left_out)
    query = "SELECT hash FROM run_row WHERE run = ? AND row = ?"
    sent = connection.execute(query, (mark, row)).fetchone()
    for line in _ever(connection, row) if sent is not None else ():
        example = unpacked(line)
        if row_hash(sent_line(example, left_out)) == sent[0]:
            return example
    return None


def _ever(connection: sqlite3.Connection, row: int) -> Iterator[str]:
    """Yield what stands in a row now, then what ever stood there, from the newest step on."""
    yield from (line for (line,) in connection.execute("SELECT line FROM body WHERE id = ?", (row,)))
    query = (
        "SELECT before FROM step CROSS JOIN change ON change.step = step.id AND place = 'body' AND row = ?"
        " WHERE before IS NOT NULL ORDER BY step.id DESC"
    )
    yield from (line for (line,) in connection.execute(query, (row,)))
