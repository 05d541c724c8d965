"""Making data with a model: written down before anything is asked, gone on with after a break, no dearer than said.

What is asked is a batch (`core.batch`) of kind MAKE or REWORK; `work.make_rows` and `work.rework_rows` make rows of it.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_app.core import grid as grids
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, title_of
from desktop_app.core.example import Shape
from desktop_app.core.grid import Grid
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.store import examples, made
from desktop_app.store.made import Making
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Again, Begun, Failed, Got, Halted, Manner, ask
from desktop_app.work.asking_cost import Outlay, weigh
from desktop_app.work.keep_batch import Kept, Opened, new_mark, take_up
from desktop_app.work.made_items import asked_text
from desktop_app.work.project import written
from desktop_app.work.purse import Enough, Purse, must_be_priced
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Spent:
    """What all answers together have cost by now, in dollars; None where nobody knows."""

    dollars: float | None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many prompts there are, the text of the first one ("" without any), and what asking them takes."""

    prompts: int
    first: str
    outlay: Outlay | None


Told = Opened | Begun | Got | Failed | Again | Halted | Spent | Enough


async def reckon(
    project: Project, sites: Sites, read: Callable[[], Sequence[Prompt]], column: Column | None, repeats: int
) -> Reckoned:
    """Return what would be asked and what that takes, before it is begun; `read` is called in another thread.

    Without a column (a model that is asked) it is not known what it takes.
    """
    prompts = await asyncio.to_thread(read)
    told = await weigh(sites, prompts, (column,), repeats, project) if column is not None and prompts else None
    return Reckoned(len(prompts), asked_text(prompts[0]) if prompts else "", told)


async def begin_grid(project: Project, grid: Grid, column: Column, most: float | None = None) -> int:
    """Write a grid down before anything is asked; return its number.

    Raise Problem("grid_not_ready"), or Problem("making_pairs") where no answer could become a row.

    `most` is how many dollars its answers may cost together.
    """
    hindered = grids.hindrances(grid)
    if hindered:
        raise Problem("grid_not_ready", reason=english(hindered[0]))
    if await asyncio.to_thread(_shape, project) is Shape.PREFERENCE:
        raise Problem("making_pairs")
    prompts = await asyncio.to_thread(grids.prompts, grid)
    wanted = (Kind.MAKE, grid.template, prompts, grid.repeats)
    return await begin(project, wanted, column, grids.to_line(grid), most)


async def begin(
    project: Project,
    wanted: tuple[Kind, str, tuple[Prompt, ...], int],
    column: Column,
    recipe: Mapping[str, Any],
    most: float | None,
) -> int:
    """Write down what is asked (its kind, its title, the prompts, how often each) and what becomes of it."""
    kind, title, prompts, repeats = wanted
    batch = Batch(new_mark(), kind, title_of(title), time.time(), prompts, (column,), repeats)
    return await written(project.write(partial(made.add, batch=batch, recipe=recipe, most=most)))


async def allow(project: Project, sites: Sites, number: int, most: float | None) -> None:
    """Let a batch cost another sum, in dollars; None for any.

    Raise Problem("making_gone"), or Problem("limit_no_price") for a limit that nobody could keep.
    """
    kept, _ = await _taken_up(project, sites, number)
    if most is not None:
        must_be_priced(sites, kept.batch.columns[0].voice)
    await written(project.write(partial(made.set_most, number=number, most=most)))


async def go_on(
    project: Project, sites: Sites, number: int, manner: Manner | None = None, only: frozenset[Cell] | None = None
) -> AsyncGenerator[Told, None]:
    """Yield a batch as it is kept and what it has cost, then ask for what has no answer and yield what comes.

    Raise Problem("making_gone"), or Problem("limit_no_price") for a limit that nobody could keep. Leaving the iteration
    pauses it: nothing that was answered is asked again. It ends where the answers have cost what they may; up to eight
    that are under way then may still cost something. `only` names cells that alone are wanted.
    """
    kept, making = await _taken_up(project, sites, number)
    purse = Purse(sites, kept.batch, making.most)
    for cell, answer in await kept.outcomes():
        purse.pay(cell, answer)
    missing = await kept.left()
    left = [cell for cell in missing if only is None or cell in only]
    open_cells = len(missing)
    yield Opened(number, kept.batch, open_cells)
    yield Spent(purse.dollars)
    if not left:
        return
    enough = purse.enough(open_cells)
    if enough is not None:
        yield enough
        return
    async with aclosing(ask(sites, kept.batch, left, kept, manner)) as heard:
        async for item in heard:
            if isinstance(item, Got):
                open_cells -= 1
                purse.pay(item.cell, item.answer)
                yield item
                yield Spent(purse.dollars)
                enough = purse.enough(open_cells)
                if enough is not None:
                    yield enough
                    return
            elif isinstance(item, Begun | Failed | Again | Halted):
                yield item


async def newest(project: Project, kind: Kind = Kind.MAKE) -> int | None:
    """Return the number of the newest batch of a kind; None where there is none."""

    def read() -> int | None:
        with project.reading() as connection:
            return made.newest(connection, kind)

    return await asyncio.to_thread(read)


async def _taken_up(project: Project, sites: Sites, number: int) -> tuple[Kept, Making]:
    kept = await take_up(project, sites, number)

    def read() -> Making | None:
        with project.reading() as connection:
            return made.get(connection, number)

    making = await asyncio.to_thread(read)
    if kept is None or making is None:
        raise Problem("making_gone")
    return kept, making


def _shape(project: Project) -> Shape | None:
    with project.reading() as connection:
        return examples.shape(connection)
