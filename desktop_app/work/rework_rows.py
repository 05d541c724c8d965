"""Letting a model work over rows: which of them are asked about, and writing that down before anything is asked."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop_app.core import rework as reworks
from desktop_app.core.batch import Column, Kind, Prompt
from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Rework
from desktop_app.core.sentences import english
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import make
from desktop_app.work.habits import habits
from desktop_app.work.make_rows import olds


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows that were chosen: their shape (None without any), and the prompts of those that are asked about."""

    shape: Shape | None
    rows: int
    prompts: tuple[Prompt, ...]


async def choose(project: Project, ids: Sequence[int], rework: Rework) -> Chosen:
    """Return what would be asked about these rows."""
    return await asyncio.to_thread(_chosen, project, ids, rework)


def reading(project: Project, ids: Sequence[int], rework: Rework) -> Callable[[], Sequence[Prompt]]:
    """Return what reads the prompts; it is called in another thread."""
    return lambda: _chosen(project, ids, rework).prompts


async def begin(project: Project, ids: Sequence[int], rework: Rework, column: Column, most: float | None = None) -> int:
    """Write it down before anything is asked; return its number.

    Raise Problem("rework_no_rows") or Problem("grid_not_ready"). `most` is how many dollars it may cost.
    """
    chosen = await choose(project, ids, rework)
    # Whether there are rows is asked below: without a way to ask, `choose` finds none.
    hindered = reworks.hindrances(rework, chosen.shape, 1) if chosen.shape is not None else ()
    if hindered:
        raise Problem("grid_not_ready", reason=english(hindered[0]))
    if not chosen.prompts:
        raise Problem("rework_no_rows")
    known = await habits(project)
    if known is not None and chosen.shape is Shape.COMPLETION:
        rework = replace(rework, ending=known.ending if rework.field == reworks.PROMPT else known.stop)
    wanted = (Kind.REWORK, rework.instruction, chosen.prompts, rework.repeats)
    return await make.begin(project, wanted, column, reworks.to_line(rework), most)


def _chosen(project: Project, ids: Sequence[int], rework: Rework) -> Chosen:
    with project.reading() as connection:
        shape = examples.shape(connection)
        rows = examples.page(connection, list(ids))
    if shape is None or reworks.hindrances(rework, shape, 1):
        return Chosen(shape, len(rows), ())
    wanted = [old for old in olds(rows) if reworks.wants(rework, old) and old.example.shape is shape]
    return Chosen(shape, len(rows), tuple(reworks.prompt(rework, old) for old in wanted))
