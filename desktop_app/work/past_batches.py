"""Batches that were asked before: finding, reading and removing them."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from functools import partial

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Kind
from desktop_app.core.problem import Problem
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Heard, ask, manner_of
from desktop_app.work.keep_batch import take_up
from desktop_app.work.project import written
from desktop_app.work.sites import Sites


async def listed(project: Project, kinds: Sequence[Kind], words: str = "") -> list[batches.Line]:
    """Return the batches of some kinds, the newest first; with `words` only those that hold them."""
    return await asyncio.to_thread(_listed, project, kinds, words)


async def whole(project: Project, number: int) -> tuple[Batch, dict[Cell, Answer]]:
    """Return a batch with its answers; raise Problem("batch_gone")."""
    return await asyncio.to_thread(_whole, project, number)


async def go_on(sites: Sites, project: Project, number: int) -> AsyncGenerator[Heard, None]:
    """Ask what is missing of a comparison, and yield what comes; raise Problem("batch_gone")."""
    kept = await take_up(project, sites, number)
    if kept is None:
        raise Problem("batch_gone")
    left = await kept.left()
    async with aclosing(ask(sites, kept.batch, left, kept, manner_of(len(kept.batch.prompts)))) as heard:
        async for item in heard:
            yield item


async def remove(project: Project, sites: Sites, number: int) -> None:
    """Take a batch away with its answers, once their cost stands in the ledger."""
    kept = await take_up(project, sites, number)
    if kept is not None:
        await kept.settle()
    await written(project.write(partial(batches.remove, number=number)))


def _listed(project: Project, kinds: Sequence[Kind], words: str) -> list[batches.Line]:
    with project.reading() as connection:
        return batches.listed(connection, kinds, words)


def _whole(project: Project, number: int) -> tuple[Batch, dict[Cell, Answer]]:
    with project.reading() as connection:
        batch = batches.get(connection, number)
        if batch is None:
            raise Problem("batch_gone")
        return batch, dict(batches.outcomes(connection, number))
