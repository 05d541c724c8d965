"""Looking through a job's story off the window's thread."""

import asyncio
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.job import JobEvent
from desktop_app.store import happenings
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from array import array

_AT_ONCE = 500


async def places(project: Project, job_id: str, words: str = "", keys: Collection[str] = ()) -> "array[int]":
    """Return where the lines of the story lie, the oldest first; with `words` only those that hold them."""

    def look() -> "array[int]":
        with project.reading() as connection:
            return happenings.places(connection, job_id, words, keys)

    return await asyncio.to_thread(look)


async def turns(project: Project, job_id: str) -> list[tuple[float, str]]:
    """Return times and words of the lines with which pauses of a training begin and end."""

    def look() -> list[tuple[float, str]]:
        with project.reading() as connection:
            return happenings.turns(connection, job_id)

    return await asyncio.to_thread(look)


async def lines(project: Project, wanted: Sequence[int]) -> list[JobEvent]:
    """Return the lines that lie at these places, in their order."""

    def look() -> list[JobEvent]:
        found: dict[int, JobEvent] = {}
        with project.reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                found |= happenings.page(connection, wanted[start : start + _AT_ONCE])
        return [found[place] for place in wanted if place in found]

    return await asyncio.to_thread(look)
