"""`tunedesk jobs`: the trainings of a place, in a terminal."""

import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from desktop_app.cli.asking import tell
from desktop_app.cli.following import WORDS, follow, line, tell_resumable
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import day_and_time, said_well
from desktop_app.cli.training_arguments import Jobs
from desktop_app.core.job import Job, JobStatus
from desktop_app.providers import job_story, jobs
from desktop_app.providers.client import Provider
from desktop_app.store.project import Project
from desktop_app.work.find_jobs import take_up
from desktop_app.work.sites import Sites

_ACTS = {"pause": jobs.pause, "resume": jobs.resume, "cancel": jobs.cancel}


def run(command: Jobs) -> int:
    """Say what was asked for; return 0, or 1 after saying what stood in the way or that a followed training failed."""
    return said_well(lambda: asyncio.run(_run(command)))


async def _run(command: Jobs) -> int:
    async with reached(command.at) as (sites, site_id):
        provider = await sites.provider(site_id)
        if not command.job:
            return await _list(provider, as_json=command.json)
        if command.act == "follow":
            return await _follow(sites, provider, command)
        if command.act:
            job = await _ACTS[command.act](provider, command.job)
        else:
            job = await jobs.retrieve(provider, command.job)
        await _describe(provider, job, command)
    return 0


async def _list(provider: Provider, *, as_json: bool) -> int:
    count = 0
    async for job, _ in jobs.all_jobs(provider):
        count += 1
        tell(_as_json(job) if as_json else line(job))
    if not count and not as_json:
        sys.stderr.write(f"There are no trainings at {provider.title}.\n")
    return 0


async def _describe(provider: Provider, job: Job, command: Jobs) -> None:
    if command.json:
        tell(_as_json(job))
        return
    tell(f"{job.id}: {WORDS[job.status]}")
    for name, value in (
        ("Base model", job.base_model),
        ("Tuned model", job.tuned_model),
        ("Begun", day_and_time(job.created)),
        ("Ended", day_and_time(job.finished) if job.finished else ""),
        ("Passes over the data", job.epochs),
        ("Trained tokens", job.trained_tokens),
        ("What went wrong", job.error),
    ):
        if value:
            tell(f"  {name}: {value}")
    tell_resumable(job, command.at)
    events, _ = await job_story.story(provider, job.id)
    for event in events:
        tell(f"  {day_and_time(event.time)}  {event.message}")


async def _follow(sites: Sites, provider: Provider, command: Jobs) -> int:
    """Follow a training that no project here remembers: its story is kept in a project that goes with this command."""
    job = await jobs.retrieve(provider, command.job)
    with tempfile.TemporaryDirectory(prefix="tunedesk-") as folder:
        project = await asyncio.to_thread(Project.create, Path(folder) / "followed.tunedesk")
        try:
            job = await follow(project, sites, await take_up(project, provider, job, sites.books(job.provider)))
        finally:
            await asyncio.to_thread(project.close)
    tell_resumable(job, command.at)
    return 0 if job.status is JobStatus.SUCCEEDED else 1


def _as_json(job: Job) -> str:
    return json.dumps(asdict(job), ensure_ascii=False)
