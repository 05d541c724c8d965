"""A results file that somebody kept becomes a training of the project: its curve, and nothing else is known of it."""

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core import results
from desktop_app.core.job import ELSEWHERE, Job, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.project import written
from desktop_app.work.result_files import LARGEST

if TYPE_CHECKING:
    from sqlite3 import Connection


async def take_results(project: Project, path: Path) -> Job:
    """Return the training that a results file tells of; the same file again is the same training.

    Raise Problem("results_not_readable") for what is no such table, Problem("watch_file_not_read") for no file.
    """
    job, points = await asyncio.to_thread(_read, path)
    return await written(project.write(lambda connection: _add(connection, job, points)))


def _read(path: Path) -> tuple[Job, list[MetricPoint]]:
    try:
        facts = path.stat()
        if facts.st_size > LARGEST:
            raise Problem("results_not_readable", details=f"{facts.st_size} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise Problem("watch_file_not_read", details=str(error), name=path.name, folder=str(path.parent)) from error
    points = results.parse(content)
    if not any(point.values or point.broken for point in points):
        raise Problem("results_not_readable", details=path.name)
    digest = hashlib.sha256(content).hexdigest()
    job = Job(
        id=f"results-{digest[:24]}",
        provider=ELSEWHERE,
        base_model="",
        status=JobStatus.SUCCEEDED,
        created=facts.st_mtime,
        finished=facts.st_mtime,
        total_steps=points[-1].step,
        trained_tokens=int(max((point.values.get("tokens", 0.0) for point in points), default=0.0)),
        title=path.stem,
    )
    return job, points


def _add(connection: "Connection", job: Job, points: list[MetricPoint]) -> Job:
    known = next((kept for kept in jobs.all_jobs(connection) if kept.id == job.id), None)
    if known is not None:
        return known
    jobs.add(connection, job, Plan("", connection=ELSEWHERE))
    jobs.add_points(connection, job.id, points)
    return job
