"""How far people are with some of the rows: what a review counts, and where it goes on."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop_app.core.example import RowStatus
from desktop_app.store.examples import as_tags

if TYPE_CHECKING:
    from array import array

DECIDED = (RowStatus.REVIEWED, RowStatus.PROBLEM, RowStatus.EXCLUDED)
"""Whoever gave a row one of these has looked at it and decided."""
_PAGE = 2000
_CHOSEN = "(SELECT value FROM json_each(?))"


def statuses(connection: sqlite3.Connection, wanted: "array[int]") -> dict[str, int]:
    """Return how many of these rows have each status; rows that are gone are in none."""
    query = f"SELECT status, count(*) FROM head WHERE id IN {_CHOSEN} GROUP BY status"
    return dict(connection.execute(query, (json.dumps(wanted.tolist()),)))


def next_open(connection: sqlite3.Connection, wanted: "array[int]", start: int) -> int | None:
    """Return the first place from `start` on, then from the beginning, whose row is there and not decided yet."""
    order = [*range(start, len(wanted), _PAGE), *range(0, start, _PAGE)]
    words = ", ".join(repr(str(each)) for each in DECIDED)
    for first in order:
        last = min(first + _PAGE, len(wanted) if first >= start else start)
        some = wanted[first:last]
        query = f"SELECT id FROM head WHERE id IN {_CHOSEN} AND status NOT IN ({words})"
        undecided = {row for (row,) in connection.execute(query, (json.dumps(some.tolist()),))}
        found = next((place for place, row in enumerate(some, first) if row in undecided), None)
        if found is not None:
            return found
    return None


def tags(connection: sqlite3.Connection, wanted: Iterable[int]) -> Counter[str]:
    """Return how many of these rows bear each tag."""
    query = f"SELECT tags, count(*) FROM head WHERE id IN {_CHOSEN} AND tags IS NOT NULL GROUP BY tags"
    found: Counter[str] = Counter()
    for kept, rows in connection.execute(query, (json.dumps(list(wanted)),)):
        found.update(dict.fromkeys(as_tags(kept), rows))
    return found


def used(connection: sqlite3.Connection, wanted: Iterable[int]) -> set[int]:
    """Return which of these rows are there and not excluded."""
    query = f"SELECT id FROM head WHERE id IN {_CHOSEN} AND status <> '{RowStatus.EXCLUDED}'"
    return {row for (row,) in connection.execute(query, (json.dumps(list(wanted)),))}


def of_all(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """Return the part and the status of every row."""
    return {row: (part, status) for row, part, status in connection.execute("SELECT id, part, status FROM head")}


def with_findings(connection: sqlite3.Connection) -> set[int]:
    """Return the rows in which checks found something, as far as they were looked at."""
    return {row for (row,) in connection.execute("SELECT DISTINCT row FROM row_finding")}
