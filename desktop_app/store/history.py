"""Undo and redo: a journal in the project file that survives crashes and restarts.

Undoing a step writes its old rows back; the same triggers journal what stood there, and that is the redo.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from desktop_app.core.change import Change, History, Step
from desktop_app.core.text import Text, text
from desktop_app.store.schema import JOURNALED

KEPT_BYTES = 2_000_000_000
"""The history may hold this much of former rows; beyond that its oldest steps are let go, and that is said."""
_EACH = 40
"""What a line of the journal takes besides the row it keeps, in bytes."""
_FORGOTTEN = "steps_forgotten"


def begin(connection: sqlite3.Connection, label: Text) -> int:
    """Open a new step inside the running transaction."""
    kept = json.dumps([label.key, dict(label.values)])
    cursor = connection.execute("INSERT INTO step (label, made) VALUES (?, ?)", (kept, time.time()))
    step = int(cursor.lastrowid or 0)
    _open(connection, step)
    return step


def end(connection: sqlite3.Connection, step: int) -> Change:
    """Close the step and return what it touched; a step that touched nothing leaves no trace.

    After any other, what had been undone can no longer be redone, and a history that is too large loses its oldest
    steps (never the newest).
    """
    _open(connection, None)
    change = _touched(connection, step)
    if change == Change():
        connection.execute("DELETE FROM step WHERE id = ?", (step,))
        return change
    connection.execute("DELETE FROM step WHERE undone = 1")
    size = f"SELECT coalesce(sum(length(before)), 0) + {_EACH} * count(*) FROM change WHERE step = :step"
    connection.execute(f"UPDATE step SET bytes = ({size}) WHERE id = :step", {"step": step})
    _trim(connection)
    return change


def steps(connection: sqlite3.Connection) -> list[Step]:
    """Return every step of the history, the oldest first; those that are undone come last."""
    found = connection.execute("SELECT id, label, made, undone FROM step ORDER BY id")
    return [Step(number, _text(label), made, bool(undone)) for number, label, made, undone in found]


@contextmanager
def journaled_at_once(connection: sqlite3.Connection, first: int) -> Iterator[None]:
    """Let the block insert rows with ids from `first` on, and journal them all in one go: four times as fast."""
    step = _open_step(connection)
    _open(connection, None)
    yield
    if step is None:
        return
    _open(connection, step)
    for place in JOURNALED:
        connection.execute(
            f"INSERT INTO change (step, place, row) SELECT ?, '{place}', id FROM {place} WHERE id >= ? ORDER BY id",
            (step, first),
        )


@contextmanager
def changing(
    connection: sqlite3.Connection, places: Iterable[str], where: str = "", values: Sequence[object] = ()
) -> Iterator[None]:
    """Journal the rows that `where` names (all of them without it) in one go; the block may change or delete them."""
    step = _open_step(connection)
    if step is None:
        yield
        return
    for place in places:
        connection.execute(
            f"INSERT INTO change (step, place, row, before) SELECT ?, '{place}', id, {_as_json(place)} "
            f"FROM {place} {where} ORDER BY id",
            (step, *values),
        )
    _open(connection, None)
    yield
    _open(connection, step)


def undo(connection: sqlite3.Connection) -> Change:
    """Take back the newest done step; does nothing where there is none."""
    return _turn(connection, "SELECT max(id) FROM step WHERE undone = 0", undone=1)


def redo(connection: sqlite3.Connection) -> Change:
    """Do the oldest undone step again; does nothing where there is none."""
    return _turn(connection, "SELECT min(id) FROM step WHERE undone = 1", undone=0)


def take_all_back(connection: sqlite3.Connection) -> bool:
    """Undo every done step, forget all steps, and return whether any was undone."""
    undone = 0
    while connection.execute("SELECT max(id) FROM step WHERE undone = 0").fetchone()[0] is not None:
        undo(connection)
        undone += 1
    connection.execute("DELETE FROM step")
    return undone > 0


def history(connection: sqlite3.Connection) -> History:
    """Return the labels of what undo and redo would do."""
    undo_row = connection.execute("SELECT label FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1").fetchone()
    redo_row = connection.execute("SELECT label FROM step WHERE undone = 1 ORDER BY id LIMIT 1").fetchone()
    lost = connection.execute("SELECT value FROM setting WHERE key = ?", (_FORGOTTEN,)).fetchone()
    return History(_label(undo_row), _label(redo_row), int(lost[0]) if lost else 0)


def _label(row: tuple[str] | None) -> Text | None:
    if row is None:
        return None
    return _text(row[0])


def _text(kept: str) -> Text:
    key, values = json.loads(kept)
    return text(key, **values)


def _trim(connection: sqlite3.Connection) -> None:
    """Let the oldest steps go until the history is small enough; the newest one stays, however large."""
    total = int(connection.execute("SELECT coalesce(sum(bytes), 0) FROM step").fetchone()[0])
    if total <= KEPT_BYTES:
        return
    lost = 0
    oldest_first = connection.execute("SELECT id, bytes FROM step ORDER BY id").fetchall()
    for number, size in oldest_first[:-1]:
        if total <= KEPT_BYTES:
            break
        connection.execute("DELETE FROM step WHERE id = ?", (number,))
        total, lost = total - size, lost + 1
    connection.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
        (_FORGOTTEN, str(lost)),
    )


def _turn(connection: sqlite3.Connection, which: str, *, undone: int) -> Change:
    """Swap the rows of a step with what the journal holds of them, however many they are, in a few statements."""
    step = connection.execute(which).fetchone()[0]
    if step is None:
        return Change()
    # The oldest word of the journal about a row is how the row was before the step; the table also keeps SQLite from
    # copying every text aside, as it would do for a journal that is read and written by the same statement.
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS turning (place, row, seq, PRIMARY KEY (place, row))")
    connection.execute(
        "INSERT INTO turning SELECT place, row, min(seq) FROM change WHERE step = ? GROUP BY place, row", (step,)
    )
    newest = connection.execute("SELECT max(seq) FROM change WHERE step = ?", (step,)).fetchone()[0]
    _open(connection, None)
    for place in JOURNALED:
        _journal_present(connection, place, step)
        _restore(connection, place)
    connection.execute("DELETE FROM change WHERE step = ? AND seq <= ?", (step, newest))
    connection.execute("DELETE FROM turning")
    connection.execute("UPDATE step SET undone = ? WHERE id = ?", (undone, step))
    return _touched(connection, step)


def _journal_present(connection: sqlite3.Connection, place: str, step: int) -> None:
    """Put the rows as they are now into the journal: that is how the way back finds them."""
    connection.execute(
        f"INSERT INTO change (step, place, row, before) SELECT ?, '{place}', id, {_as_json(place)} "
        f"FROM {place} WHERE id IN (SELECT row FROM turning WHERE place = '{place}')",
        (step,),
    )
    connection.execute(
        f"INSERT INTO change (step, place, row) SELECT ?, '{place}', row FROM turning "
        f"WHERE place = '{place}' AND row NOT IN (SELECT id FROM {place})",
        (step,),
    )


def _restore(connection: sqlite3.Connection, place: str) -> None:
    """Put the rows back as the journal knows them; what it knows nothing of was not there."""
    journal = f"FROM turning CROSS JOIN change USING (seq) WHERE turning.place = '{place}'"
    connection.execute(f"DELETE FROM {place} WHERE id IN (SELECT turning.row {journal} AND before IS NULL)")
    columns = [c for c in JOURNALED[place] if c != "id"]
    old = ", ".join(f"json_extract(before, '$.{c}')" for c in columns)
    connection.execute(
        f"INSERT INTO {place} (id, {', '.join(columns)}) SELECT turning.row, {old} {journal} AND before IS NOT NULL "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in columns)}"
    )


def _as_json(place: str) -> str:
    return "json_object(" + ", ".join(f"'{c}', {c}" for c in JOURNALED[place]) + ")"


def _open_step(connection: sqlite3.Connection) -> int | None:
    step: int | None = connection.execute("SELECT step FROM open_step").fetchone()[0]
    return step


def _open(connection: sqlite3.Connection, step: int | None) -> None:
    connection.execute("UPDATE open_step SET step = ?", (step,))


def _touched(connection: sqlite3.Connection, step: int) -> Change:
    """Return the step's Change; the order changed if a row came, went or moved."""
    rows = [r for (r,) in connection.execute("SELECT DISTINCT row FROM change WHERE step = ? LIMIT 1001", (step,))]
    moved = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM change c LEFT JOIN head h ON h.id = c.row WHERE c.step = ? AND c.place = 'head'"
        " AND (c.before IS NULL OR h.id IS NULL OR h.rank <> json_extract(c.before, '$.rank')))",
        (step,),
    ).fetchone()[0]
    few = frozenset(rows) if len(rows) <= 1000 else None
    return Change(examples=bool(rows), order=bool(moved), rows=few) if rows else Change()
