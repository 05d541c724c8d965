"""The figures of a test, reckoned from what the project holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Kind
from desktop_app.core.examining import Compared, Figures, compared, figures
from desktop_app.core.problem import Problem
from desktop_app.store import batches
from desktop_app.store.project import Project


@dataclass(frozen=True)
class Report:
    """A test with its answers, and the figures of each of its columns in their order."""

    number: int
    batch: Batch
    answers: Mapping[Cell, Answer]
    figures: tuple[Figures, ...]

    @property
    def answered(self) -> int:
        """Return how many answers there are."""
        return len(self.answers)

    @cached_property
    def newest(self) -> Mapping[tuple[int, int], Answer]:
        """Return the newest answer to each prompt of each column, by both numbers."""
        return {(cell.prompt, cell.column): self.answers[cell] for cell in sorted(self.answers)}


async def report(project: Project, number: int) -> Report:
    """Return the figures of a test, as far as it is; raise Problem("test_gone")."""
    return await asyncio.to_thread(_report, project, number)


async def compare(told: Report, first: int, second: int) -> Compared | None:
    """Return two columns of a test compared; None where there is no row that both have answered."""
    return await asyncio.to_thread(compared, told.figures[first], told.figures[second])


def _report(project: Project, number: int) -> Report:
    with project.reading() as connection:
        batch = batches.get(connection, number)
        if batch is None or batch.kind is not Kind.TEST:
            raise Problem("test_gone")
        answers = dict(batches.outcomes(connection, number))
    return Report(number, batch, answers, tuple(figures(batch, answers, at) for at in range(len(batch.columns))))
