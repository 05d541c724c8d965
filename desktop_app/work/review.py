"""What a review of rows asks of the project besides the rows themselves."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.example import RowStatus
from desktop_app.store import standing
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from array import array

_DECIDED = (RowStatus.REVIEWED, RowStatus.EXCLUDED, RowStatus.PROBLEM)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a review is: the numbers of its rows that were decided in each way, and of those still open."""

    accepted: int
    excluded: int
    problem: int
    deleted: int
    open: int

    @property
    def decided(self) -> int:
        """Return how many rows are decided."""
        return self.accepted + self.excluded + self.problem + self.deleted


async def stand(project: Project, ids: "array[int]") -> Standing:
    """Count how far people are with these rows."""

    def count() -> Standing:
        with project.reading() as connection:
            found = standing.statuses(connection, ids)
        accepted, excluded, problem = (found.get(status, 0) for status in _DECIDED)
        there = sum(found.values())
        return Standing(accepted, excluded, problem, len(ids) - there, there - accepted - excluded - problem)

    return await asyncio.to_thread(count)


async def next_open(project: Project, ids: "array[int]", start: int) -> int | None:
    """Return the place of the next row nobody has decided about, from `start` on and then from the beginning."""

    def look() -> int | None:
        with project.reading() as connection:
            return standing.next_open(connection, ids, start)

    return await asyncio.to_thread(look)
