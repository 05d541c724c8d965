"""Searching for good values: one model asked in many ways, its answers kept and scored, gone on with after a break."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, title_of
from desktop_app.core.problem import Problem
from desktop_app.core.sweep_figures import Score, score
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Again, Failed, Got, Halted, Manner, ask
from desktop_app.work.asking_cost import Outlay, weigh
from desktop_app.work.keep_batch import Kept, Opened, keep, new_mark, take_up
from desktop_app.work.purse import Enough, Purse
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: the columns are one model in all its settings, `read` returns the prompts (called in a thread)."""

    read: Callable[[], Sequence[Prompt]]
    columns: tuple[Column, ...]
    repeats: int


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer with what is known of it."""

    cell: Cell
    answer: Answer
    score: Score


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
    title = title_of(prompts[0].question)
    batch = Batch(new_mark(), Kind.SWEEP, title, time.time(), prompts, wanted.columns, wanted.repeats)
    return (await keep(project, sites, batch)).number


async def show(project: Project, sites: Sites, number: int) -> AsyncGenerator[Told, None]:
    """Yield a search as it is kept, why answers did not come, and each that did with its score.

    Raise Problem("sweep_gone").
    """
    kept = await _taken_up(project, sites, number)
    scorer = _Scorer(kept.batch, Purse(sites, kept.batch))
    async for told in _as_kept(kept, scorer):
        yield told


async def search(
    project: Project, sites: Sites, number: int, most: float | None = None, manner: Manner | None = None
) -> AsyncGenerator[Told, None]:
    """Yield what `show` does, then ask what is missing, and yield what comes; raise Problem("sweep_gone").

    Leaving the iteration pauses the search: nothing that was answered is asked again. `most` dollars are spent on all
    its answers together; up to eight that are under way then may still cost something. Raise Problem("limit_no_price")
    where nobody knows what they cost.
    """
    kept = await _taken_up(project, sites, number)
    purse = Purse(sites, kept.batch, most)
    scorer = _Scorer(kept.batch, purse)
    async for told in _as_kept(kept, scorer):
        yield told
    left = await kept.left()
    missing = len(left)
    enough = purse.enough(missing)
    if enough is not None:
        yield enough
        return
    async with aclosing(ask(sites, kept.batch, left, kept, manner)) as heard:
        async for item in heard:
            if isinstance(item, Got):
                yield await asyncio.to_thread(scorer.score, item.cell, item.answer)
                missing -= 1
                enough = purse.enough(missing)
                if enough is not None:
                    yield enough
                    return
            elif isinstance(item, Failed | Again | Halted):
                yield item


class _Scorer:
    """Scores the answers of a search as they come, and pays for them; each is compared with those before it."""

    def __init__(self, batch: Batch, purse: Purse) -> None:
        self._batch = batch
        self._purse = purse
        self._said: dict[tuple[int, int], list[str]] = {}

    def score(self, cell: Cell, answer: Answer) -> Scored:
        """Return an answer with its score."""
        self._purse.pay(cell, answer)
        earlier = self._said.setdefault((cell.prompt, cell.column), [])
        expected = self._batch.prompts[cell.prompt].expected
        stops = self._batch.columns[cell.column].setting.sampling.stop
        stop = next((mark for mark in stops if expected.endswith(mark)), "")
        found = score(answer, expected, earlier, self._purse.price(answer), stop)
        earlier.append(answer.text)
        return Scored(cell, answer, found)


async def _taken_up(project: Project, sites: Sites, number: int) -> Kept:
    kept = await take_up(project, sites, number)
    if kept is None:
        raise Problem("sweep_gone")
    return kept


async def _as_kept(kept: Kept, scorer: _Scorer) -> AsyncGenerator[Opened | Failed | Scored, None]:
    """Yield what the project knows of a search."""
    yield Opened(kept.number, kept.batch, len(await kept.left()))
    for cell, problem in (await kept.faults()).items():
        yield Failed(cell, problem)
    for cell, answer in await kept.outcomes():
        yield await asyncio.to_thread(scorer.score, cell, answer)
