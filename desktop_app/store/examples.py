"""The project's one table of examples: reading pages of it, and the edits that can be undone."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from desktop_app.core.example import Example, Part, Shape
from desktop_app.core.fields import write_field
from desktop_app.store import history
from desktop_app.store.bodies import packed, unpacked
from desktop_app.store.schema import JOURNALED

BATCH = 1000
RANK_GAP = 1 << 20
"""Room between neighbours, so that a row can be put between two others without touching the rest."""

ROWS = "SELECT head.id, part, status, head.line, body.line"
"""The columns of which `as_row` makes a Row."""
_ROWS = f"{ROWS} FROM head JOIN body USING (id)"
_CHOSEN = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Row:
    """An example in its place: its id never changes, its part and status may.

    `line` is the line of the file it came from, None for a row that was made here.
    """

    id: int
    part: Part
    status: str
    example: Example
    line: int | None = None


def ids(connection: sqlite3.Connection, part: Part | None = None) -> "array[int]":
    """Return the ids of all examples (of one part) in the order of the table, 8 bytes each."""
    where, values = ("WHERE part = ?", (part.value,)) if part else ("", ())
    query = f"SELECT id FROM head {where} ORDER BY rank"
    return array("q", (row[0] for row in connection.execute(query, values)))


def page(connection: sqlite3.Connection, wanted: Sequence[int]) -> list[Row]:
    """Return the rows with these ids in the given order; ids that are gone are left out."""
    query = f"{_ROWS} WHERE head.id IN {_CHOSEN}"
    found = {row[0]: as_row(row) for row in connection.execute(query, (_chosen(wanted),))}
    return [found[i] for i in wanted if i in found]


def rows(connection: sqlite3.Connection, part: Part | None = None) -> Iterator[Row]:
    """Yield the examples (of one part) in the order of the table."""
    where, values = ("WHERE part = ?", (part.value,)) if part else ("", ())
    for row in connection.execute(f"{_ROWS} {where} ORDER BY rank", values):
        yield as_row(row)


def count(connection: sqlite3.Connection) -> int:
    """Return how many examples there are."""
    return int(connection.execute("SELECT count(*) FROM head").fetchone()[0])


def counts(connection: sqlite3.Connection) -> dict[Part, int]:
    """Return how many examples each part holds."""
    found = dict(connection.execute("SELECT part, count(*) FROM head GROUP BY part"))
    return {part: found.get(part.value, 0) for part in Part}


def shape(connection: sqlite3.Connection) -> Shape | None:
    """Return the shape of the first example; None without any."""
    first = connection.execute(f"{_ROWS} ORDER BY rank LIMIT 1").fetchone()
    return as_row(first).example.shape if first else None


def longest_answer(connection: sqlite3.Connection) -> int:
    """Return how many letters the longest expected answer has; 0 without rows."""
    places = ("completion", "messages[#-1].content", "preferred_output[#-1].content")
    answer = "coalesce(" + ", ".join(f"json_extract(line, '$.{place}')" for place in places) + ")"
    return int(connection.execute(f"SELECT coalesce(max(length({answer})), 0) FROM body").fetchone()[0])


def as_row(found: Sequence[Any]) -> Row:
    """Return the Row of what a statement found for ROWS."""
    row_id, part, status, line, body = found
    return Row(row_id, Part(part), status, unpacked(body), line)


def _chosen(row_ids: Iterable[int]) -> str:
    """Return ids in the form in which a statement takes any number of them."""
    return json.dumps(list(row_ids))


class Edit:
    """The changes one step can make; it lives inside one transaction of the writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, examples: Iterable[tuple[Example, Part]]) -> list[int]:
        """Put the examples at the end of the table and return their ids."""
        return self._append((example, part, None, None) for example, part in examples)

    def take_in(self, source: int, examples: Iterable[tuple[int, Example]]) -> list[int]:
        """Put examples with the lines of the source they came from at the end, for training; return their ids."""
        return self._append((example, Part.TRAINING, source, line) for line, example in examples)

    def _append(self, new: Iterable[tuple[Example, Part, int | None, int | None]]) -> list[int]:
        execute, many = self._connection.execute, self._connection.executemany
        rank, first = execute("SELECT coalesce(max(rank), 0), coalesce(max(id), 0) + 1 FROM head").fetchone()
        following = first
        rest = iter(new)
        with history.journaled_at_once(self._connection, first):
            while batch := list(islice(rest, BATCH)):
                numbered = list(enumerate(batch, start=following))
                heads = [
                    (n, rank + (n - first + 1) * RANK_GAP, part.value, source, line)
                    for n, (_, part, source, line) in numbered
                ]
                many("INSERT INTO head (id, rank, part, source, line) VALUES (?, ?, ?, ?, ?)", heads)
                many("INSERT INTO body (id, line) VALUES (?, ?)", [(n, packed(new[0])) for n, new in numbered])
                following += len(batch)
        return list(range(first, following))

    def insert_below(self, row_id: int, example: Example, part: Part) -> int:
        """Put an example right below another and return its id; below a row that is gone means at the end."""
        found = self._connection.execute("SELECT rank FROM head WHERE id = ?", (row_id,)).fetchone()
        if found is None:
            return self.append([(example, part)])[0]
        after = self._connection.execute("SELECT min(rank) FROM head WHERE rank > ?", found).fetchone()[0]
        rank = found[0] + RANK_GAP if after is None else (found[0] + after) // 2
        if rank == found[0]:
            self._spread()
            return self.insert_below(row_id, example, part)
        return self._insert(rank, example, part)

    def delete(self, row_ids: Iterable[int]) -> None:
        """Take examples out of the table."""
        chosen, where = (_chosen(row_ids),), f"WHERE id IN {_CHOSEN}"
        with history.changing(self._connection, JOURNALED, where, chosen):
            for place in JOURNALED:
                self._connection.execute(f"DELETE FROM {place} {where}", chosen)

    def clear(self) -> None:
        """Take every example out of the table."""
        with history.changing(self._connection, JOURNALED):
            for place in JOURNALED:
                self._connection.execute(f"DELETE FROM {place}")

    def rewrite(self, examples: Iterable[tuple[int, Example]]) -> None:
        """Put other examples in the place of those with these ids; a row that is gone is left."""
        rest = iter(examples)
        while batch := list(islice(rest, BATCH)):
            chosen = (_chosen(row_id for row_id, _ in batch),)
            with history.changing(self._connection, ("body",), f"WHERE id IN {_CHOSEN}", chosen):
                lines = [(packed(example), row_id) for row_id, example in batch]
                self._connection.executemany("UPDATE body SET line = ? WHERE id = ?", lines)

    def write_field(self, row_id: int, name: str, value: str) -> None:
        """Replace one field (see core.example.FIELDS) of an example and mark it edited; a row that is gone is left."""
        found = self._connection.execute("SELECT line FROM body WHERE id = ?", (row_id,)).fetchone()
        if found is None:
            return
        old = unpacked(found[0])
        new = write_field(old, name, value)
        if new == old:
            return
        self._connection.execute("UPDATE body SET line = ? WHERE id = ?", (packed(new), row_id))
        self._connection.execute("UPDATE head SET status = 'edited' WHERE id = ? AND status <> 'edited'", (row_id,))

    def set_part(self, row_ids: Iterable[int], part: Part) -> None:
        """Move examples to another part."""
        where, values = f"WHERE id IN {_CHOSEN} AND part <> ?", (_chosen(row_ids), part.value)
        with history.changing(self._connection, ("head",), where, values):
            self._connection.execute(f"UPDATE head SET part = ? {where}", (part.value, *values))

    def remember(self, key: str, value: str) -> None:
        """Remember something about the project together with this edit; undo leaves it as it is."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def _insert(self, rank: int, example: Example, part: Part) -> int:
        cursor = self._connection.execute("INSERT INTO head (rank, part) VALUES (?, ?)", (rank, part.value))
        row_id = int(cursor.lastrowid or 0)
        self._connection.execute("INSERT INTO body (id, line) VALUES (?, ?)", (row_id, packed(example)))
        return row_id

    def _spread(self) -> None:
        """Give every row its full gap again."""
        in_order = self._connection.execute("SELECT id FROM head ORDER BY rank").fetchall()
        self._connection.executemany(
            "UPDATE head SET rank = ? WHERE id = ?",
            [((n + 1) * RANK_GAP, row_id) for n, (row_id,) in enumerate(in_order)],
        )
