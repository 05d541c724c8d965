"""Bringing what the project remembers of a training's measurements into the curves, in portions."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from desktop_app.core.curves import Portion
from desktop_app.store import points, story
from desktop_app.store.project import Project

_MOST = 4000
"""Points at a time: Python's objects of a portion are made within three milliseconds, and the window waits no longer
for it."""
_LARGEST_ROOM = 2_000_000


async def read_curves(project: Project, job_id: str) -> AsyncIterator[Portion]:
    """Yield the points of a job in order of step."""
    after = -1
    names: dict[str, None] = {}
    room = 0

    def look() -> Portion | None:
        with project.reading() as connection:
            found = points.portion(connection, job_id, after, _MOST, tuple(names))
            last = story.last_step(connection, job_id) if found is not None and not names else 0
        return replace(found, room=_room(found, last) or room) if found is not None else None

    while (found := await asyncio.to_thread(look)) is not None:
        yield found
        after, room = int(found.steps[-1]), found.room
        names.update(dict.fromkeys(found.columns))


def _room(first: Portion, last: int) -> int:
    """Return about how many points there are up to the step `last`, if they lie as close as the first of them."""
    steps = first.steps
    if len(steps) < _MOST or not last:
        return 0
    return min(_LARGEST_ROOM, round(last * len(steps) / float(steps[-1] - steps[0] + 1)) + _MOST)
