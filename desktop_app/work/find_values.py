"""Searching for good values: one model asked in many ways, its answers kept and scored, gone on with after a break."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt
from desktop_app.core.problem import Problem
from desktop_app.core.sweep_figures import Score, score
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Again, Failed, Got, Halted, Manner, ask
from desktop_app.work.asking_cost import Outlay, weigh
from desktop_app.work.bookkeeping import dollars_of, price_of
from desktop_app.work.keep_batch import Kept, keep, new_mark, take_up
from desktop_app.work.sites import Sites

_LONGEST_TITLE = 80
"""In letters."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: the columns are one model in all its settings, `read` returns the prompts (called in a thread)."""

    read: Callable[[], Sequence[Prompt]]
    columns: tuple[Column, ...]
    repeats: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A search as it is kept: how many answers are missing, and why some that were asked for did not come."""

    number: int
    batch: Batch
    left: int
    faults: Mapping[Cell, Problem]


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer with what is known of it."""

    cell: Cell
    answer: Answer
    score: Score


@dataclass(frozen=True, slots=True)
class Enough:
    """Nothing more is asked: the answers have cost what they may, in dollars."""

    dollars: float


Told = Opened | Scored | Failed | Again | Halted | Enough


async def outlay(project: Project, sites: Sites, wanted: Wanted) -> Outlay:
    """Return what a search takes, before it is begun."""
    prompts = await asyncio.to_thread(wanted.read)
    return await weigh(sites, prompts, wanted.columns, wanted.repeats, project)


async def begin(project: Project, sites: Sites, wanted: Wanted) -> int:
    """Write a search down before anything is asked; return its number. Raise Problem("sweep_no_prompt")."""
    prompts = tuple(await asyncio.to_thread(wanted.read))
    if not prompts:
        raise Problem("sweep_no_prompt")
    title = _title(prompts[0])
    batch = Batch(new_mark(), Kind.SWEEP, title, time.time(), prompts, wanted.columns, wanted.repeats)
    return (await keep(project, sites, batch)).number


async def show(project: Project, sites: Sites, number: int) -> AsyncGenerator[Told, None]:
    """Yield a search as it is kept, and each answer with its score; raise Problem("sweep_gone")."""
    kept, opened = await _open(project, sites, number)
    yield opened
    scorer = _Scorer(sites, kept.batch)
    for cell, answer in await asyncio.to_thread(_outcomes, project, number):
        yield await asyncio.to_thread(scorer.score, cell, answer)


async def search(
    project: Project, sites: Sites, number: int, most: float | None = None, manner: Manner | None = None
) -> AsyncGenerator[Told, None]:
    """Yield what `show` does, then ask what is missing, and yield what comes; raise Problem("sweep_gone").

    Leaving the iteration pauses the search: nothing that was answered is asked again. `most` dollars are spent on all
    its answers together; up to eight that are under way then may still cost something.
    """
    kept, opened = await _open(project, sites, number)
    yield opened
    scorer, spent = _Scorer(sites, kept.batch), 0.0
    for cell, answer in await asyncio.to_thread(_outcomes, project, number):
        spent += scorer.dollars(answer) or 0.0
        yield await asyncio.to_thread(scorer.score, cell, answer)
    left = await kept.left()
    if left and most is not None and spent >= most:
        yield Enough(spent)
        return
    async with aclosing(ask(sites, kept.batch, left, kept, manner)) as heard:
        async for item in heard:
            if isinstance(item, Got):
                spent += scorer.dollars(item.answer) or 0.0
                yield await asyncio.to_thread(scorer.score, item.cell, item.answer)
                if most is not None and spent >= most:
                    yield Enough(spent)
                    return
            elif isinstance(item, Failed | Again | Halted):
                yield item


class _Scorer:
    """Scores the answers of a search as they come; each is compared with those before it."""

    def __init__(self, sites: Sites, batch: Batch) -> None:
        self._batch = batch
        self._said: dict[tuple[int, int], list[str]] = {}
        voice = batch.columns[0].voice
        site, books = sites.site(voice.site), sites.books(voice.site)
        self._free = site is not None and (site.here or (books is not None and not books.counts))
        self._price = price_of(site.profile, voice.model) if site is not None else None

    def score(self, cell: Cell, answer: Answer) -> Scored:
        """Return an answer with its score."""
        earlier = self._said.setdefault((cell.prompt, cell.column), [])
        expected = self._batch.prompts[cell.prompt].expected
        stops = self._batch.columns[cell.column].setting.sampling.stop
        stop = next((mark for mark in stops if expected.endswith(mark)), "")
        found = score(answer, expected, earlier, self.dollars(answer), stop)
        earlier.append(answer.text)
        return Scored(cell, answer, found)

    def dollars(self, answer: Answer) -> float | None:
        """Return what an answer cost; None where nobody knows."""
        return 0.0 if self._free else dollars_of(self._price, answer.prompt_tokens, answer.tokens)


async def _open(project: Project, sites: Sites, number: int) -> tuple[Kept, Opened]:
    kept = await take_up(project, sites, number)
    if kept is None:
        raise Problem("sweep_gone")
    faults = await asyncio.to_thread(_faults, project, number)
    return kept, Opened(number, kept.batch, len(await kept.left()), faults)


def _outcomes(project: Project, number: int) -> list[tuple[Cell, Answer]]:
    with project.reading() as connection:
        return list(batches.outcomes(connection, number))


def _faults(project: Project, number: int) -> Mapping[Cell, Problem]:
    with project.reading() as connection:
        return batches.faults(connection, number)


def _title(prompt: Prompt) -> str:
    """Return what a search is called by: the beginning of its first question."""
    asked = prompt.question if isinstance(prompt.question, str) else prompt.question[-1].content
    return " ".join(asked[: 4 * _LONGEST_TITLE].split())[:_LONGEST_TITLE]
