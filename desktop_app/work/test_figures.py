"""The figures of a test, reckoned from what the project holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Kind
from desktop_app.core.examining import Compared, Figures, compared, figures, with_cosines
from desktop_app.core.problem import Problem
from desktop_app.store import batches, nearness
from desktop_app.store.nearness import Nearness
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True)
class Report:
    """A test with its answers, and the figures of each of its columns in their order.

    `nearness` is how near the answers come in meaning, None where nobody had that measured.
    """

    number: int
    batch: Batch
    answers: Mapping[Cell, Answer]
    figures: tuple[Figures, ...]
    nearness: Nearness | None = None

    @property
    def answered(self) -> int:
        """Return how many answers there are."""
        return len(self.answers)

    @cached_property
    def newest(self) -> Mapping[tuple[int, int], Answer]:
        """Return the newest answer to each prompt of each column, by both numbers."""
        return {(cell.prompt, cell.column): self.answers[cell] for cell in sorted(self.answers)}


async def report(project: Project, number: int, beta: float = 1.0) -> Report:
    """Return the figures of a test, as far as it is, F-scores with this beta; raise Problem("test_gone")."""
    return await asyncio.to_thread(_report, project, number, beta)


async def compare(told: Report, first: int, second: int) -> Compared | None:
    """Return two columns of a test compared; None where there is no row that both have answered."""
    return await asyncio.to_thread(compared, told.figures[first], told.figures[second])


def read_report(connection: "Connection", number: int, beta: float = 1.0) -> Report:
    """Return what `report` does; called in a thread."""
    batch = batches.get(connection, number)
    if batch is None or batch.kind is not Kind.TEST:
        raise Problem("test_gone")
    answers = dict(batches.outcomes(connection, number))
    near = nearness.get(connection, number)
    told = [figures(batch, answers, at, beta=beta) for at in range(len(batch.columns))]
    if near is not None:
        told = [with_cosines(each, near.of_column(at)) for at, each in enumerate(told)]
    return Report(number, batch, answers, tuple(told), near)


def _report(project: Project, number: int, beta: float) -> Report:
    with project.reading() as connection:
        return read_report(connection, number, beta)
