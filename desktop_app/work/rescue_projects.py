"""From what was brought home to projects: each training becomes one, with its rows, its story and its curve."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core import results
from desktop_app.core.file_name import file_name
from desktop_app.core.job import JobEvent
from desktop_app.core.measured import completed
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line, RemoteJob
from desktop_app.core.unique import unique_name
from desktop_app.core.wizard import Where
from desktop_app.providers.job_story import checkpoint_of
from desktop_app.store import jobs as kept_jobs
from desktop_app.store import story
from desktop_app.store.project import SUFFIX
from desktop_app.store.rescue_log import RescueLog
from desktop_app.store.side_files import without_sides
from desktop_app.work.apart import Apart
from desktop_app.work.find_jobs import plan_of
from desktop_app.work.project import create_project, written
from desktop_app.work.result_files import LARGEST
from desktop_app.work.take_whole import take_whole
from desktop_app.work.threads import in_thread

if TYPE_CHECKING:
    from sqlite3 import Connection


async def make_projects(apart: Apart, remote: tuple[RemoteJob, ...], log: RescueLog) -> AsyncIterator[Line]:
    """Make a project of each of these trainings that has none yet; yields a Line for each.

    A training whose training file is not at home gives a project without rows: its story is worth having.
    """
    for job in remote:
        name = job.job.id
        if log.is_home(Kind.PROJECT, name) or not log.is_home(Kind.JOB, name):
            continue
        try:
            line = await _make_or_say(apart, job, log)
        except Problem as problem:
            line = Line(Kind.PROJECT, name, Fate.REFUSED, reason=problem.key, details=problem.details)
            await asyncio.to_thread(log.add, line)
        yield line


async def _make_or_say(apart: Apart, job: RemoteJob, log: RescueLog) -> Line:
    """Make one project; what the disk refuses (a folder, a name, a file that is looked into) is a Problem as well."""
    try:
        return await _make(apart, job, log)
    except OSError as error:
        raise Problem("project_storage", details=str(error), name=job.job.id, folder=str(log.folder)) from error


async def _make(apart: Apart, job: RemoteJob, log: RescueLog) -> Line:
    """Make one project beside its place and put it there when it is whole.

    The log says where before it lies there: a rescue that is killed in between finds nothing at that place and makes it
    again, and one that is killed afterwards finds it.
    """
    folder = log.folder / "projects"
    part = folder / f".{file_name(job.job.id)}{SUFFIX}"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread(part.unlink, missing_ok=True)  # of a rescue that was killed here
    try:
        rows = await _filled(apart, job, log, part)
        title = file_name(str(job.record.get("user_provided_suffix") or "") or job.job.base_model) or "training"
        free = unique_name(f"{title} {job.job.id[-5:]}", lambda name: (folder / f"{name}{SUFFIX}").exists())
        path = folder / f"{free}{SUFFIX}"
        line = Line(Kind.PROJECT, job.job.id, Fate.HOME, path.relative_to(log.folder).as_posix(), rows)
        await asyncio.to_thread(log.add, line)
        await asyncio.to_thread(_put, part, path)
    finally:
        await asyncio.to_thread(part.unlink, missing_ok=True)
    return line


def _put(part: Path, path: Path) -> None:
    with without_sides(path):
        part.rename(path)


async def _filled(apart: Apart, job: RemoteJob, log: RescueLog, part: Path) -> int:
    """Make the project in its place for now, with rows, story and curve; return how many rows it has."""
    project = await create_project(part)
    rows = 0
    try:
        for file, where in ((job.training_file, Where.APPEND), (job.validation_file, Where.VALIDATION)):
            path = _at_home(log, file)
            if path is not None:
                rows += await take_whole(apart, path, project, where)
        told = await asyncio.to_thread(_story, log, job)
        await written(project.write(lambda connection: _remember(connection, job, told)))
    finally:
        await in_thread(project.close)
    return rows


def _at_home(log: RescueLog, file: str) -> Path | None:
    line = log.line(Kind.FILE, file)
    return log.folder / line.name if line is not None and log.is_home(Kind.FILE, file) else None


def _story(log: RescueLog, job: RemoteJob) -> Mapping[str, Any]:
    """Return what was fetched about the job, its curve completed by the results file."""
    line = log.line(Kind.JOB, job.job.id)
    told: dict[str, Any] = json.loads((log.folder / line.name).read_text(encoding="utf-8")) if line else {}
    points = {int(p["step"]): MetricPoint(int(p["step"]), dict(p["values"])) for p in told.get("points", [])}
    measured = [point for name in job.job.result_files for point in _measured(_at_home(log, name))]
    kept = [checkpoint_of(record) for record in told.get("checkpoints", [])]
    for point in [*(MetricPoint(one.step, one.values) for one in kept if one.values), *measured]:
        points[point.step] = completed(points.get(point.step), point)
    told["points"] = [points[step] for step in sorted(points)]
    told["checkpoints"] = kept
    return told


def _measured(path: Path | None) -> list[MetricPoint]:
    """Return what a result file tells; nothing for one that is no table: some providers put weights among them."""
    if path is None or path.stat().st_size > LARGEST:
        return []
    with suppress(Problem):
        return results.parse(path.read_bytes())
    return []


def _remember(connection: "Connection", job: RemoteJob, told: Mapping[str, Any]) -> None:
    kept_jobs.add(connection, job.job, plan_of(job.job))
    kept_jobs.add_events(connection, job.job.id, [JobEvent(**event) for event in told.get("events", [])])
    kept_jobs.add_points(connection, job.job.id, told["points"])
    story.add_checkpoints(connection, job.job.id, told["checkpoints"])
