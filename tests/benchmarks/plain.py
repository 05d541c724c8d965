"""The editor's operations as one would write them by hand in plain SQLite, on the same rows, with the same result.

The file is made like a project's: pages of 8 kB, WAL, synchronous=FULL, rows in a narrow table and a wide one, their
order in an indexed column. What is kept for undo is as durable as in a project: the old texts and marks of all rows
that change lie in the file when the change is committed, and undoing keeps what it takes back, so that it can be done
again. As in a project many steps are kept beside each other, so an old text is found by its step and its row; what
was found in a text that changes is forgotten, and so is what had been undone before.
"""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

_PRAGMAS = ("page_size = 8192", "journal_mode = WAL", "synchronous = FULL")
_TABLES = """
CREATE TABLE head (id INTEGER PRIMARY KEY, rank INTEGER NOT NULL, part TEXT NOT NULL, status TEXT NOT NULL);
CREATE INDEX head_by_rank ON head (rank);
CREATE TABLE body (id INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE finding (row INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (row, name)) WITHOUT ROWID;
CREATE INDEX finding_by_name ON finding (name, row);
CREATE TABLE old_body (step INTEGER NOT NULL, id INTEGER NOT NULL, line TEXT NOT NULL, UNIQUE (step, id));
CREATE TABLE old_status (step INTEGER NOT NULL, id INTEGER NOT NULL, status TEXT NOT NULL, UNIQUE (step, id));
CREATE TABLE redo_body (step INTEGER NOT NULL, id INTEGER NOT NULL, line TEXT NOT NULL, UNIQUE (step, id));
CREATE TABLE redo_status (step INTEGER NOT NULL, id INTEGER NOT NULL, status TEXT NOT NULL, UNIQUE (step, id));
CREATE TABLE step (id INTEGER PRIMARY KEY, label TEXT NOT NULL, made REAL NOT NULL);
"""
_WITH_TEXT = "SELECT head.id FROM head JOIN body USING (id)"
_BOTH = (
    f"{_WITH_TEXT} WHERE json_extract(line, '$.prompt') LIKE '%{{0}}%'"
    " OR json_extract(line, '$.completion') LIKE '%{0}%' ORDER BY rank"
)
SELECTIONS = {
    "all rows": "SELECT id FROM head ORDER BY rank",
    "sorted by a field": f"{_WITH_TEXT} ORDER BY json_extract(line, '$.completion') COLLATE NOCASE, rank",
    "a rare text": f"{_WITH_TEXT} WHERE line LIKE '%question 123456:%' ORDER BY rank",
    "a text in every row": f"{_WITH_TEXT} WHERE line LIKE '%wizards%' ORDER BY rank",
    "a finding": "SELECT id FROM head WHERE id IN (SELECT row FROM finding WHERE name = 'f') ORDER BY rank",
    "a status": "SELECT id FROM head WHERE status = 'reviewed' ORDER BY rank",
}


IN_FIELDS = {
    "a rare text": _BOTH.format("question 123456:"),
    "a text in every row": _BOTH.format("wizards"),
}
"""The same as people mean it: in one of the texts, not in the names and marks of the line around them."""


def made(path: Path, project: Path) -> None:
    """Make the plain file with the rows of a project."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(_TABLES)
        connection.execute("ATTACH ? AS project", (str(project),))
        connection.execute("INSERT INTO head SELECT id, rank, part, status FROM project.head")
        connection.execute("INSERT INTO body SELECT id, line FROM project.body")
        connection.execute("INSERT INTO finding SELECT row, name FROM project.row_finding")
    connection.close()


class Plain:
    """One connection to the plain file."""

    def __init__(self, path: Path) -> None:
        self._step = 0
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def count(self) -> int:
        """Return how many rows there are; their ids count from 1."""
        return int(self._connection.execute("SELECT count(*) FROM head").fetchone()[0])

    def select(self, name: str) -> list[tuple[int]]:
        """Return the ids of one of the SELECTIONS."""
        return self._connection.execute(SELECTIONS[name]).fetchall()

    def select_in_fields(self, name: str) -> list[tuple[int]]:
        """Return the ids of one of those IN_FIELDS."""
        return self._connection.execute(IN_FIELDS[name]).fetchall()

    def first(self, count: int) -> list[int]:
        """Return the first ids in the order of the rows."""
        found = self._connection.execute("SELECT id FROM head ORDER BY rank LIMIT ?", (count,))
        return [row_id for (row_id,) in found]

    def page(self, ids: Sequence[int]) -> list[tuple[object, ...]]:
        """Return rows with both texts and what stands beside them."""
        marks = ", ".join("?" * len(ids))
        return self._connection.execute(
            "SELECT id, part, status, json_extract(line, '$.prompt'), json_extract(line, '$.completion')"
            f" FROM head JOIN body USING (id) WHERE id IN ({marks})",
            list(ids),
        ).fetchall()

    def edit(self, row_id: int, words: str) -> None:
        """Write one text of a row as one step, and keep what was there."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        self._begin("edit")
        these = (self._step, row_id)
        execute("INSERT INTO old_body SELECT ?, id, line FROM body WHERE id = ?", these)
        execute("INSERT INTO old_status SELECT ?, id, status FROM head WHERE id = ?", these)
        execute("UPDATE body SET line = json_set(line, '$.completion', ?) WHERE id = ?", (words, row_id))
        execute("UPDATE head SET status = 'edited' WHERE id = ?", (row_id,))
        execute("DELETE FROM finding WHERE row = ?", (row_id,))
        self._forget_redo()
        execute("COMMIT")

    def forget(self) -> None:
        """Forget what was kept."""
        self._connection.executescript("DELETE FROM old_body; DELETE FROM old_status; DELETE FROM step;")

    def replace(self, sought: str, by: str) -> None:
        """Replace a text in all rows that hold it, mark them, and keep what was there."""
        execute, held = self._connection.execute, f"line LIKE '%{sought}%'"
        execute("BEGIN IMMEDIATE")
        self._begin("replace")
        step = {"step": self._step}
        changed = "(SELECT id FROM old_body WHERE step = :step)"
        execute(f"INSERT INTO old_body SELECT :step, id, line FROM body WHERE {held}", step)
        execute(f"UPDATE body SET line = replace(line, ?, ?) WHERE {held}", (sought, by))
        execute(f"INSERT INTO old_status SELECT :step, id, status FROM head WHERE id IN {changed}", step)
        execute(f"UPDATE head SET status = 'edited' WHERE id IN {changed}", step)
        execute(f"DELETE FROM finding WHERE row IN {changed}", step)
        self._forget_redo()
        execute("COMMIT")

    def undo(self) -> None:
        """Put back what was kept of the newest step, and keep what it takes the place of."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        for table, column, kept in (("body", "line", "body"), ("head", "status", "status")):
            step = {"step": self._step}
            old = f"(SELECT id FROM old_{kept} WHERE step = :step)"
            execute(f"INSERT INTO redo_{kept} SELECT :step, id, {column} FROM {table} WHERE id IN {old}", step)
            value = f"(SELECT {column} FROM old_{kept} WHERE step = :step AND old_{kept}.id = {table}.id)"
            execute(f"UPDATE {table} SET {column} = {value} WHERE id IN {old}", step)
            execute(f"DELETE FROM old_{kept} WHERE step = :step", step)
        execute("COMMIT")

    def _forget_redo(self) -> None:
        """Forget what was undone: after another change it can no longer be done again."""
        self._connection.execute("DELETE FROM redo_body")
        self._connection.execute("DELETE FROM redo_status")

    def _begin(self, label: str) -> None:
        """Write down that a step begins."""
        inserted = self._connection.execute("INSERT INTO step (label, made) VALUES (?, ?)", (label, time.time()))
        self._step = int(inserted.lastrowid or 0)

    def export(self, target: Path) -> None:
        """Write every text in the order of the rows, one a line."""
        with target.open("w", encoding="utf-8") as file:
            found = self._connection.execute("SELECT line FROM head JOIN body USING (id) ORDER BY rank")
            file.writelines(f"{line}\n" for (line,) in found)
