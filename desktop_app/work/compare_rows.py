"""How the rows of several trainings differ."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.store import runs
from desktop_app.store.project import Project


@dataclass(frozen=True, slots=True)
class RowDifference:
    """How many training rows one training has more than another, has not any more, and shares with it."""

    added: int
    gone: int
    same: int


async def differences(project: Project, mark: str, others: Sequence[str]) -> list[RowDifference]:
    """Return how each of the other runs differs from the run of `mark`; all are marks of runs in the project."""

    def look() -> list[RowDifference]:
        with project.reading() as connection:
            return [RowDifference(*runs.difference(connection, mark, other)) for other in others]

    return await asyncio.to_thread(look)
