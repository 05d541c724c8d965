"""The undo journal: what was in a row's place before a step, written many rows at a time.

A line of the journal tells what one place of a row held before the step: `body` (the text that is kept of the example),
`head` (all that stands beside it, as JSON), null in both where there was no row, or one column of the head. A step has
one line for each place of a row, and for a row either the whole head or columns of it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from desktop_app.core.change import Change
from desktop_app.store.course import Course
from desktop_app.store.schema import JOURNALED

COLUMNS = ("rank", "part", "status", "note", "tags")
"""The columns of the head that are places of their own, because an edit of many rows changes one of them alone."""
RANGE = "id BETWEEN ? AND ?"
"""The condition that names rows whose ids have no gap; what is known of them is found at once."""
SOME = 1000
"""The lines of a step are all looked at up to so many."""
EACH = 40
"""What a line of the journal takes besides the row it keeps, in bytes."""
_DERIVED = ("token_count", "row_finding", "row_checked")
"""What is known of a row only as long as its example stays the same."""
_PORTION = 10_000
_HEAD = "json_object(" + ", ".join(f"'{column}', {column}" for column in JOURNALED["head"]) + ")"
_OF_STEP = "step = :step AND place = :place"
_THESE = f"{_OF_STEP} AND row BETWEEN :first AND :last"


def open_step(connection: sqlite3.Connection, step: int | None) -> None:
    """Let what follows belong to this step; to none with None."""
    connection.execute("UPDATE open_step SET step = ?", (step,))


@contextmanager
def changing(
    connection: sqlite3.Connection, places: Iterable[str], where: str = "", values: Sequence[object] = ()
) -> Iterator[None]:
    """Journal these places of the rows that `where` names, all of them without it.

    The block may then change them, or delete the rows if both `head` and `body` are named.
    """
    step = _open_step(connection)
    for place in places:
        if place == "body":
            near = where == f"WHERE {RANGE}"
            rows = "row BETWEEN ? AND ?" if near else f"row IN (SELECT id FROM body {where})"
            forget_derived(connection, rows, values)
        if step is not None:
            _journal(connection, step, place, where, values)
    yield


@contextmanager
def journaled_at_once(connection: sqlite3.Connection, first: int) -> Iterator[None]:
    """Let the block insert rows with ids from `first` on, and journal that there were none."""
    yield
    step = _open_step(connection)
    for place in JOURNALED if step is not None else ():
        connection.execute(
            "INSERT OR IGNORE INTO change (step, place, row)"
            f" SELECT ?, '{place}', id FROM {place} WHERE id >= ? ORDER BY id",
            (step, first),
        )


def created(connection: sqlite3.Connection, row_id: int) -> None:
    """Journal that there was no row with this id."""
    step = _open_step(connection)
    if step is not None:
        lines = [(step, place, row_id) for place in JOURNALED]
        connection.executemany("INSERT OR IGNORE INTO change (step, place, row) VALUES (?, ?, ?)", lines)


def replacing(connection: sqlite3.Connection, row_id: int, line: str, status: str | None) -> None:
    """Journal what one row holds, its text and its status (None if that stays): what `changing` does, but quicker."""
    for table in _DERIVED:
        connection.execute(f"DELETE FROM {table} WHERE row = ?", (row_id,))
    step = _open_step(connection)
    if step is None:
        return
    keep = "INSERT OR IGNORE INTO change (step, place, row, before)"
    connection.execute(f"{keep} VALUES (?, 'body', ?, ?)", (step, row_id, line))
    if status is not None:
        known = "SELECT 1 FROM change WHERE step = ?1 AND place = 'head' AND row = ?2"
        connection.execute(f"{keep} SELECT ?1, 'status', ?2, ?3 WHERE NOT EXISTS ({known})", (step, row_id, status))


def turn(connection: sqlite3.Connection, step: int, course: Course) -> None:
    """Swap what the rows of a step are with what the journal holds of them, so that turning again leads back."""
    open_step(connection, None)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS present (row INTEGER PRIMARY KEY, value)")
    course.expect(connection.execute("SELECT count(*) FROM change WHERE step = ?", (step,)).fetchone()[0])
    for place in (*JOURNALED, *COLUMNS):
        these: dict[str, object] = {"step": step, "place": place}
        for first, last in list(_portions(connection, step, place)):
            these |= {"first": first, "last": last}
            course.advance(_swap(connection, place, these))


def touched(connection: sqlite3.Connection, step: int) -> tuple[Change, int | None]:
    """Return the step's Change, and how many bytes its lines are; None for more than SOME lines.

    The order changed if a row came, went or moved.
    """
    query = "SELECT place, row, coalesce(length(before), 0) FROM change WHERE step = ? LIMIT ?"
    lines = connection.execute(query, (step, SOME + 1)).fetchall()
    few = len(lines) <= SOME
    rows = {row for _, row, _ in lines}
    if not few:
        found = connection.execute("SELECT DISTINCT row FROM change WHERE step = ? LIMIT ?", (step, SOME + 1))
        rows = {row for (row,) in found}
    places = {place for place, _, _ in lines}
    moved = not (few and places.isdisjoint(("head", "rank"))) and _moved(connection, step)
    size = sum(size + EACH for _, _, size in lines) if few else None
    known = frozenset(rows) if len(rows) <= SOME else None
    return (Change(examples=True, order=moved, rows=known) if rows else Change()), size


def _moved(connection: sqlite3.Connection, step: int) -> bool:
    """Tell whether rows came, went or moved in a step."""
    moved = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM change c LEFT JOIN head h ON h.id = c.row WHERE c.step = :step"
        " AND c.place = 'head' AND (c.before IS NULL OR h.id IS NULL OR h.rank <> json_extract(c.before, '$.rank')))"
        " OR EXISTS (SELECT 1 FROM change c JOIN head h ON h.id = c.row WHERE c.step = :step"
        " AND c.place = 'rank' AND h.rank <> CAST(c.before AS INTEGER))",
        {"step": step},
    ).fetchone()[0]
    return bool(moved)


def _journal(connection: sqlite3.Connection, step: int, place: str, where: str, values: Sequence[object]) -> None:
    """Write down what a place of these rows holds, unless it is known already what it held before the step."""
    known, these = "", (step, *values)
    if place in COLUMNS and _has(connection, step, ("head",)):
        known = f" {'AND' if where else 'WHERE'} id NOT IN (SELECT row FROM change WHERE step = ? AND place = 'head')"
        these = (*these, step)
    connection.execute(
        "INSERT OR IGNORE INTO change (step, place, row, before)"
        f" SELECT ?, '{place}', id, {_value(place)} FROM {_table(place)} {where}{known} ORDER BY id",
        these,
    )
    if place == "head" and _has(connection, step, COLUMNS):
        _join_columns(connection, step)


def _join_columns(connection: sqlite3.Connection, step: int) -> None:
    """Put what columns were before the step into the whole heads that were journaled after them."""
    for column in COLUMNS:
        these = f"step = :step AND place = '{column}'"
        connection.execute(
            f"UPDATE change SET before = json_set(before, '$.{column}',"
            f" (SELECT one.before FROM change one WHERE one.step = :step AND one.place = '{column}'"
            "   AND one.row = change.row))"
            " WHERE step = :step AND place = 'head' AND before IS NOT NULL"
            f" AND row IN (SELECT row FROM change WHERE {these})",
            {"step": step},
        )
        connection.execute(
            f"DELETE FROM change WHERE {these} AND row IN"
            " (SELECT row FROM change WHERE step = :step AND place = 'head')",
            {"step": step},
        )


def _portions(connection: sqlite3.Connection, step: int, place: str) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each portion of a place."""
    row = "SELECT row FROM change WHERE step = ? AND place = ? AND row >= ? ORDER BY row LIMIT 1 OFFSET ?"
    newest = connection.execute("SELECT max(row) FROM change WHERE step = ? AND place = ?", (step, place)).fetchone()[0]
    first = connection.execute(row, (step, place, 0, 0)).fetchone()
    while first is not None:
        last = connection.execute(row, (step, place, first[0], _PORTION - 1)).fetchone() or (newest,)
        yield first[0], last[0]
        first = connection.execute(row, (step, place, last[0] + 1, 0)).fetchone()


def _swap(connection: sqlite3.Connection, place: str, these: dict[str, object]) -> int:
    """Swap one portion of a place with its lines in the journal and return how many they are."""
    table = _table(place)
    connection.execute(
        f"INSERT INTO present SELECT change.row, (SELECT {_value(place)} FROM {table} WHERE id = change.row)"
        f" FROM change WHERE {_THESE} ORDER BY row",
        these,
    )
    if place == "body":
        forget_derived(connection, f"row IN (SELECT row FROM change WHERE {_THESE})", these)
    if place in COLUMNS:
        before = f"SELECT before FROM change WHERE {_OF_STEP} AND row = head.id"
        connection.execute(f"UPDATE head SET {place} = ({before}) WHERE {_these_heads(connection, these)}", these)
    else:
        _restore(connection, place, these)
    # One by one in their order, which is quicker than to join them: a join is written down before it is used.
    value = "SELECT value FROM present WHERE present.row = change.row"
    swapped = connection.execute(f"UPDATE change SET before = ({value}) WHERE {_THESE}", these).rowcount
    connection.execute("DELETE FROM present")
    return swapped


def _these_heads(connection: sqlite3.Connection, these: dict[str, object]) -> str:
    """Return the condition that names the heads of a portion: their range, where it has no others in it."""
    inside = "SELECT count(*) FROM head WHERE id BETWEEN :first AND :last"
    named = f"SELECT count(*) FROM change WHERE {_THESE}"
    alone = connection.execute(f"SELECT ({inside}) = ({named})", these).fetchone()[0]
    range_of = "id BETWEEN :first AND :last"
    return range_of if alone else f"{range_of} AND id IN (SELECT row FROM change WHERE {_THESE})"


def _restore(connection: sqlite3.Connection, place: str, these: dict[str, object]) -> None:
    """Put whole rows of a table back as the journal knows them; what it knows nothing of was not there."""
    connection.execute(
        f"DELETE FROM {place} WHERE id IN (SELECT row FROM change WHERE {_THESE} AND before IS NULL)", these
    )
    columns = [column for column in JOURNALED[place] if column != "id"]
    old = "before" if place == "body" else ", ".join(f"json_extract(before, '$.{column}')" for column in columns)
    connection.execute(
        f"INSERT INTO {place} (id, {', '.join(columns)}) SELECT row, {old} FROM change"
        f" WHERE {_THESE} AND before IS NOT NULL ORDER BY row"
        f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in columns)}",
        these,
    )


def forget_derived(connection: sqlite3.Connection, rows: str, values: Sequence[object] | dict[str, object]) -> None:
    """Forget what was counted and found in rows, named by a condition, whose examples change or go."""
    for table in _DERIVED:
        if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]:
            connection.execute(f"DELETE FROM {table} WHERE {rows}", values)


def _has(connection: sqlite3.Connection, step: int, places: Sequence[str]) -> bool:
    """Tell whether the step has a line about one of these places."""
    found = [
        connection.execute("SELECT 1 FROM change WHERE step = ? AND place = ? LIMIT 1", (step, place)).fetchone()
        for place in places
    ]
    return any(found)


def _open_step(connection: sqlite3.Connection) -> int | None:
    step: int | None = connection.execute("SELECT step FROM open_step").fetchone()[0]
    return step


def _value(place: str) -> str:
    return {"head": _HEAD, "body": "line"}.get(place, place)


def _table(place: str) -> str:
    return "body" if place == "body" else "head"
