"""The answers of a batch that rows are made of, each with its state and with what a person said of it."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.core import grid as grids
from desktop_app.core import rework as reworks
from desktop_app.core import variety as varieties
from desktop_app.core.answer import Answer
from desktop_app.core.batch import Cell, Kind, Prompt, cells
from desktop_app.core.example import Example, Shape
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.grid import Grid
from desktop_app.core.making import Item
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Act, Rework
from desktop_app.core.storable import storable
from desktop_app.core.variety import Variety
from desktop_app.store import batches, examples, made
from desktop_app.store.examples import Row
from desktop_app.store.made import Making, Said
from desktop_app.store.project import Project
from desktop_app.work.project import written

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Sheet:
    """A batch with everything that is known of its answers, in the order in which they are asked.

    It is of a `grid` or of a `rework`. `shape` is that of the project's rows, None where it has none.
    """

    making: Making
    items: tuple[Item, ...]
    grid: Grid | None = None
    rework: Rework | None = None
    shape: Shape | None = None
    values: tuple[Mapping[str, str], ...] = field(default=())
    """Of a grid, the values of each prompt."""
    rows: Mapping[int, Row] = field(default_factory=dict)
    """Of a rework, the rows as they are now, by their ids."""

    @property
    def model(self) -> str:
        """Return the id of the model whose answers these are."""
        return self.making.batch.columns[0].voice.model

    @property
    def taken(self) -> tuple[Item, ...]:
        """Return the answers that become rows."""
        return tuple(item for item in self.items if item.taken)


async def read(project: Project, number: int) -> Sheet:
    """Return a batch with its answers; raise Problem("making_gone")."""
    return await asyncio.to_thread(sheet, project, number)


def rewrite(project: Project, number: int, cell: Cell, said: str | None) -> Coroutine[Any, Any, None]:
    """Keep what a person made of an answer; None takes that back. Queued at once: closing right away loses nothing."""
    return written(project.write(partial(made.write, number=number, cell=cell, text=said)))


def decide(project: Project, number: int, chosen: Sequence[Cell], taken: bool | None) -> Coroutine[Any, Any, None]:
    """Keep whether a person wants these answers; None leaves that to how they ended. Queued at once."""
    return written(project.write(partial(made.decide, number=number, cells=tuple(chosen), taken=taken)))


async def variety(sheet: Sheet) -> Variety | None:
    """Return how much the answers differ from each other; None without any."""
    return await asyncio.to_thread(varieties.variety, [item.text for item in sheet.items if item.answer is not None])


def sheet(project: Project, number: int) -> Sheet:
    """Do what `read` does, in this thread."""
    with project.reading() as connection:
        making = made.get(connection, number)
        if making is None:
            raise Problem("making_gone")
        known = _Known(
            dict(batches.outcomes(connection, number)),
            batches.faults(connection, number),
            made.said(connection, number),
        )
        shape = examples.shape(connection)
        if making.batch.kind is Kind.REWORK:
            return _of_rows(connection, making, known, shape)
        return _of_grid(connection, making, known, shape)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of the cells of a batch."""

    answers: Mapping[Cell, Answer]
    faults: Mapping[Cell, Problem]
    said: Mapping[Cell, Said]

    def item(self, cell: Cell, asked: str) -> Item:
        said = self.said.get(cell, Said())
        answer, fault = self.answers.get(cell), self.faults.get(cell)
        return Item(cell, asked, asked, answer, fault, written=said.text, decided=said.taken)


def _of_grid(connection: "Connection", making: Making, known: _Known, shape: Shape | None) -> Sheet:
    grid = grids.from_line(making.recipe)
    values = tuple(grid.all())
    titles = [grids.taught_prompt(grid, each) for each in values]
    rows = made.rows(connection, making.source)
    items = []
    for number, cell in enumerate(cells(making.batch), start=1):
        item = known.item(cell, asked_text(making.batch.prompts[cell.prompt]))
        row = rows.get(number)
        items.append(replace(item, title=titles[cell.prompt], row=row, done=row is not None))
    return Sheet(making, tuple(items), grid=grid, shape=shape, values=values)


def _of_rows(connection: "Connection", making: Making, known: _Known, shape: Shape | None) -> Sheet:
    rework, batch = reworks.from_line(making.recipe), making.batch
    ids = [prompt.row for prompt in batch.prompts if prompt.row is not None]
    rows = {row.id: row for row in examples.page(connection, ids)}
    made_rows = made.rows(connection, making.source)
    items = []
    for number, cell in enumerate(cells(batch), start=1):
        prompt = batch.prompts[cell.prompt]
        item = replace(known.item(cell, asked_text(prompt)), done=number in made_rows)
        row = rows.get(prompt.row) if prompt.row is not None else None
        items.append(_placed(item, rework, prompt, row))
    return Sheet(making, tuple(items), rework=rework, shape=shape, rows=rows)


def _placed(item: Item, rework: Rework, prompt: Prompt, row: Row | None) -> Item:
    """Return the item with the row it is meant for as it is now."""
    if row is None or rework.field not in FIELDS[row.example.shape]:
        return replace(item, row=prompt.row, before=prompt.expected, gone=True)
    now = storable(read_field(row.example, rework.field))  # as the batch remembers it
    placed = replace(item, title=_title(row.example, rework), row=row.id)
    if rework.act is Act.GRADE:
        return replace(placed, before=now, done=item.answer is not None and grade_tag(item.text) in row.tags)
    placed = replace(placed, frame=reworks.frame(rework, prompt.expected))
    if rework.act is Act.VARY:
        return replace(placed, before=prompt.expected, gone=now != prompt.expected)
    done = item.answer is not None and now == storable(placed.text) and now != prompt.expected
    return replace(placed, before=prompt.expected, done=done, gone=not done and now != prompt.expected)


def grade_tag(said: str) -> str:
    """Return the tag that a graded row bears."""
    return f"grade {reworks.grade_of(said)}"


def asked_text(prompt: Prompt) -> str:
    """Return what a model is asked, as one text."""
    if isinstance(prompt.question, str):
        return prompt.question
    return "\n\n".join(message.content for message in prompt.question)


def _title(example: Example, rework: Rework) -> str:
    """Return what people know a row by: its question, or its answer where the question is worked over."""
    other = reworks.question_field(example.shape)
    name = other if rework.field != other else reworks.answer_field(example.shape)
    return read_field(example, name)
