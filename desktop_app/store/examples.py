"""Reading the project's one table of examples, page by page."""

import json
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from desktop_app.core.example import Example, Part, RowStatus, Shape
from desktop_app.store import remembered
from desktop_app.store.bodies import damaged, unpacked, unpacking

ROWS = "SELECT head.id, part, status, head.line, body.line, note, tags"
"""The columns of which `as_row` makes a Row."""
_ROWS = f"{ROWS} FROM head JOIN body USING (id)"
_WITH_NULLS = "replace(replace(replace(body.line, '-Infinity', 'null'), 'Infinity', 'null'), 'NaN', 'null')"
LINE = f"CASE WHEN json_valid(body.line) THEN body.line ELSE {_WITH_NULLS} END"
"""What is kept of a row, for the database's functions of JSON: older versions kept NaN and infinity, which are none."""
_CHOSEN = "(SELECT value FROM json_each(?))"
_PARTS = MappingProxyType({part.value: part for part in Part})
USED = f"status <> '{RowStatus.EXCLUDED}'"
"""The condition that names the rows which are not excluded."""


@dataclass(frozen=True, slots=True)
class Row:
    """An example in its place: its id never changes, its part and status may.

    `line` is the line of the file it came from, None for a row that was made here; `status` is a RowStatus, or a word
    of a later version.
    """

    id: int
    part: Part
    status: str
    example: Example
    line: int | None = None
    note: str = ""
    tags: tuple[str, ...] = ()


def ids(connection: sqlite3.Connection, part: Part | None = None, *, used: bool = False) -> "array[int]":
    """Return the ids of all examples (of those used as one part, or at all) in the order of the table, 8 bytes each."""
    where, values = _used_as(part, used=used)
    query = f"SELECT id FROM head {where} ORDER BY rank"
    return array("q", map(itemgetter(0), connection.execute(query, values)))


def page(connection: sqlite3.Connection, wanted: Sequence[int]) -> list[Row]:
    """Return the rows with these ids in the given order; ids that are gone are left out."""
    query = f"{_ROWS} WHERE head.id IN {_CHOSEN}"
    unpack = unpacking()
    found = {row[0]: as_row(row, unpack) for row in connection.execute(query, (_chosen(wanted),))}
    return [found[i] for i in wanted if i in found]


def rows(connection: sqlite3.Connection, part: Part | None = None, *, used: bool = False) -> Iterator[Row]:
    """Yield the examples (those used as one part, or at all: not the excluded ones) in the order of the table."""
    where, values = _used_as(part, used=used)
    unpack = unpacking()
    for row in connection.execute(f"{_ROWS} {where} ORDER BY rank", values):
        yield as_row(row, unpack)


def kept(connection: sqlite3.Connection, parts: Collection[Part], most: int) -> Iterator[list[str | None]]:
    """Yield what is kept (store.bodies) of all examples in the order of the table, up to `most` at a time.

    It is None for those of other parts.
    """
    marks = ", ".join("?" * len(parts))
    line = "body.line" if set(parts) == set(Part) else f"CASE WHEN part IN ({marks}) THEN body.line END"
    values = () if set(parts) == set(Part) else tuple(part.value for part in parts)
    found = connection.execute(f"SELECT {line} FROM head JOIN body USING (id) ORDER BY rank", values)
    while some := found.fetchmany(most):
        yield [line for (line,) in some]


def count(connection: sqlite3.Connection) -> int:
    """Return how many examples there are."""
    return int(connection.execute("SELECT count(*) FROM head").fetchone()[0])


def more_than(connection: sqlite3.Connection, most: int) -> bool:
    """Tell whether there are more examples than that, without counting them all."""
    return connection.execute("SELECT 1 FROM head LIMIT 1 OFFSET ?", (most,)).fetchone() is not None


def counts(connection: sqlite3.Connection) -> dict[Part, int]:
    """Return how many examples are used as each part; those that are excluded count for none."""
    found = dict(connection.execute(f"SELECT part, count(*) FROM head WHERE {USED} GROUP BY part"))
    return {part: found.get(part.value, 0) for part in Part}


def has_used(connection: sqlite3.Connection, part: Part) -> bool:
    """Tell whether some example is used as a part, without counting them."""
    where, values = _used_as(part)
    return connection.execute(f"SELECT 1 FROM head {where} LIMIT 1", values).fetchone() is not None


def totals(connection: sqlite3.Connection) -> dict[Part, int]:
    """Return how many examples stand in each part, those that are excluded included."""
    # Each asked for by itself is counted without being looked at.
    query = "SELECT count(*) FROM head WHERE part = ?"
    return {part: int(connection.execute(query, (part.value,)).fetchone()[0]) for part in Part}


def excluded(connection: sqlite3.Connection) -> int:
    """Return how many examples are excluded."""
    return int(connection.execute(f"SELECT count(*) FROM head WHERE NOT {USED}").fetchone()[0])


def all_tags(connection: sqlite3.Connection) -> list[str]:
    """Return every tag that some example bears, in alphabetical order."""
    found = connection.execute("SELECT DISTINCT tags FROM head WHERE tags IS NOT NULL")
    return sorted({tag for (tags,) in found for tag in as_tags(tags)}, key=str.casefold)


def first(connection: sqlite3.Connection) -> Row | None:
    """Return the first example; None without any."""
    found = connection.execute(f"{_ROWS} ORDER BY rank LIMIT 1").fetchone()
    return as_row(found) if found else None


def shape(connection: sqlite3.Connection) -> Shape | None:
    """Return the shape of the first example; None without any."""
    found = first(connection)
    return found.example.shape if found else None


def shape_of_table(connection: sqlite3.Connection) -> Shape:
    """Return the shape of the rows; without any, the one the last were made in (chat where there never were rows)."""
    chosen = remembered.value(connection, "shape")
    return shape(connection) or (Shape(chosen) if chosen in set(Shape) else Shape.CHAT)


def longest_answer(connection: sqlite3.Connection) -> int:
    """Return how many letters the longest expected answer has; 0 without rows."""
    places = ("completion", "messages[#-1].content", "preferred_output[#-1].content")
    answer = "coalesce(" + ", ".join(f"json_extract({LINE}, '$.{place}')" for place in places) + ")"
    return int(connection.execute(f"SELECT coalesce(max(length({answer})), 0) FROM body").fetchone()[0])


def as_row(found: Sequence[Any], unpack: Callable[[str], Example] = unpacked) -> Row:
    """Return the Row of what a statement found for ROWS; for many rows with store.bodies.unpacking."""
    row_id, part, status, line, body, note, tags = found
    try:
        return Row(row_id, _PARTS[part], status, unpack(body), line, note or "", as_tags(tags))
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(error) from error


def _used_as(part: Part | None, *, used: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the condition, with its values, for all examples, for those used at all, or for those used as a part."""
    if part is not None:
        return f"WHERE part = ? AND {USED}", (part.value,)
    return (f"WHERE {USED}" if used else ""), ()


def as_tags(kept: str | None) -> tuple[str, ...]:
    """Return the tags that stand in a row's column of tags."""
    return tuple(tag for tag in kept.split("\n") if tag) if kept else ()


def _chosen(row_ids: Iterable[int]) -> str:
    """Return ids in the form in which a statement takes any number of them."""
    return json.dumps(list(row_ids))
