"""Writing many kept texts (store.bodies) at once, each journaled before it changes."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from desktop_app.core.example import RowStatus
from desktop_app.store import journal
from desktop_app.store.course import Course
from desktop_app.store.sought import Swap

MARKED = (RowStatus.EDITED.value, RowStatus.EXCLUDED.value)
"""A row with one of these is not marked as edited."""
CHOSEN = "(SELECT value FROM json_each(?))"
"""Ids that are given as `listed` ones."""


def put(connection: sqlite3.Connection, lines: Mapping[int, str]) -> None:
    """Put these texts in the place of those of the rows."""
    if not lines:
        return
    # In half the time of a statement for each row.
    connection.create_function("new_line", 1, lines.__getitem__)
    chosen, values = condition(sorted(lines))
    with journal.changing(connection, ("body",), f"WHERE {chosen}", values):
        connection.execute(f"UPDATE body SET line = new_line(id) WHERE {chosen}", values)
    connection.create_function("new_line", 1, None)  # or it would hold the texts


def swap_words(connection: sqlite3.Connection, swap: Swap, rows: Sequence[int]) -> list[int]:
    """Let the database replace words in these rows, in ascending order, as far as it can; return where it did."""
    chosen, values = condition(rows)
    found = connection.execute(
        f"SELECT id FROM body WHERE {chosen} AND {swap.where} ORDER BY id", (*values, *swap.values)
    )
    swapped = [row_id for (row_id,) in found]
    where, named = condition(swapped)
    with journal.changing(connection, ("body",), f"WHERE {where}", named):
        connection.execute(f"UPDATE body SET line = replace(line, ?, ?) WHERE {where}", (swap.sought, swap.by, *named))
    return swapped


def texts(connection: sqlite3.Connection, rows: Sequence[int], but: Sequence[int], holding: str) -> sqlite3.Cursor:
    """Return ids and texts of rows, in ascending order, but for some, that fit the pattern `holding` (of LIKE, or "").

    A sign of its own has ! before it.
    """
    where, values = condition(rows)
    if but:
        where, values = f"{where} AND id NOT IN {CHOSEN}", (*values, listed(but))
    if holding:
        where, values = f"{where} AND line LIKE ? ESCAPE '!'", (*values, holding)
    return connection.execute(f"SELECT id, line FROM body WHERE {where} ORDER BY id", values)


def _mark_edited(connection: sqlite3.Connection, row_ids: Collection[int]) -> None:
    """Mark rows as edited, unless they are excluded."""
    if not row_ids:
        return
    chosen, values = condition(sorted(row_ids))
    where = f"WHERE {chosen} AND status NOT IN {MARKED}"
    with journal.changing(connection, ("status",), where, values):
        connection.execute(f"UPDATE head SET status = '{RowStatus.EDITED}' {where}", values)


def mark_all_edited(connection: sqlite3.Connection, changed: Iterable[Collection[int]], course: Course) -> None:
    """Mark rows as edited whose texts are all written by now; raise Ended if nobody wants that any more.

    So the journal grows at its end. Texts and marks in turn would cost a seventh more, and half the room again.
    """
    for rows in changed:
        _mark_edited(connection, rows)
        course.look()


def condition(ascending: Sequence[int]) -> tuple[str, tuple[object, ...]]:
    """Return the condition that names these rows, with its values; ids without a gap are the quickest."""
    if len(ascending) == 0 or ascending[-1] - ascending[0] + 1 > len(ascending):
        return f"id IN {CHOSEN}", (listed(ascending),)
    return journal.RANGE, (ascending[0], ascending[-1])


def listed(row_ids: Iterable[int]) -> str:
    """Return ids in the form in which a statement takes any number of them."""
    return json.dumps(list(row_ids))
