"""Putting a draft into a project: its rows, its undo steps, its source, in one transaction."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.core.change import Change
from desktop_app.core.example import Part
from desktop_app.core.text import Text
from desktop_app.store import history, journal, row_ids
from desktop_app.store.connection import BESIDE
from desktop_app.store.edit import Edit
from desktop_app.store.schema import JOURNALED


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a draft comes in: the words of the first step, whether it takes the place of all rows, and the rows' part.

    Without a part the rows keep the parts they have in the draft. `settings` are remembered with it.
    """

    label: Text
    replace: bool = False
    part: Part | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Shift:
    """By how much the draft's numbers grow, so that none of them is taken."""

    row: int = 0
    rank: int = 0
    source: int = 0


_NONE = _Shift()


def adopt(connection: sqlite3.Connection, adoption: Adoption) -> Change:
    """Put the draft that is attached as BESIDE under the project's rows or in their place; return what it touched.

    The first step creates every row the draft began with; each step that was done in the draft follows as a step of its
    own. Steps of a draft change and delete rows and never make any.
    """
    shift = _shift(connection)
    step = history.begin(connection, adoption.label)
    if adoption.replace:
        Edit(connection).clear()
    with journal.journaled_at_once(connection, shift.row + 1):
        _copy_rows(connection, shift, adoption.part)
    for place in JOURNALED:
        connection.execute(
            f"INSERT INTO change (step, place, row) SELECT DISTINCT ?, place, row + ? FROM {BESIDE}.change"
            f" WHERE place = ? AND row NOT IN (SELECT id FROM {BESIDE}.{place})",
            (step, shift.row, place),
        )
    highest = (
        f"SELECT max((SELECT coalesce(max(id), 0) FROM {BESIDE}.head),"
        f" (SELECT coalesce(max(row), 0) FROM {BESIDE}.change))"
    )
    row_ids.used(connection, shift.row + connection.execute(highest).fetchone()[0])
    change = history.end(connection, step)  # while it is the newest: of a large one it is guessed how large it is
    _copy_sources(connection, shift)
    copy_steps(connection, shift, adoption.part)
    for key, value in adoption.settings.items():
        Edit(connection).remember(key, value)
    return change


def _shift(connection: sqlite3.Connection) -> _Shift:
    query = "SELECT (SELECT coalesce(max(rank), 0) FROM main.head), (SELECT coalesce(max(id), 0) FROM main.source)"
    return _Shift(row_ids.following(connection) - 1, *connection.execute(query).fetchone())


def _copy_rows(connection: sqlite3.Connection, shift: _Shift, part: Part | None) -> None:
    chosen = part.value if part else None
    connection.execute(
        "INSERT INTO main.head (id, rank, part, status, source, line, note, tags)"
        f" SELECT id + ?, rank + ?, coalesce(?, part), status, source + ?, line, note, tags FROM {BESIDE}.head",
        (shift.row, shift.rank, chosen, shift.source),
    )
    connection.execute(f"INSERT INTO main.body (id, line) SELECT id + ?, line FROM {BESIDE}.body", (shift.row,))
    connection.execute(
        "INSERT INTO main.token_count (row, vocabulary, total, learnt)"
        f" SELECT row + ?, vocabulary, total, learnt FROM {BESIDE}.token_count",
        (shift.row,),
    )


def _copy_sources(connection: sqlite3.Connection, shift: _Shift) -> None:
    connection.execute(
        "INSERT INTO main.source (id, name, taken, recipe, rows_in)"
        f" SELECT id + ?, name, taken, recipe, rows_in FROM {BESIDE}.source",
        (shift.source,),
    )
    connection.execute(
        "INSERT INTO main.left_out (source, line, reason, raw)"
        f" SELECT source + ?, line, reason, raw FROM {BESIDE}.left_out ORDER BY id",
        (shift.source,),
    )


def copy_steps(connection: sqlite3.Connection, shift: _Shift = _NONE, part: Part | None = None) -> None:
    """Make the draft's done steps the project's newest, with what their journal says about heads brought up to date."""
    steps = connection.execute(
        f"SELECT id, label, made, bytes FROM {BESIDE}.step WHERE undone = 0 ORDER BY id"
    ).fetchall()
    before = (
        "CASE place WHEN 'head' THEN json_set(before, '$.rank', json_extract(before, '$.rank') + :rank,"
        " '$.source', json_extract(before, '$.source') + :source,"
        " '$.part', coalesce(:part, json_extract(before, '$.part')))"
        " WHEN 'rank' THEN before + :rank WHEN 'part' THEN coalesce(:part, before) ELSE before END"
    )
    for number, label, made, size in steps:
        cursor = connection.execute("INSERT INTO main.step (label, made, bytes) VALUES (?, ?, ?)", (label, made, size))
        values = {
            "step": cursor.lastrowid,
            "row": shift.row,
            "rank": shift.rank,
            "source": shift.source,
            "part": part.value if part else None,
            "number": number,
        }
        connection.execute(
            f"INSERT INTO main.change (step, place, row, before) SELECT :step, place, row + :row, {before}"
            f" FROM {BESIDE}.change WHERE step = :number ORDER BY seq",
            values,
        )


def count(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return how many rows a draft began with, and how many are left after its steps."""
    left = connection.execute("SELECT count(*) FROM head").fetchone()[0]
    gone = connection.execute(
        "SELECT count(DISTINCT row) FROM change WHERE place = 'head' AND row NOT IN (SELECT id FROM head)"
    ).fetchone()[0]
    return left + gone, left
