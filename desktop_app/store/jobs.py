"""The project's memory of its training jobs: what was planned, what was measured, how it ended."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from desktop_app.core.classes import Classes
from desktop_app.core.job import Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.storable import storable
from desktop_app.core.target import Method


def add(connection: sqlite3.Connection, job: Job, plan: Plan) -> None:
    """Remember a job that was just created."""
    values = (job.id, job.created, json.dumps(asdict(job)), as_text(plan))
    connection.execute("INSERT INTO job (id, created, job, plan) VALUES (?, ?, ?, ?)", values)


def update(connection: sqlite3.Connection, job: Job) -> None:
    """Remember the job's newest state."""
    connection.execute("UPDATE job SET job = ? WHERE id = ?", (json.dumps(asdict(job)), job.id))


def all_jobs(connection: sqlite3.Connection) -> list[Job]:
    """Return every job of the project, the newest first."""
    return [_job(row[0]) for row in connection.execute("SELECT job FROM job ORDER BY created DESC, rowid DESC")]


def plan(connection: sqlite3.Connection, job_id: str) -> Plan:
    """Return what the user had decided for a job; KeyError for an unknown one."""
    row = connection.execute("SELECT plan FROM job WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        raise KeyError(job_id)
    return plan_of(json.loads(row[0]))


def as_text(plan: Plan) -> str:
    """Return a plan as it is kept."""
    return json.dumps(asdict(plan))


def plan_of(values: Mapping[str, Any]) -> Plan:
    """Return the plan of what was kept; one of an older version has the settings it did not know at their defaults."""
    classes = values.get("classes")
    wish = None if classes is None else Classes(classes["count"], classes["positive"], tuple(classes["betas"]))
    return Plan(**{**values, "method": Method(values.get("method", Method.SUPERVISED)), "classes": wish})


def add_points(connection: sqlite3.Connection, job_id: str, points: Iterable[MetricPoint]) -> None:
    """Remember measured points; a step that is measured again replaces the earlier one."""
    connection.executemany(
        "INSERT OR REPLACE INTO metric_point VALUES (?, ?, ?)",
        [(job_id, point.step, point_as_text(point)) for point in points],
    )


def points(connection: sqlite3.Connection, job_id: str) -> list[MetricPoint]:
    """Return a job's points in order of step."""
    query = "SELECT step, measured FROM metric_point WHERE job = ? ORDER BY step"
    return [point_of(step, kept) for step, kept in connection.execute(query, (job_id,))]


def point_as_text(point: MetricPoint) -> str:
    """Return what was measured at a step as it is kept; null stands for what came as no finite number."""
    return json.dumps({**point.values, **dict.fromkeys(point.broken)})


def point_of(step: int, kept: str) -> MetricPoint:
    """Return the point of what `point_as_text` gave."""
    values = json.loads(kept)
    broken = tuple(name for name, value in values.items() if value is None)
    return MetricPoint(step, {name: value for name, value in values.items() if value is not None}, broken)


def add_events(connection: sqlite3.Connection, job_id: str, events: Iterable[JobEvent]) -> None:
    """Remember lines of a job's story; known ones stay as they are."""
    connection.executemany(
        "INSERT OR IGNORE INTO job_event (job, id, time, level, message) VALUES (?, ?, ?, ?, ?)",
        [(job_id, e.id, e.time, e.level, storable(e.message)) for e in events],
    )


def events(connection: sqlite3.Connection, job_id: str) -> list[JobEvent]:
    """Return a job's story, oldest line first."""
    query = "SELECT id, time, level, message FROM job_event WHERE job = ? ORDER BY time, seq"
    return [JobEvent(*row) for row in connection.execute(query, (job_id,))]


def _job(stored: str) -> Job:
    values = json.loads(stored)
    values["status"] = JobStatus(values["status"])
    values["result_files"] = tuple(values["result_files"])
    values["method"] = Method(values.get("method", Method.SUPERVISED))
    return Job(**values)
