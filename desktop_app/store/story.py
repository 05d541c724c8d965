"""What was heard of a job on its way, kept as it comes: events in the provider's order, points, checkpoints.

Providers list events from the newest to the oldest, a page at a time. A reading that breaks off leaves a gap below what
it has read, so each portion is written together with where the reading stands.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_app.core.job import Checkpoint, Job, JobEvent
from desktop_app.core.measured import completed, renewed
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.storable import storable
from desktop_app.store import jobs

T = TypeVar("T")
_APART = 10_000_000
"""How many events a reading may bring: they are written from the newest down, and keep the provider's order."""
_MANY = 500
"""So many values a statement names at once."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How far a job's events were read.

    `known` are ids of the newest events below which nothing is missing. Of a reading under way, `newest` are its first
    ids, `last` is the event it has come down to ("" when none is under way) and `place` where its next events are put.
    `settled` tells that the job has ended and all it left is here.
    """

    known: tuple[str, ...] = ()
    newest: tuple[str, ...] = ()
    last: str = ""
    place: int = 0
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of what was heard, the oldest first.

    `filling` are points out of a table or of checkpoints, which only fill in what was measured on the way.
    """

    events: tuple[JobEvent, ...] = ()
    points: tuple[MetricPoint, ...] = ()
    filling: tuple[MetricPoint, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()


def heard(connection: sqlite3.Connection, job_id: str) -> Heard:
    """Return how far a job's events were read; of one that was never asked about, not at all."""
    query = "SELECT known, newest, last, place, settled FROM heard WHERE job = ?"
    row = connection.execute(query, (job_id,)).fetchone()
    if row is None:
        return Heard()
    return Heard(tuple(json.loads(row[0])), tuple(json.loads(row[1])), row[2], row[3], bool(row[4]))


def unsettled(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of the jobs that were listened to, and of which something may be missing still."""
    return {row[0] for row in connection.execute("SELECT job FROM heard WHERE NOT settled")}


def keep(
    connection: sqlite3.Connection, job: Job, portion: Portion, state: Heard
) -> tuple[Heard, tuple[MetricPoint, ...]]:
    """Remember a portion, the job as it stands and how far the reading is.

    Returns that with its place filled in, and the points that have become others, each with all that is known of it.
    """
    jobs.update(connection, job)
    place = state.place
    if portion.events:
        place = (place or _top(connection) + _APART) - len(portion.events)
        connection.executemany(
            "INSERT OR IGNORE INTO job_event (seq, job, id, time, level, message) VALUES (?, ?, ?, ?, ?, ?)",
            [(place + n, job.id, e.id, e.time, e.level, storable(e.message)) for n, e in enumerate(portion.events)],
        )
    changed = _merge(connection, job.id, portion.points, renewed)
    changed += _merge(connection, job.id, portion.filling, completed)
    add_checkpoints(connection, job.id, portion.checkpoints)
    state = replace(state, place=place if state.last else 0)
    listen(connection, job.id, state)
    return state, tuple(changed)


def listen(connection: sqlite3.Connection, job_id: str, state: Heard | None = None) -> None:
    """Remember how far a job's events were read; without a state, that it still has to be asked about."""
    state = state or Heard()
    connection.execute(
        "INSERT OR REPLACE INTO heard VALUES (?, ?, ?, ?, ?, ?)",
        (job_id, json.dumps(state.known), json.dumps(state.newest), state.last, state.place, state.settled),
    )


def known_ids(connection: sqlite3.Connection, job_id: str, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that belong to events kept already."""
    found: set[str] = set()
    for some in _portions(list(ids)):
        query = f"SELECT id FROM job_event WHERE job = ? AND id IN ({', '.join('?' * len(some))})"
        found.update(row[0] for row in connection.execute(query, (job_id, *some)))
    return found


def last_step(connection: sqlite3.Connection, job_id: str) -> int:
    """Return the last step at which anything was measured; 0 where nothing was."""
    query = "SELECT coalesce(max(step), 0) FROM metric_point WHERE job = ?"
    return int(connection.execute(query, (job_id,)).fetchone()[0])


def add_checkpoints(connection: sqlite3.Connection, job_id: str, kept: Iterable[Checkpoint]) -> None:
    """Remember checkpoints; one that is told of again replaces what was known of its step."""
    connection.executemany(
        "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?, ?, ?)",
        [(job_id, c.step, c.id, c.model, c.created, json.dumps(dict(c.values))) for c in kept],
    )


def checkpoints(connection: sqlite3.Connection, job_id: str) -> list[Checkpoint]:
    """Return a job's checkpoints in order of step."""
    query = "SELECT id, step, model, created, measured FROM checkpoint WHERE job = ? ORDER BY step"
    found = connection.execute(query, (job_id,))
    return [Checkpoint(name, step, model, made, json.loads(measured)) for name, step, model, made, measured in found]


def _merge(
    connection: sqlite3.Connection,
    job_id: str,
    told: Sequence[MetricPoint],
    join: Callable[[MetricPoint | None, MetricPoint], MetricPoint],
) -> list[MetricPoint]:
    changed: list[MetricPoint] = []
    for some in _portions(told):
        known = _points(connection, job_id, [point.step for point in some])
        for point in some:
            new = join(known.get(point.step), point)
            if new != known.get(point.step):
                known[point.step] = new
                changed.append(new)
    jobs.add_points(connection, job_id, changed)
    return changed


def _points(connection: sqlite3.Connection, job_id: str, steps: Sequence[int]) -> dict[int, MetricPoint]:
    marks = ", ".join("?" * len(steps))
    query = f"SELECT step, measured FROM metric_point WHERE job = ? AND step IN ({marks})"
    return {row[0]: jobs.point_of(*row) for row in connection.execute(query, (job_id, *steps))}


def _top(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM job_event").fetchone()[0])


def _portions(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + _MANY] for start in range(0, len(items), _MANY)]
