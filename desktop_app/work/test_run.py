"""Testing models on held-out rows: written down before anything is asked, gone on with where it broke off."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, request
from desktop_app.core.example import Part
from desktop_app.core.fields import expected, question
from desktop_app.core.likeness import bare
from desktop_app.core.problem import Problem
from desktop_app.store import batches, examples, recorded
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Heard, Manner, ask
from desktop_app.work.asking_cost import Outlay, weigh
from desktop_app.work.habits import Habits
from desktop_app.work.keep_batch import Kept, Opened, new_mark, take_up
from desktop_app.work.project import written
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from sqlite3 import Connection

RECORDED = "recorded"
"""The place of a model that is not asked any more: its answers are those that are kept in the project."""
_ALTERNATIVES = 5
"""So many tokens are asked for beside the one that came: as many as every provider gives."""
_ROOM = 4
"""Tokens a label may be longer than reckoned."""


def rows(project: Project, part: Part | None = None) -> list[Prompt]:
    """Return the rows of a part that expect an answer; without `part` the test rows, else the validation rows.

    Raise Problem("test_no_rows").
    """
    with project.reading() as connection:
        for each in (part,) if part is not None else (Part.TEST, Part.VALIDATION):
            found = [
                Prompt(question(row.example), expected(row.example), row.id)
                for row in examples.rows(connection, each)
                if expected(row.example).strip()
            ]
            if found:
                return found
    raise Problem("test_no_rows")


def drawn(prompts: list[Prompt], most: int | None, seed: int = 0) -> list[Prompt]:
    """Return no more than `most` of the prompts (all for None or 0), drawn by `seed`, in their order."""
    if not most or most >= len(prompts):
        return prompts
    chosen = sorted(random.Random(seed).sample(range(len(prompts)), most))  # noqa: S311 - chance, no secret
    return [prompts[at] for at in chosen]


def setting_for(habits: Habits | None, seed: int | None = None) -> Setting:
    """Return how a test asks: the likeliest answer, as long as the data's; of labels with their likelihoods.

    One token is enough for labels that all begin with another letter; others are asked for whole.
    """
    if habits is None:
        return Setting(Sampling(seed=seed))
    plain = Sampling(max_tokens=habits.tokens, stop=(habits.stop,) if habits.stop else (), seed=seed)
    if habits.labels:
        plain = replace(plain, max_tokens=_room_for(habits), logprobs=_ALTERNATIVES)
    return Setting(plain)


async def parts(project: Project) -> Mapping[Part, int]:
    """Return how many rows each part has."""
    return await asyncio.to_thread(_parts, project)


async def known(project: Project) -> list[tuple[Voice, int]]:
    """Return the models whose answers are recorded in the project, each with the number of questions answered."""
    return await asyncio.to_thread(_known, project)


async def outlay(
    project: Project, sites: Sites, read: Callable[[], Sequence[Prompt]], columns: Sequence[Column]
) -> tuple[Outlay, int]:
    """Return what a test takes and how many rows it has; `read` returns these and is called in another thread."""
    prompts = await asyncio.to_thread(read)
    asked = [column for column in columns if column.voice.site != RECORDED]
    return await weigh(sites, prompts, asked, 1, project), len(prompts)


async def begin(project: Project, read: Callable[[], Sequence[Prompt]], columns: Sequence[Column]) -> int:
    """Write a test down, with the recorded answers that take part; return its number. `read` is called in a thread.

    Raise Problem("test_no_rows") or Problem("test_no_model").
    """
    prompts = await asyncio.to_thread(read)
    if not prompts:
        raise Problem("test_no_rows")
    if not columns:
        raise Problem("test_no_model")
    title = ", ".join(column.voice.model for column in columns)
    batch = Batch(new_mark(), Kind.TEST, title, time.time(), tuple(prompts), tuple(columns))
    return await written(project.write(partial(_write, batch=batch)))


async def newest(project: Project) -> int | None:
    """Return the number of the test that was begun last; None where there is none."""
    return await asyncio.to_thread(_newest, project)


async def go_on(
    project: Project, sites: Sites, number: int, manner: Manner | None = None
) -> AsyncGenerator[Opened | Heard, None]:
    """Yield the test as it is kept, then ask what has no answer yet and yield what comes; raise Problem("test_gone").

    Leaving the iteration pauses the test. Nothing that was answered is asked again.
    """
    kept = await take_up(project, sites, number)
    if kept is None or kept.batch.kind is not Kind.TEST:
        raise Problem("test_gone")
    left = await _to_ask(kept)
    yield Opened(number, kept.batch, len(left))
    async with aclosing(ask(sites, kept.batch, left, kept, manner)) as heard:
        async for item in heard:
            yield item


async def _to_ask(kept: Kept) -> list[Cell]:
    """Return the cells that have no answer and can be asked: those of recorded models cannot."""
    return [cell for cell in await kept.left() if kept.batch.columns[cell.column].voice.site != RECORDED]


def _write(connection: "Connection", batch: Batch) -> int:
    number = batches.add(connection, batch)
    for column, one in enumerate(batch.columns):
        if one.voice.site != RECORDED:
            continue
        said = dict(recorded.of_model(connection, one.voice.model))
        for place in range(len(batch.prompts)):
            cell = Cell(place, column)
            asked = [request(_asked_as(batch, column, routes), cell) for routes in _ROUTES]
            answer = next((said[key] for key in (recorded.key(each.question) for each in asked) if key in said), None)
            if answer is not None:
                batches.put(connection, number, cell, asked[0], answer, paid=False)
    return number


_ROUTES = ((True, True), (True, False), (False, True))
"""Chat and completions: a question may have been asked in either way."""


def _asked_as(batch: Batch, column: int, routes: tuple[bool, bool]) -> Batch:
    one = batch.columns[column]
    voice = replace(one.voice, chat=routes[0], completions=routes[1])
    columns = (*batch.columns[:column], replace(one, voice=voice), *batch.columns[column + 1 :])
    return replace(batch, columns=columns)


def _parts(project: Project) -> Mapping[Part, int]:
    with project.reading() as connection:
        return examples.counts(connection)


def _known(project: Project) -> list[tuple[Voice, int]]:
    with project.reading() as connection:
        return [(Voice(RECORDED, model), count) for model, count in recorded.models(connection)]


def _newest(project: Project) -> int | None:
    with project.reading() as connection:
        found = batches.listed(connection, (Kind.TEST,))
    return found[0].id if found else None


def _room_for(habits: Habits) -> int:
    labels = [label for label in habits.labels if bare(label, habits.stop)]
    firsts = {label[:1].casefold() for label in labels}
    if len(firsts) == len(labels) == len(habits.labels) and all(first.isascii() and first.strip() for first in firsts):
        return 1
    longest = max(len(label.encode()) for label in habits.labels)
    return min(habits.tokens, longest // 2 + _ROOM)
