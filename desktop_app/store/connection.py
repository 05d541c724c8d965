"""SQLite connections of a project file, and SQLite's faults in words."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from desktop_app.core.problem import Problem
from desktop_app.store.course import Course, Ended

BUSY_SECONDS = 30
_SIDE_FILE_BYTES = 64 << 20
"""What a very large import leaves of SQLite's side file while the project is open."""
_LOOK_AFTER = 20_000
"""After so many of its own small steps SQLite asks whether it shall go on: every few milliseconds."""
BESIDE = "beside"
"""The name under which a statement finds the other project file that `attached` lends."""


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Return a connection in autocommit mode; a reader cannot write by mistake."""
    connection = unsettled(path)
    if writable:
        settle(connection)
    else:
        # Not by mapping the file into memory (mmap_size): where its drive is taken away meanwhile, the system ends the
        # whole program then instead of giving an error. It would make a search a fifth faster.
        connection.execute("PRAGMA query_only = ON")
    return connection


def unsettled(path: Path) -> sqlite3.Connection:
    """Return a connection that has written nothing and does not know yet whether it will; it makes no file."""
    place = _lying_there(path)
    connection = sqlite3.connect(place, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")  # what stands in a stranger's file may call none of our functions
    return connection


def untouched(path: Path) -> sqlite3.Connection:
    """Return a reader that leaves no trace: it locks nothing and makes no file, not even SQLite's own for a moment.

    It sees what stands in the file itself. Of what somebody has not put into it yet (its side file) it knows nothing,
    so it is for a file that `lies_still`.
    """
    connection = sqlite3.connect(_lying_there(path, "mode=ro&immutable=1"), isolation_level=None, uri=True)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def lies_still(path: Path) -> bool:
    """Tell whether a file is there and, as far as one can see, nobody has it open and no crash left it half written.

    SQLite's side files tell: they lie beside the file itself, also where the path is a link to it.
    """
    try:
        if not path.is_file():
            return False
        file = path.resolve(strict=True)
        return not any(file.with_name(file.name + side).exists() for side in ("-wal", "-journal"))
    except (OSError, ValueError):
        return False


def _lying_there(path: Path, how: str = "mode=rw") -> str:
    """Return the name by which SQLite opens a file that is there, and makes none where it is missing.

    An empty file in the place of one that was deleted would look as if that was there again. The path is quoted whole,
    not made an address of: so `%`, `?`, `#`, drive letters and shares of Windows, and letters that are no text, all
    reach the system as they are.
    """
    return f"file:{quote(os.fsencode(path), safe='')}?{how}"


def settle(connection: sqlite3.Connection) -> None:
    """Let a connection write, in the way that is right for a project."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA journal_size_limit = {_SIDE_FILE_BYTES}")


def fold(connection: sqlite3.Connection) -> None:
    """Put what stands in the side file into the file that the connection has open, whatever name that has by now.

    SQLite does so when the last connection is closed, but not for a file that has lost its name: then it leaves the
    side file, and would play it into whatever is opened by that name next.
    """
    with suppress(sqlite3.Error):  # the drive is gone, or somebody still reads: then it stays as SQLite leaves it
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what the block did as one whole, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def attached(connection: sqlite3.Connection, path: Path | None) -> Iterator[None]:
    """Let the block's statements also read another project file as BESIDE; with None there is nothing to lend.

    It must not be written to: only what happens in one file alone is done whole or not at all.
    """
    if path is None:
        yield
        return
    connection.execute(f"ATTACH ? AS {BESIDE}", (_lying_there(path),))
    try:
        yield
    finally:
        connection.execute(f"DETACH {BESIDE}")


@contextmanager
def endable(connection: sqlite3.Connection, course: Course | None) -> Iterator[None]:
    """Let the block's statements be ended through `course`; raise Ended when they were."""
    if course is None:
        yield
        return
    course.look()
    connection.set_progress_handler(lambda: course.ended, _LOOK_AFTER)
    try:
        yield
    except sqlite3.OperationalError as error:
        if course.ended and error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Ended from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on this file into Problems."""
    try:
        yield
    except sqlite3.Error as error:
        raise _as_problem(error, path) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:  # the file is a whole one, its contents are not
        details = f"{type(error).__name__}: {error}"
        raise Problem("project_damaged", details=details, name=path.name, folder=str(path.parent)) from error


def damage(path: Path, error: BaseException | None) -> Problem | None:
    """Return the Problem of a file in which something cannot be read; None where `error` says anything else."""
    found = _as_problem(error, path) if isinstance(error, sqlite3.Error) else None
    return found if found is not None and found.key == "project_damaged" else None


def _as_problem(error: sqlite3.Error, path: Path) -> Problem:
    """Return the Problem that says what SQLite's error means for the project."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # there is no room even for the small file beside an open project
        code = sqlite3.SQLITE_FULL
    key = {
        sqlite3.SQLITE_FULL: "disk_full",
        sqlite3.SQLITE_NOTADB: "project_not_a_project",
        sqlite3.SQLITE_CORRUPT: "project_damaged",
        sqlite3.SQLITE_READONLY: "project_read_only",
        sqlite3.SQLITE_CANTOPEN: "project_cannot_open",
        sqlite3.SQLITE_BUSY: "project_busy",
    }.get((code or 0) & 0xFF, "project_storage")
    return Problem(key, details=f"{type(error).__name__}: {error}", name=path.name, folder=str(path.parent))
