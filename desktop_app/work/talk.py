"""Talking with models over several turns: written down before anything is asked, gone on with where it broke off."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Cell
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Talk, batch
from desktop_app.store import batches, talks
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Failed, Got, Halted, Heard, ask, watched
from desktop_app.work.keep_batch import Kept
from desktop_app.work.project import written
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Remembered:
    """A conversation that was kept, with its answers in the order in which they came, and why others are missing."""

    talk: Talk
    answers: dict[Cell, Answer]
    faults: dict[Cell, Problem]


async def remembered(project: Project, number: int) -> Remembered:
    """Return a conversation by its number; raise Problem("talk_gone")."""
    return await asyncio.to_thread(_remembered, project, number)


async def rename(project: Project, number: int, title: str) -> None:
    """Give a conversation another title."""
    await written(project.write(partial(batches.rename, number=number, title=title)))


async def go_on(
    sites: Sites, project: Project | None, talk: Talk, answers: dict[Cell, Answer], waves: Sequence[Sequence[Cell]]
) -> AsyncGenerator[Heard, None]:
    """Ask the cells of each wave side by side, one wave after the other, and yield what comes.

    The conversation is on disk before anything is asked. A thread that is not answered is not asked in later waves.
    Where a place cannot be asked at all, each of its cells has Failed. Leaving the iteration keeps what has come.
    """
    number = await written(project.write(partial(talks.put, talk=talk))) if project is not None else 0
    known, legs, silent = dict(answers), talk.legs, set[int]()
    for wave in waves:
        wanted = [cell for cell in wave if legs[cell.prompt].thread not in silent]
        asked = batch(talk, wanted, known)
        kept = Kept(project, sites, asked, number) if project is not None else None
        left = {cell: asked.columns[cell.column].voice.site for cell in wanted}
        halted: dict[str, Problem] = {}
        async with aclosing(ask(sites, asked, wanted, kept, watched())) as heard:
            async for item in heard:
                if isinstance(item, Halted):
                    halted[item.site] = item.problem
                    continue
                if isinstance(item, Got):
                    known[item.cell] = item.answer
                if isinstance(item, Failed):
                    silent.add(legs[item.cell.prompt].thread)
                if isinstance(item, Got | Failed):
                    left.pop(item.cell, None)
                yield item
        for cell, site in left.items():
            if site in halted:
                silent.add(legs[cell.prompt].thread)
                yield Failed(cell, halted[site])


def _remembered(project: Project, number: int) -> Remembered:
    with project.reading() as connection:
        talk = talks.get(connection, number)
        if talk is None:
            raise Problem("talk_gone")
        faults = dict(batches.faults(connection, number))
        return Remembered(talk, dict(batches.outcomes(connection, number)), faults)
