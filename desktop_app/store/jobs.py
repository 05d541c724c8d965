"""The project's memory of its training jobs: what was planned, what was measured, how it ended."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from desktop_app.core.job import Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.target import Method


def add(connection: sqlite3.Connection, job: Job, plan: Plan) -> None:
    """Remember a job that was just created."""
    values = (job.id, job.created, json.dumps(asdict(job)), json.dumps(asdict(plan)))
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
    values = json.loads(row[0])
    return Plan(**{**values, "method": Method(values.get("method", Method.SUPERVISED))})


def add_points(connection: sqlite3.Connection, job_id: str, points: Iterable[MetricPoint]) -> None:
    """Remember measured points; a step that is measured again replaces the earlier one."""
    connection.executemany(
        "INSERT OR REPLACE INTO metric_point VALUES (?, ?, ?)",
        [(job_id, point.step, json.dumps(dict(point.values))) for point in points],
    )


def keep_news(
    connection: sqlite3.Connection, job: Job, events: Iterable[JobEvent], points: Iterable[MetricPoint]
) -> None:
    """Remember all that was heard of a job at one asking."""
    update(connection, job)
    add_events(connection, job.id, events)
    add_points(connection, job.id, points)


def points(connection: sqlite3.Connection, job_id: str) -> list[MetricPoint]:
    """Return a job's points in order of step."""
    query = "SELECT step, measured FROM metric_point WHERE job = ? ORDER BY step"
    return [MetricPoint(step, json.loads(measured)) for step, measured in connection.execute(query, (job_id,))]


def add_events(connection: sqlite3.Connection, job_id: str, events: Iterable[JobEvent]) -> None:
    """Remember lines of a job's story; known ones stay as they are."""
    connection.executemany(
        "INSERT OR IGNORE INTO job_event (job, id, time, level, message) VALUES (?, ?, ?, ?, ?)",
        [(job_id, e.id, e.time, e.level, e.message) for e in events],
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
