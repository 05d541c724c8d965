"""Bringing what the project remembers of a training's measurements into the curves, in portions."""

import asyncio
from collections.abc import AsyncIterator

from desktop_app.core.curves import Portion
from desktop_app.store import points
from desktop_app.store.project import Project

_MOST = 1000
"""Points at a time: a portion is parsed within two milliseconds."""
_BREATH_S = 0.003
"""Between two portions the window's thread has the interpreter for itself; without, a drawing would take ten times."""


async def read_curves(project: Project, job_id: str) -> AsyncIterator[Portion]:
    """Yield the points of a job in order of step."""
    after = -1

    def look() -> Portion | None:
        with project.reading() as connection:
            return points.portion(connection, job_id, after, _MOST)

    while (found := await asyncio.to_thread(look)) is not None:
        yield found
        after = int(found.steps[-1])
        await asyncio.sleep(_BREATH_S)
