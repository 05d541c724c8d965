"""Where a project speaks of a model: trainings that made it or went on from it, tests, comparisons, votes."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.batch import Kind
from desktop_app.store import jobs, schema
from desktop_app.store.connection import connect


@dataclass(frozen=True, slots=True)
class Mentions:
    """How a project uses a model: whether it made it, what was trained on from it, and how often it was asked.

    `answers` counts the answers it gave that are kept, which stay readable when the model is gone.
    """

    made: bool = False
    went_on: tuple[str, ...] = ()
    tests: int = 0
    comparisons: int = 0
    votes: int = 0
    answers: int = 0

    @property
    def any(self) -> bool:
        """Tell whether the project speaks of the model at all."""
        return self != Mentions()


def of_model(connection: sqlite3.Connection, model: str) -> Mentions:
    """Return how the project uses a model, or a base model, by its name at its place."""
    known = jobs.all_jobs(connection)
    made = any(job.tuned_model == model for job in known)
    plans = {job.id: jobs.plan(connection, job.id) for job in known}
    went_on = [
        job.tuned_model or job.title or job.id for job in known if model in (plans[job.id].base_model, job.base_model)
    ]
    found = {Kind.TEST.value: 0, Kind.COMPARE.value: 0}
    votes = 0
    asked = "SELECT id, kind, plan FROM batch WHERE kind IN (?, ?)"
    for number, kind, plan in connection.execute(asked, (Kind.TEST.value, Kind.COMPARE.value)):
        if any(column["voice"]["model"] == model for column in json.loads(plan).get("columns", ())):
            found[kind] += 1
            votes += connection.execute("SELECT count(*) FROM vote WHERE batch = ?", (number,)).fetchone()[0]
    answers = connection.execute("SELECT count(*) FROM answer WHERE model = ?", (model,)).fetchone()[0]
    return Mentions(made, tuple(went_on), found[Kind.TEST.value], found[Kind.COMPARE.value], votes, int(answers))


def in_file(path: Path, model: str) -> Mentions | None:
    """Return how a project that is not open here uses a model; None where the file cannot be read.

    Another window may have it open; nothing is written.
    """
    if not path.is_file():
        return None
    try:
        with closing(connect(path, writable=False)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            if application != schema.APPLICATION_ID:
                return None
            return of_model(connection, model)
    except (sqlite3.Error, KeyError, TypeError, ValueError):
        return None
