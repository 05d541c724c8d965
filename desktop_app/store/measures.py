"""What the rows of a project weigh: how many there are of each part and shape, and how many tokens they have."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop_app.core.example import Part, RowStatus, Shape

_BEGINNINGS: Mapping[str, Shape] = MappingProxyType(
    {'{"messag': Shape.CHAT, '{"prompt': Shape.COMPLETION, '{"input"': Shape.PREFERENCE}
)
"""How the text that is kept of an example begins (see store.bodies and core.example.to_line)."""
_EIGHT = 8
_USED = f"status <> '{RowStatus.EXCLUDED}'"

State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Lengths:
    """The tokens of some rows: how many rows are counted, all their tokens, those up to the limit, the longest row.

    `over` counts the rows that are longer than the limit.
    """

    rows: int = 0
    total: int = 0
    kept: int = 0
    longest: int = 0
    over: int = 0

    def and_row(self, tokens: int, limit: int | None) -> "Lengths":
        """Return these lengths with one more row."""
        kept = tokens if limit is None else min(tokens, limit)
        longer = limit is not None and tokens > limit
        return Lengths(
            self.rows + 1, self.total + tokens, self.kept + kept, max(self.longest, tokens), self.over + longer
        )


def state(connection: sqlite3.Connection) -> State:
    """Return what is another whenever the rows are others: the newest step ever made, how many are undone, the rows."""
    query = (
        "SELECT (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'step'),"
        " (SELECT count(*) FROM step WHERE undone = 1), (SELECT count(*) FROM head)"
    )
    newest, undone, rows = connection.execute(query).fetchone()
    return newest, undone, rows


def shapes(connection: sqlite3.Connection, parts: Iterable[Part]) -> dict[Shape, int]:
    """Return how many rows of these parts have each shape."""
    chosen = [part.value for part in parts]
    gaps = ", ".join("?" * len(chosen))
    query = (
        f"SELECT substr(body.line, 1, {_EIGHT}), count(*) FROM head JOIN body USING (id)"
        f" WHERE part IN ({gaps}) AND {_USED} GROUP BY 1"
    )
    found: dict[Shape, int] = {}
    for beginning, count in connection.execute(query, chosen):
        shape = _BEGINNINGS.get(beginning, Shape.CHAT)
        found[shape] = found.get(shape, 0) + count
    return found


def lengths(
    connection: sqlite3.Connection, vocabulary: str, parts: Iterable[Part], limit: int | None
) -> dict[Part, Lengths]:
    """Return the lengths of the rows that are counted for this vocabulary, part by part."""
    query = (
        "SELECT count(*), coalesce(sum(total), 0), coalesce(sum(min(total, ?)), 0), coalesce(max(total), 0),"
        " coalesce(sum(total > ?), 0) FROM head JOIN token_count ON row = head.id WHERE vocabulary = ? AND part = ?"
        f" AND {_USED}"
    )
    bound = limit if limit is not None else 1 << 62
    return {
        part: Lengths(*connection.execute(query, (bound, bound, vocabulary, part.value)).fetchone()) for part in parts
    }


def uncounted(connection: sqlite3.Connection, vocabulary: str, parts: Iterable[Part]) -> list[int]:
    """Return the ids of the rows of these parts whose length nobody knows for this vocabulary."""
    chosen = [part.value for part in parts]
    gaps = ", ".join("?" * len(chosen))
    query = (
        f"SELECT id FROM head WHERE part IN ({gaps}) AND {_USED}"
        " AND id NOT IN (SELECT row FROM token_count WHERE vocabulary = ?) ORDER BY id"
    )
    return [row for (row,) in connection.execute(query, (*chosen, vocabulary))]
