"""Where rows came from: the files of a project, the records of them that gave no example, and how long rows are."""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.example import Part
from desktop_app.core.storable import storable
from desktop_app.core.text import Text, text
from desktop_app.store.examples import ROWS, USED, Row, as_row


@dataclass(frozen=True, slots=True)
class Source:
    """A file that rows came from: its name, when it was read (seconds since 1970), the answers, how many records."""

    id: int
    name: str
    taken: float
    recipe: Mapping[str, Any]
    rows_in: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record of a file that gave no example: its line, why, and its text (shortened)."""

    line: int
    reason: Text
    raw: str


def add(connection: sqlite3.Connection, name: str, recipe: Mapping[str, Any]) -> int:
    """Remember a file of which no record is known yet; return its id."""
    cursor = connection.execute(
        "INSERT INTO source (name, taken, recipe, rows_in) VALUES (?, ?, ?, 0)",
        (storable(name), time.time(), json.dumps(recipe)),
    )
    return int(cursor.lastrowid or 0)


def finish(connection: sqlite3.Connection, source: int, rows_in: int) -> None:
    """Say how many records the file had."""
    connection.execute("UPDATE source SET rows_in = ? WHERE id = ?", (rows_in, source))


def set_recipe(connection: sqlite3.Connection, recipe: Mapping[str, Any]) -> None:
    """Remember the last answers for the newest file."""
    newest = "SELECT max(id) FROM source"
    connection.execute(f"UPDATE source SET recipe = ? WHERE id = ({newest})", (json.dumps(recipe),))


def sources(connection: sqlite3.Connection) -> list[Source]:
    """Return the project's files, oldest first."""
    query = "SELECT id, name, taken, recipe, rows_in FROM source ORDER BY id"
    return [
        Source(id_, name, taken, json.loads(recipe), rows_in)
        for id_, name, taken, recipe, rows_in in connection.execute(query)
    ]


def leave_out(connection: sqlite3.Connection, source: int, records: Iterable[LeftOut]) -> None:
    """Remember records that gave no example."""
    connection.executemany(
        "INSERT INTO left_out (source, line, reason, raw) VALUES (?, ?, ?, ?)",
        [(source, r.line, json.dumps([r.reason.key, dict(r.reason.values)]), storable(r.raw)) for r in records],
    )


def left_out(connection: sqlite3.Connection, limit: int = -1) -> Iterator[LeftOut]:
    """Yield the records that gave no example (the first `limit`), in the order of their files and lines."""
    query = "SELECT line, reason, raw FROM left_out ORDER BY source, line, id LIMIT ?"
    for line, reason, raw in connection.execute(query, (limit,)):
        key, values = json.loads(reason)
        yield LeftOut(line, text(key, **values), raw)


def count_left_out(connection: sqlite3.Connection) -> int:
    """Return how many records gave no example."""
    return int(connection.execute("SELECT count(*) FROM left_out").fetchone()[0])


def set_lengths(connection: sqlite3.Connection, vocabulary: str, lengths: Iterable[tuple[int, int, int]]) -> None:
    """Remember rows' lengths in tokens: their id, all of it, and what of it is learnt. A change of a row forgets it."""
    connection.executemany(
        "INSERT OR REPLACE INTO token_count (row, vocabulary, total, learnt) VALUES (?, ?, ?, ?)",
        [(row, vocabulary, total, learnt) for row, total, learnt in lengths],
    )


def length(connection: sqlite3.Connection, row: int, vocabulary: str) -> tuple[int, int] | None:
    """Return a row's length in tokens and what of it is learnt, if that is known of the row as it is."""
    query = "SELECT total, learnt FROM token_count WHERE row = ? AND vocabulary = ?"
    found: tuple[int, int] | None = connection.execute(query, (row, vocabulary)).fetchone()
    return found


def uncounted(connection: sqlite3.Connection, vocabulary: str) -> list[int]:
    """Return the ids of the rows whose length nobody knows for this vocabulary."""
    query = "SELECT id FROM head WHERE id NOT IN (SELECT row FROM token_count WHERE vocabulary = ?) ORDER BY id"
    return [row for (row,) in connection.execute(query, (vocabulary,))]


def tokens_by_part(connection: sqlite3.Connection, vocabulary: str) -> dict[Part, tuple[int, int]]:
    """Return the tokens of the rows used as each part, as far as they are counted: all, and those that are learnt."""
    query = (
        "SELECT part, sum(total), sum(learnt) FROM head JOIN token_count ON row = head.id"
        f" WHERE vocabulary = ? AND {USED} GROUP BY part"
    )
    found = {Part(part): (total, learnt) for part, total, learnt in connection.execute(query, (vocabulary,))}
    return {part: found.get(part, (0, 0)) for part in Part}


def lengths(connection: sqlite3.Connection, vocabulary: str) -> Iterator[tuple[int, int | None, int]]:
    """Yield id, line and length in tokens of every counted row that is used, in the order of the table."""
    query = (
        "SELECT head.id, line, total FROM head JOIN token_count ON row = head.id"
        f" WHERE vocabulary = ? AND {USED} ORDER BY rank"
    )
    yield from connection.execute(query, (vocabulary,))


def counted_rows(connection: sqlite3.Connection, vocabulary: str) -> Iterator[tuple[Row, int | None]]:
    """Yield every row in the order of the table, with its length in tokens where it is known."""
    query = (
        f"{ROWS}, token_count.total FROM head JOIN body USING (id)"
        " LEFT JOIN token_count ON token_count.row = head.id AND vocabulary = ? ORDER BY rank"
    )
    for *row, total in connection.execute(query, (vocabulary,)):
        yield as_row(row), total
