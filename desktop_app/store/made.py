"""What a batch makes rows of: its recipe, and what a person said of its answers.

`making.recipe` holds a grid or a rework as JSON, by the batch's kind; `source` is where new rows come from
(`store.sources`; the line of such a row is its answer's number, counted from 1), `most` the dollars it may cost.
`made_item.text` is what a person made of an answer (null: as it came), `taken` whether they want it (null: as usual).
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.batch import Batch, Cell, Kind
from desktop_app.core.storable import storable
from desktop_app.store import batches, sources


@dataclass(frozen=True, slots=True)
class Making:
    """A batch that rows are made of; `most` is in dollars, None without a limit."""

    number: int
    batch: Batch
    recipe: Mapping[str, Any]
    source: int
    most: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of an answer."""

    text: str | None = None
    taken: bool | None = None


def add(connection: sqlite3.Connection, batch: Batch, recipe: Mapping[str, Any], most: float | None) -> int:
    """Write a batch down with what becomes of it, before anything is asked; return its number."""
    number = batches.add(connection, batch)
    source = _source(connection, batch, recipe)
    connection.execute(
        "INSERT INTO making (batch, recipe, source, most) VALUES (?, ?, ?, ?)",
        (number, json.dumps(recipe), source, most),
    )
    return number


def get(connection: sqlite3.Connection, number: int) -> Making | None:
    """Return what rows are made of; None for one that was removed."""
    found = connection.execute("SELECT recipe, source, most FROM making WHERE batch = ?", (number,)).fetchone()
    batch = batches.get(connection, number) if found is not None else None
    if batch is None:
        return None
    recipe, source, most = found
    return Making(number, batch, json.loads(recipe), source, most)


def set_most(connection: sqlite3.Connection, number: int, most: float | None) -> None:
    """Allow another sum to be spent."""
    connection.execute("UPDATE making SET most = ? WHERE batch = ?", (most, number))


def newest(connection: sqlite3.Connection, kind: Kind = Kind.MAKE) -> int | None:
    """Return the number of the newest batch of a kind; None where there is none."""
    query = "SELECT max(id) FROM batch WHERE kind = ? AND id IN (SELECT batch FROM making)"
    found = connection.execute(query, (kind.value,)).fetchone()[0]
    return None if found is None else int(found)


def said(connection: sqlite3.Connection, number: int) -> dict[Cell, Said]:
    """Return what a person said of the answers."""
    query = "SELECT cell, text, taken FROM made_item WHERE batch = ?"
    return {
        batches.cell_named(name): Said(text, None if taken is None else bool(taken))
        for name, text, taken in connection.execute(query, (number,))
    }


def write(connection: sqlite3.Connection, number: int, cell: Cell, text: str | None) -> None:
    """Keep what a person made of an answer; None takes that back."""
    connection.execute(
        "INSERT INTO made_item (batch, cell, text) VALUES (?, ?, ?) "
        "ON CONFLICT (batch, cell) DO UPDATE SET text = excluded.text",
        (number, batches.name_of(cell), None if text is None else storable(text)),
    )


def decide(connection: sqlite3.Connection, number: int, cells: Iterable[Cell], taken: bool | None) -> None:
    """Keep whether a person wants these answers; None leaves that to how they ended."""
    value = None if taken is None else int(taken)
    connection.executemany(
        "INSERT INTO made_item (batch, cell, taken) VALUES (?, ?, ?) "
        "ON CONFLICT (batch, cell) DO UPDATE SET taken = excluded.taken",
        [(number, batches.name_of(cell), value) for cell in cells],
    )


def rows(connection: sqlite3.Connection, source: int) -> dict[int, int]:
    """Return which answers (by their numbers) have become which rows that are in the table now."""
    query = "SELECT line, id FROM head WHERE source = ?"
    return {int(line): int(row) for line, row in connection.execute(query, (source,)) if line is not None}


def _source(connection: sqlite3.Connection, batch: Batch, recipe: Mapping[str, Any]) -> int:
    """Add where the rows come from; what the data is for stays what was said of the newest file before."""
    known = sources.sources(connection)
    target = known[-1].recipe.get("target") if known else None
    told = {"made": batch.mark, "site": batch.columns[0].voice.site, batch.kind.value: recipe}
    number = sources.add(connection, batch.columns[0].voice.model, {**told, "target": target} if target else told)
    sources.finish(connection, number, batch.size)
    return number
