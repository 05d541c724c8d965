"""The ids of rows: each is given once in the life of a project, also when the row that had it is gone for good.

A training, an answer and a test remember rows by their ids; were one given twice, they would speak of another row.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

_TOGETHER = 10_000
_HIGHEST = "SELECT max(last, (SELECT coalesce(max(id), 0) FROM head)) FROM row_id"


def following(connection: sqlite3.Connection) -> int:
    """Return the lowest id that no row has had so far."""
    return int(connection.execute(_HIGHEST).fetchone()[0]) + 1


def used(connection: sqlite3.Connection, last: int) -> None:
    """Remember that ids up to this one were given; undoing leaves that as it is."""
    connection.execute("UPDATE row_id SET last = ? WHERE last < ?", (last, last))


def ascending(ids: Iterable[int]) -> list[int]:
    """Return these ids in ascending order, each once; many are put in order some at a time.

    `sorted` over a million keeps the interpreter for itself for a third of a second, and so the window stands still.
    """
    shelves = defaultdict[int, list[int]](list)
    for row_id in ids:
        shelves[row_id // _TOGETHER].append(row_id)
    return [row_id for shelf in sorted(shelves) for row_id in sorted(set(shelves[shelf]))]
