"""Starting a training and steering it."""

import asyncio
import re
import tempfile
from dataclasses import replace
from pathlib import Path

from desktop_app.core.example import Part
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.problem import Problem
from desktop_app.formats import training_file
from desktop_app.providers import files, jobs
from desktop_app.providers.client import Provider
from desktop_app.store import examples
from desktop_app.store import jobs as kept_jobs
from desktop_app.store.project import Project
from desktop_app.work.project import written


async def start(project: Project, provider: Provider, plan: Plan) -> Job:
    """Send the project's training and validation parts to the provider, start the job and remember it."""
    with tempfile.TemporaryDirectory(prefix="tunedesk-") as folder:
        training = await asyncio.to_thread(_write, project, Part.TRAINING, Path(folder))
        if training is None:
            raise Problem("too_few_examples")
        validation = await asyncio.to_thread(_write, project, Part.VALIDATION, Path(folder))
        training_id = await files.upload(provider, training)
        validation_id = await files.upload(provider, validation) if validation else None
    plan = replace(plan, suffix=plan.suffix or name_for(project.name))
    job = await jobs.create(provider, plan, training_id, validation_id)
    await written(project.write(lambda c: kept_jobs.add(c, job, plan)))
    return job


async def cancel(project: Project, provider: Provider, job: Job) -> Job:
    """End a job for good."""
    return await _remember(project, await jobs.cancel(provider, job.id))


async def pause(project: Project, provider: Provider, job: Job) -> Job:
    """Halt a job."""
    return await _remember(project, await jobs.pause(provider, job.id))


async def resume(project: Project, provider: Provider, job: Job) -> Job:
    """Let a halted job go on."""
    return await _remember(project, await jobs.resume(provider, job.id))


async def result_file(provider: Provider, job: Job) -> bytes:
    """Return the job's results.csv; empty while there is none."""
    return await files.content(provider, job.result_files[0]) if job.result_files else b""


def name_for(project: str) -> str:
    """Return a project's name as a part of a model's name: what every provider takes, at most 18 characters."""
    return re.sub(r"[^a-z0-9]+", "-", project.lower()).strip("-")[:18].strip("-")


def running(known: list[Job]) -> Job | None:
    """Return the job that is still under way on this computer, if any; the newest of several."""
    known_here = (job for job in known if job.here and job.status is not JobStatus.UNKNOWN)
    return next((job for job in known_here if not job.status.ended), None)


async def _remember(project: Project, job: Job) -> Job:
    await written(project.write(lambda c: kept_jobs.update(c, job)))
    return job


def _write(project: Project, part: Part, folder: Path) -> Path | None:
    """Write a part's training file; None for a part without rows."""
    path = folder / f"{name_for(project.name) or 'project'}-{part.value}.jsonl"  # a project's own name may be too long
    with project.reading() as connection:
        count = training_file.write((row.example for row in examples.rows(connection, part)), path)
    return path if count else None
