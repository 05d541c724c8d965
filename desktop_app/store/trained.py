"""Which models a project's trainings made or began from: in short, and from a file that nothing happens to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.job import JobStatus
from desktop_app.core.problem import Problem
from desktop_app.store import strangers
from desktop_app.store.connection import endable, lies_still, untouched
from desktop_app.store.course import Course, Ended

_MOST = 200
"""So many trainings of a project are looked at, the newest first: a glance takes no time, whatever lies there."""
_LONGEST_NAME = 300
_LARGEST_VALUE = 1 << 20
"""No training's record is so long; SQLite gives up at what is longer, before it takes up memory."""
_JOBS = (
    "SELECT json_extract(job, '$.provider'), json_extract(job, '$.base_model'), json_extract(job, '$.tuned_model'),"
    " json_extract(job, '$.status'), created FROM job ORDER BY rowid DESC LIMIT ?"
)
_UNFINISHED = (
    "SELECT connection, json_extract(plan, '$.base_model'), NULL, NULL, planned FROM run WHERE job IS NULL LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model of a training: the one it made, or while it has made none the one it began from.

    `site` is where it trained, `created` when, in seconds since 1970; `done` tells whether the training came to its
    end with a model.
    """

    site: str
    model: str
    created: float
    done: bool


def of_project(connection: sqlite3.Connection) -> tuple[Trained, ...]:
    """Return the models of a project's newest trainings, and of those that were planned and have no job yet."""
    return (*_read(connection, _JOBS), *(_read(connection, _UNFINISHED) if _has_runs(connection) else ()))


def in_file(path: Path, course: Course) -> tuple[Trained, ...]:
    """Return the models of a project that is not open here, until `course` is ended.

    Nothing is written, locked, migrated or made beside the file. One that is missing, in use, damaged, made by a newer
    version or no project at all has nothing to tell, and neither has one in which something was left by a crash.
    """
    if not lies_still(path):
        return ()
    try:
        with closing(untouched(path)) as connection, endable(connection, course):
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
            strangers.refuse(connection, path)
            found = of_project(connection)
    except (Problem, Ended, sqlite3.Error, OSError, ValueError):
        return ()
    return found if lies_still(path) else ()  # else somebody wrote meanwhile, and what was read may be half of it


def _read(connection: sqlite3.Connection, query: str) -> Iterator[Trained]:
    for site, base, tuned, status, created in connection.execute(query, (_MOST,)):
        model = tuned or base
        known = isinstance(site, str) and isinstance(model, str) and isinstance(created, int | float)
        if known and 0 < len(model) <= _LONGEST_NAME:
            yield Trained(site, model, created, bool(tuned) and status == JobStatus.SUCCEEDED)


def _has_runs(connection: sqlite3.Connection) -> bool:
    """Tell whether the project was made late enough to write down what it plans."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'run'"
    return connection.execute(query).fetchone() is not None
