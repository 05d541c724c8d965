"""Rows of a project on loan: a draft holds a copy of them while they are gone over, and gives back what changed.

In the draft every row keeps its id, and its line is its place in the table; what it had before stands in `lent`. A step
that turns the rows into another shape is the draft's first; it stays when the remedies after it are taken back.
"""

import sqlite3

from desktop_app.core.change import Change
from desktop_app.core.example import Part
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text
from desktop_app.store import adopt, history, journal, remembered, row_findings, row_ids
from desktop_app.store.connection import BESIDE
from desktop_app.store.edit import Edit

_LENT = "CREATE TABLE lent (row INTEGER PRIMARY KEY, part TEXT NOT NULL, line INTEGER)"
_AT, _FIRST = "borrowed_at", "first_step"
_HEAD = "id, rank, part, status, source, line, note, tags"
_COUNTS = "row, vocabulary, total, learnt"


def borrow(draft: sqlite3.Connection, project: sqlite3.Connection) -> int:
    """Copy all rows of a project, in one state of it, into a draft that is being filled; return how many there are."""
    project.execute("BEGIN")
    draft.execute(_LENT)
    heads = project.execute(f"SELECT {_HEAD} FROM head ORDER BY rank")
    numbered = ((*head[:5], number, *head[6:]) for number, head in enumerate(heads, start=1))
    draft.executemany(f"INSERT INTO head ({_HEAD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", numbered)
    for table, columns in (("lent", "id, part, line"), ("body", "id, line"), ("token_count", _COUNTS)):
        marks = ", ".join("?" * len(columns.split(", ")))
        found = project.execute(f"SELECT {columns} FROM {'head' if table == 'lent' else table}")
        draft.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
    row_ids.used(draft, row_ids.following(project) - 1)
    remembered.keep(draft, _AT, row_findings.stamp(project))
    rows: int = draft.execute("SELECT count(*) FROM lent").fetchone()[0]
    project.execute("COMMIT")
    return rows


def is_borrowed(draft: sqlite3.Connection) -> bool:
    """Tell whether a draft's rows are those of a project, rather than those of a file."""
    return bool(remembered.value(draft, _AT))


def add_below(draft: sqlite3.Connection, row: int, number: int) -> None:
    """Say of a row that was made of another one that it stands at the same place of the table."""
    draft.execute("INSERT INTO lent SELECT id, part, NULL FROM head WHERE id = ?", (row,))
    draft.execute("UPDATE head SET line = ? WHERE id = ?", (number, row))


def parts(draft: sqlite3.Connection) -> dict[int, Part]:
    """Return the part each row has in the project; empty for rows of a file."""
    if not is_borrowed(draft):
        return {}
    return {row: Part(part) for row, part in draft.execute("SELECT row, part FROM lent")}


def keep_step(draft: sqlite3.Connection, step: int) -> None:
    """Let the draft's steps up to this one stay when its remedies are taken back."""
    remembered.keep(draft, _FIRST, str(step))


def kept_step(draft: sqlite3.Connection) -> int:
    """Return the last step that stays; 0 for none."""
    return int(remembered.value(draft, _FIRST) or 0)


def give_back(connection: sqlite3.Connection, divided: Text | None) -> Change:
    """Put the rows of the draft that is attached as BESIDE into the project they were borrowed from, with its steps.

    `divided` are the words of the step that divides them anew, which comes first; None leaves every row in its part.
    Raise Problem("rows_changed") where the project's rows are not those that were borrowed any more.
    """
    if remembered.value(connection, _AT, BESIDE) != row_findings.stamp(connection):
        raise Problem("rows_changed")
    changed = Change()
    if divided is not None:
        step = history.begin(connection, divided)
        _divide(connection)
        changed = history.end(connection, step)
    if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {BESIDE}.step)").fetchone()[0]:
        history.forget_undone(connection)
        _take(connection)
        _take_steps(connection)
        changed = Change(examples=True, order=True)
    return changed


def _divide(connection: sqlite3.Connection) -> None:
    """Give every row the part it has in the draft, those that a step of the draft takes out too."""
    gone = (
        f"SELECT row, json_extract(before, '$.part') AS part FROM {BESIDE}.change"
        f" WHERE place = 'head' AND before IS NOT NULL AND row NOT IN (SELECT id FROM {BESIDE}.head)"
    )
    edit = Edit(connection)
    for part in Part:
        query = f"SELECT id FROM (SELECT id, part FROM {BESIDE}.head UNION ALL {gone}) WHERE part = ?"
        edit.set_part([row for (row,) in connection.execute(query, (part.value,))], part)


def _take(connection: sqlite3.Connection) -> None:
    """Put what the draft's steps touched in the place of what is there."""
    touched = f"(SELECT DISTINCT row FROM {BESIDE}.change)"
    journal.forget_derived(connection, f"row IN {touched}", ())
    for table in ("head", "body"):
        connection.execute(f"DELETE FROM main.{table} WHERE id IN {touched}")
    connection.execute(
        f"INSERT INTO main.head ({_HEAD}) SELECT id, rank, head.part, status, source, lent.line, note, tags"
        f" FROM {BESIDE}.head JOIN {BESIDE}.lent ON lent.row = id WHERE id IN {touched}"
    )
    connection.execute(f"INSERT INTO main.body (id, line) SELECT id, line FROM {BESIDE}.body WHERE id IN {touched}")
    connection.execute(f"INSERT OR REPLACE INTO main.token_count SELECT {_COUNTS} FROM {BESIDE}.token_count")
    highest = connection.execute(f"SELECT last FROM {BESIDE}.row_id").fetchone()[0]
    row_ids.used(connection, highest)


def _take_steps(connection: sqlite3.Connection) -> None:
    """Make the draft's steps the project's newest; what they know of a row's line is what it was in the project."""
    before = connection.execute("SELECT coalesce(max(id), 0) FROM main.step").fetchone()[0]
    adopt.copy_steps(connection)
    connection.execute(
        "UPDATE main.change SET before = json_set(before, '$.line',"
        f" (SELECT lent.line FROM {BESIDE}.lent WHERE lent.row = change.row))"
        " WHERE step > ? AND place = 'head' AND before IS NOT NULL",
        (before,),
    )
