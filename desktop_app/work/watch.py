"""Following a job until it ends; everything heard is kept in the project."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from desktop_app.core.job import Job, JobEvent
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.providers import jobs
from desktop_app.store import jobs as kept_jobs
from desktop_app.store.project import Project
from desktop_app.work.project import written
from desktop_app.work.sites import Sites

POLL_SECONDS = 1.0
PATIENCE = 5
"""So many times in a row a provider may be out of reach before the watching gives up (an engine that is restarting)."""


@dataclass(frozen=True, slots=True)
class News:
    """The job as it stands, and what is new since the last News."""

    job: Job
    events: tuple[JobEvent, ...]
    points: tuple[MetricPoint, ...]


async def watch(project: Project, sites: Sites, job: Job) -> AsyncIterator[News]:
    """Yield News whenever there is some; ends when the job has ended. The first holds all that is known so far."""
    known: set[str] = set()
    missed = 0
    while True:
        try:
            provider = await sites.provider(job.provider)
            # Asked in this order, so that the last events of a job that just ended are not missed.
            now = await jobs.retrieve(provider, job.id)
            events, points = await jobs.news(provider, job.id, known)
        except Problem as problem:
            missed += 1
            if problem.key not in ("provider_unreachable", "provider_slow", "provider_broke_off") or missed > PATIENCE:
                raise
            await asyncio.sleep(POLL_SECONDS)
            continue
        missed = 0
        if events or points or now != job:
            await _keep(project, now, events, points)
            yield News(now, tuple(events), tuple(points))
        if now.status.ended:
            return
        job = now
        await asyncio.sleep(POLL_SECONDS)


async def _keep(project: Project, job: Job, events: list[JobEvent], points: list[MetricPoint]) -> None:
    await written(project.write(lambda c: kept_jobs.keep_news(c, job, events, points)))
