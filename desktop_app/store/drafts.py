"""Drafts: project files on their way, filled fast and without any safety."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

from desktop_app.core.example import Example, Part
from desktop_app.core.problem import Problem
from desktop_app.store import history, remembered, schema
from desktop_app.store.bodies import packing, unpacked
from desktop_app.store.connection import connect

_DIVISION = "divided"
_AT_A_TIME = 100
"""Rows that one statement puts in: it takes a third less time than one for each row."""


@contextmanager
def filling(path: Path) -> Iterator[sqlite3.Connection]:
    """Make a project file and lend the one connection that fills it, fast and without any safety.

    What goes wrong in the block leaves no file behind; what goes well leaves an ordinary project file. A file that is
    there already is FileExistsError and stays as it is.
    """
    path.touch(exist_ok=False)
    with _in_words(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            schema.migrate(connection)
            history.keep_all(connection)
            left_off = _without_order(connection)
            connection.execute("BEGIN")
            yield connection
            for statement in left_off:
                connection.execute(statement)
            connection.execute("COMMIT")
            connection.execute("PRAGMA locking_mode = NORMAL").fetchall()
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.close()
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise


def _without_order(connection: sqlite3.Connection) -> list[str]:
    """Take the order of the rows away, which is worked out faster once they are all there; return what makes it."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'head'"
    found = connection.execute(query).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [statement for _, statement in found]


def put(connection: sqlite3.Connection, source: int, first: int, examples: Sequence[tuple[int, Example]]) -> range:
    """Put examples with the lines of the source they came from into a draft that is being filled; return their ids.

    `first` is the id of the first of them: 1, and then what follows on the last one.
    """
    lines = json.dumps([line for line, _ in examples])  # in one statement, a third of the time of one for each row
    connection.execute(
        "INSERT INTO head (id, rank, part, source, line)"
        " SELECT :first + key, (:first + key) * :gap, :part, :source, value FROM json_each(:lines)",
        {"first": first, "gap": schema.RANK_GAP, "part": Part.TRAINING.value, "source": source, "lines": lines},
    )
    ids = range(first, first + len(examples))
    packed = packing()
    bodies = [packed(example) for _, example in examples]
    for start in range(0, len(bodies), _AT_A_TIME):
        some = bodies[start : start + _AT_A_TIME]
        places = ", ".join(["(?, CAST(? AS TEXT))"] * len(some))
        numbered = zip(ids[start : start + _AT_A_TIME], some, strict=True)
        connection.execute(f"INSERT INTO body (id, line) VALUES {places}", [*chain.from_iterable(numbered)])
    return ids


@contextmanager
def opened(path: Path, *, writable: bool) -> Iterator[sqlite3.Connection]:
    """Lend a connection to a draft that was filled; what is written survives this process, not the computer."""
    with _in_words(path), closing(connect(path, writable=writable)) as connection:
        if writable:
            connection.execute("PRAGMA synchronous = OFF")
        yield connection


def stamp(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return what is another whenever the draft's rows are others: the newest step, and the number of rows."""
    query = "SELECT (SELECT coalesce(max(id), 0) FROM step), (SELECT count(*) FROM head)"
    newest, rows = connection.execute(query).fetchone()
    return newest, rows


def gone(connection: sqlite3.Connection) -> Iterator[tuple[int, Example]]:
    """Yield id and example of every row that a step of the draft took out, as it was then."""
    query = (
        "SELECT row, before, max(seq) FROM change"
        " WHERE place = 'body' AND before IS NOT NULL AND row NOT IN (SELECT id FROM body) GROUP BY row"
    )
    for row, line, _ in connection.execute(query):
        yield row, unpacked(line)


def note_division(connection: sqlite3.Connection, way: str) -> None:
    """Note how the rows were divided."""
    remembered.keep(connection, _DIVISION, way)


def division(connection: sqlite3.Connection) -> str:
    """Return how the rows were divided last; "" where they have not been."""
    return remembered.value(connection, _DIVISION)


def set_parts_of_gone(connection: sqlite3.Connection, parts: Mapping[int, Part]) -> None:
    """Let the rows with these ids come back into these parts when the step that took them out is undone."""
    connection.execute("CREATE TEMP TABLE coming (row INTEGER PRIMARY KEY, part TEXT)")
    connection.executemany("INSERT INTO coming VALUES (?, ?)", [(row, part.value) for row, part in parts.items()])
    connection.execute(
        "UPDATE change SET before = json_set(before, '$.part', (SELECT part FROM coming WHERE coming.row = change.row))"
        " WHERE place = 'head' AND before IS NOT NULL AND row IN (SELECT row FROM coming)"
    )
    connection.execute("DROP TABLE coming")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on a draft into Problems: no project has lost anything."""
    try:
        yield
    except sqlite3.Error as error:
        full = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF == sqlite3.SQLITE_FULL
        key = "draft_disk_full" if full else "draft_storage"
        raise Problem(key, details=f"{type(error).__name__}: {error}", folder=str(path.parent)) from error
