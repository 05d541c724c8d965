"""What became of the rows a model was trained with."""

import asyncio
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.example import Example
from desktop_app.core.fields import question_and_answer
from desktop_app.store import examples, jobs, run_texts, runs
from desktop_app.store.connection import connect, in_words
from desktop_app.store.examples import Row
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from sqlite3 import Connection

    from desktop_app.core.run_record import RowChanges

MOST = 10_000
"""So many rows are listed at most; the numbers are those of all."""
_PAGE, _GIST = 500, 80


class Fate(StrEnum):
    """What became of a row since a training."""

    CHANGED = "changed"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Training:
    """A training whose rows are known: its mark, the name of its job, and when it was planned (seconds since 1970)."""

    mark: str
    name: str
    planned: float


@dataclass(frozen=True, slots=True)
class Since:
    """One row that is not as it was: its id, its number in the table (from 1; None where it is not there any more)."""

    fate: Fate
    row: int
    number: int | None
    gist: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a comparison is: rows read, of so many."""

    rows: int
    total: int


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows had each fate, and the rows themselves."""

    counts: dict[Fate, int]
    rows: tuple[Since, ...]


@dataclass(frozen=True, slots=True)
class ThenNow:
    """A row as a training learned it (None: not kept, or not learned) and as it is now (None: not there any more)."""

    then: Example | None
    now: Row | None


async def trainings(project: Project) -> list[Training]:
    """Return the trainings that were started from this project, the newest first."""

    def read() -> list[Training]:
        with project.reading() as connection:
            names = {job.id: job.title or job.base_model for job in jobs.all_jobs(connection)}
            records = runs.records(connection)
        found = [Training(record.mark, names.get(job, job), record.planned) for job, record in records.items()]
        return sorted(found, key=lambda each: -each.planned)

    return await asyncio.to_thread(read)


def compare(path: Path, mark: str) -> Iterator[Walk | Compared]:
    """Read all rows of a project file (in the worker); yield how far that is, and how they differ from a training's."""
    with in_words(path), closing(connect(path, writable=False)) as connection:
        connection.execute("BEGIN")
        yield (yield from _compared(connection, mark))


async def then_and_now(project: Project, mark: str, row: int) -> ThenNow:
    """Return a row as a training learned it, and as it is now."""

    def read() -> ThenNow:
        with project.reading() as connection:
            then = run_texts.text_then(connection, mark, row)
            return ThenNow(then, next(iter(examples.page(connection, [row])), None))

    return await asyncio.to_thread(read)


def _compared(connection: "Connection", mark: str) -> Generator[Walk, None, Compared]:
    total = examples.count(connection)
    yield Walk(0, total)
    walk = runs.compared_with(connection, mark)
    while True:
        try:
            yield Walk(next(walk), total)
        except StopIteration as end:
            found: RowChanges = end.value
            break
    by_fate = {Fate.CHANGED: found.changed, Fate.MOVED: found.moved, Fate.NEW: found.new, Fate.GONE: found.gone}
    listed = [(fate, row) for fate, rows in by_fate.items() for row in rows][:MOST]
    wanted = {row for _, row in listed}
    numbers = {row: number for number, row in enumerate(examples.ids(connection), 1) if row in wanted}
    gists = _gists(connection, [row for _, row in listed])
    rows = tuple(Since(fate, row, numbers.get(row), gists.get(row, "")) for fate, row in listed)
    return Compared({fate: len(some) for fate, some in by_fate.items()}, rows)


def _gists(connection: "Connection", rows: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(rows), _PAGE):
        for row in examples.page(connection, rows[start : start + _PAGE]):
            found[row.id] = " ".join(question_and_answer(row.example)[0][: 4 * _GIST].split())[:_GIST]
    return found
