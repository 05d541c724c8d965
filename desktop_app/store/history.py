"""Undo and redo: steps in the project file that survive crashes and restarts.

Undoing a step swaps its rows with what the journal holds of them, and what stood there is the redo.
"""

import json
import sqlite3
import time

from desktop_app.core.change import Change, History, Step
from desktop_app.core.text import Text, text
from desktop_app.store import journal, remembered
from desktop_app.store.course import Course

KEPT_BYTES = 2_000_000_000
"""The history may hold this much of former rows; beyond that its oldest steps are let go, and that is said."""
_SAMPLES = 300
"""Of a large step so many lines are weighed, or a few more."""
_LARGE = 1_000
_SELDOM = 64
"""After so many small steps it is looked whether the history is too large; after a large one always."""
_FORGOTTEN = "steps_forgotten"
_ALL_KEPT = "all_steps_kept"
_NEWEST = "(SELECT id FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1)"
"""The step that undo would take back."""


def begin(connection: sqlite3.Connection, label: Text) -> int:
    """Open a new step inside the running transaction."""
    kept = json.dumps([label.key, dict(label.values)])
    cursor = connection.execute("INSERT INTO step (label, made) VALUES (?, ?)", (kept, time.time()))
    step = int(cursor.lastrowid or 0)
    journal.open_step(connection, step)
    return step


def end(connection: sqlite3.Connection, step: int) -> Change:
    """Close the step and return what it touched; a step that touched nothing leaves no trace.

    After any other, what had been undone can no longer be redone, and a history that is too large loses its oldest
    steps (never the newest).
    """
    journal.open_step(connection, None)
    change, size = journal.touched(connection, step)
    if change == Change():
        connection.execute("DELETE FROM step WHERE id = ?", (step,))
        return change
    _forget_undone(connection, step)
    size = _size(connection, step) if size is None else size
    connection.execute("UPDATE step SET bytes = ? WHERE id = ?", (size, step))
    if size * _LARGE > KEPT_BYTES or step % _SELDOM == 0:
        _trim(connection)
    return change


def steps(connection: sqlite3.Connection) -> list[Step]:
    """Return every step of the history, the oldest first; those that are undone come last."""
    found = connection.execute("SELECT id, label, made, undone FROM step ORDER BY id")
    return [Step(number, _text(label), made, bool(undone)) for number, label, made, undone in found]


def undo(connection: sqlite3.Connection, course: Course | None = None) -> Change:
    """Take back the newest done step; does nothing where there is none. `course` says how far it is."""
    return _turn(connection, "SELECT max(id) FROM step WHERE undone = 0", course or Course(), undone=1)


def redo(connection: sqlite3.Connection, course: Course | None = None) -> Change:
    """Do the oldest undone step again; does nothing where there is none. `course` says how far it is."""
    return _turn(connection, "SELECT min(id) FROM step WHERE undone = 1", course or Course(), undone=0)


def take_all_back(connection: sqlite3.Connection, after: int = 0) -> bool:
    """Undo every done step that came `after` this one, forget those, and return whether any was undone."""
    undone = 0
    newest = "SELECT max(id) FROM step WHERE undone = 0"
    while (connection.execute(newest).fetchone()[0] or 0) > after:
        undo(connection)
        undone += 1
    connection.execute("DELETE FROM step WHERE id > ?", (after,))
    return undone > 0


def forget_undone(connection: sqlite3.Connection) -> None:
    """Forget the steps that were undone, because steps come in that were done elsewhere."""
    connection.execute("DELETE FROM step WHERE undone = 1")


def history(connection: sqlite3.Connection) -> History:
    """Return the labels of what undo and redo would do."""
    undo_row = connection.execute("SELECT label FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1").fetchone()
    redo_row = connection.execute("SELECT label FROM step WHERE undone = 1 ORDER BY id LIMIT 1").fetchone()
    lost = int(remembered.value(connection, _FORGOTTEN) or 0)
    return History(_label(undo_row), _label(redo_row), lost)


def undoes(connection: sqlite3.Connection, row: int) -> bool:
    """Tell whether what undo would take back has to do with a row."""
    query = f"SELECT 1 FROM change WHERE row = ? AND step = {_NEWEST} LIMIT 1"
    return connection.execute(query, (row,)).fetchone() is not None


def _label(row: tuple[str] | None) -> Text | None:
    if row is None:
        return None
    return _text(row[0])


def _text(kept: str) -> Text:
    key, values = json.loads(kept)
    return text(key, **values)


def _forget_undone(connection: sqlite3.Connection, step: int) -> None:
    """Forget the steps that were undone before this one: they can no longer be redone."""
    # They stand after all that is done: looking for them everywhere would take longer with every step.
    before = connection.execute("SELECT undone FROM step WHERE id < ? ORDER BY id DESC LIMIT 1", (step,)).fetchone()
    if before is not None and before[0]:
        newest = "SELECT max(id) FROM step WHERE undone = 0 AND id < :step"
        connection.execute(
            f"DELETE FROM step WHERE id > coalesce(({newest}), 0) AND id < :step AND undone = 1", {"step": step}
        )


def _size(connection: sqlite3.Connection, step: int) -> int:
    """Return about how large the newest step's part of the journal is, in bytes, by some of its lines."""
    first, last = _first_line(connection, step), _last_line(connection)
    width = max(1, (last - first) // _SAMPLES)
    some = "SELECT length(before) FROM change WHERE seq = ? AND step = ?"
    found = [connection.execute(some, (at, step)).fetchone() for at in range(first, last + 1, width)]
    share = sum(one is not None for one in found) / max(1, len(found))
    sizes = [journal.EACH + (one[0] or 0) for one in found if one is not None]
    return round((last - first + 1) * share * sum(sizes) / max(1, len(sizes)))


def _first_line(connection: sqlite3.Connection, step: int) -> int:
    """Return the first of the newest step's lines: all before it belong to older ones, so that nothing is counted."""
    low, high = 0, _last_line(connection)
    while low < high:
        middle = (low + high) // 2
        found = connection.execute("SELECT step FROM change WHERE seq >= ? ORDER BY seq LIMIT 1", (middle,)).fetchone()
        low, high = (low, middle) if found[0] == step else (middle + 1, high)
    return low


def _last_line(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def keep_all(connection: sqlite3.Connection) -> None:
    """Let no step go, however large the history becomes: those of a draft belong together."""
    remembered.keep(connection, _ALL_KEPT, "yes")


def _trim(connection: sqlite3.Connection) -> None:
    """Let the oldest steps go until the history is small enough; the newest one stays, however large."""
    if remembered.value(connection, _ALL_KEPT):
        return
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


def _turn(connection: sqlite3.Connection, which: str, course: Course, *, undone: int) -> Change:
    """Turn the step that `which` names, if there is one."""
    step = connection.execute(which).fetchone()[0]
    if step is None:
        return Change()
    journal.turn(connection, step, course)
    connection.execute("UPDATE step SET undone = ? WHERE id = ?", (undone, step))
    return journal.touched(connection, step)[0]
