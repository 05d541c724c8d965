"""Bringing what the project remembers of a training's measurements into the curves, in portions."""

import asyncio
from collections.abc import AsyncIterator

from desktop_app.core.curves import Portion, portion_of
from desktop_app.core.metrics import MetricPoint
from desktop_app.store import jobs
from desktop_app.store.project import Project


async def read_curves(project: Project, job_id: str) -> AsyncIterator[Portion]:
    """Yield the points of a job in order of step."""

    def look() -> list[MetricPoint]:
        with project.reading() as connection:
            return jobs.points(connection, job_id)

    points = await asyncio.to_thread(look)
    if points:
        yield await asyncio.to_thread(portion_of, points)
