"""Undo and redo: steps in the project file that survive crashes and restarts.

Undoing a step swaps its rows with what the journal holds of them, and what stood there is the redo.
"""

import json
import sqlite3
import time

from desktop_app.core.change import Change, History, Step
from desktop_app.core.text import Text, text
from desktop_app.store import journal
from desktop_app.store.course import Course

KEPT_BYTES = 2_000_000_000
"""The history may hold this much of former rows; beyond that its oldest steps are let go, and that is said."""
_EACH = 40
"""What a line of the journal takes besides the row it keeps, in bytes."""
_SOME = 1000
"""So many lines of a step are all weighed; of a larger one as many as _SAMPLES, or a few more."""
_SAMPLES = 300
_SELDOM = 64
"""After so many small steps it is looked whether the history is too large; after a large one always."""
_FORGOTTEN = "steps_forgotten"


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
    change = journal.touched(connection, step)
    if change == Change():
        connection.execute("DELETE FROM step WHERE id = ?", (step,))
        return change
    # What is undone stands after all that is done: looking for it everywhere would take longer with every step.
    newest = "SELECT max(id) FROM step WHERE undone = 0 AND id < :step"
    connection.execute(
        f"DELETE FROM step WHERE id > coalesce(({newest}), 0) AND id < :step AND undone = 1", {"step": step}
    )
    size = _size(connection, step)
    connection.execute("UPDATE step SET bytes = ? WHERE id = ?", (size, step))
    if size * _SOME > KEPT_BYTES or step % _SELDOM == 0:
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


def _size(connection: sqlite3.Connection, step: int) -> int:
    """Return how large a step's part of the journal is, in bytes; of a large one by some of its lines."""
    few = "SELECT before FROM change WHERE step = ? LIMIT ?"
    weighed = f"SELECT count(*), coalesce(sum(length(before)), 0) FROM ({few})"
    count, size = connection.execute(weighed, (step, _SOME + 1)).fetchone()
    if count <= _SOME:
        return int(count * _EACH + size)
    lines = "SELECT min(seq), max(seq), count(*) FROM change WHERE step = ?"
    first, last, count = connection.execute(lines, (step,)).fetchone()
    width = max(1, (last - first) // _SAMPLES)
    some = "SELECT length(before) FROM change WHERE seq = ? AND step = ?"
    found = [connection.execute(some, (at, step)).fetchone() for at in range(first, last + 1, width)]
    sizes = [one[0] or 0 for one in found if one is not None]
    return round(int(count) * (_EACH + sum(sizes) / max(1, len(sizes))))


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


def _turn(connection: sqlite3.Connection, which: str, course: Course, *, undone: int) -> Change:
    """Turn the step that `which` names, if there is one."""
    step = connection.execute(which).fetchone()[0]
    if step is None:
        return Change()
    journal.turn(connection, step, course)
    connection.execute("UPDATE step SET undone = ? WHERE id = ?", (undone, step))
    return journal.touched(connection, step)
