"""Making rows of answers: one step of the history, each row with where it comes from; and the answers as a table."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core import grid as grids
from desktop_app.core import rework as reworks
from desktop_app.core.answer import Finish
from desktop_app.core.batch import Cell
from desktop_app.core.example import Example, Part, RowStatus, Shape
from desktop_app.core.making import COME, Item
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Act, Old, Rework
from desktop_app.core.sentences import english
from desktop_app.core.text import Text, text
from desktop_app.formats.report_table import write_csv
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row
from desktop_app.work.made_items import Sheet, grade_tag

CSV_HEADS = ("prompt", "sub_prompt", "response_txt", "finish_reason")
"""The columns after those of the placeholders, as the tutorials call them."""
_FINISH = {Finish.PROBLEM: "content_filter", Finish.OTHER: ""}
"""Why an answer ended, in the words of the protocol."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the project: the label of its step, what does it, and how many rows it makes or changes."""

    label: Text
    edit: Callable[[Edit], object]
    rows: int


def grid_step(sheet: Sheet, usual: Shape = Shape.COMPLETION) -> Step:
    """Return the step that makes rows of the answers that are taken; `usual` is the shape where there are no rows yet.

    Raise Problem("making_pairs") or Problem("making_nothing").
    """
    shape = sheet.shape or usual
    if shape is Shape.PREFERENCE:
        raise Problem("making_pairs")
    taken, numbers = sheet.taken, _numbers(sheet)
    if not taken:
        raise Problem("making_nothing")

    def edit(change: Edit) -> None:
        rows = [(numbers[item.cell], _row(sheet, item, shape)) for item in taken]
        ids = change.take_in(sheet.making.source, rows)
        for row, item in zip(ids, taken, strict=True):
            change.set_note([row], _origin(sheet, item))
        if sheet.shape is None:
            change.remember("shape", shape.value)

    count = len(taken)
    return Step(text("step.make_row") if count == 1 else text("step.make_rows", count=count), edit, count)


def rework_step(sheet: Sheet, chosen: Sequence[Item]) -> Step:
    """Return the step that takes over the chosen answers; raise Problem("making_nothing")."""
    rework = sheet.rework
    wanted = [item for item in chosen if item.answer is not None and not item.done and not item.gone and item.text]
    if rework is None or not wanted:
        raise Problem("making_nothing")
    count = len(wanted)
    if rework.act is Act.GRADE:
        label = text("step.grade_row") if count == 1 else text("step.grade", count=count)
        return Step(label, lambda edit: _grade(edit, sheet, rework, wanted), count)
    if rework.act is Act.VARY:
        label = text("step.vary_row") if count == 1 else text("step.vary", count=count)
        return Step(label, lambda edit: _vary(edit, sheet, rework, wanted), count)

    def edit(change: Edit) -> None:
        change.course.expect(count)
        for item in wanted:
            _write(change, item, rework)
            change.course.advance(1)

    return Step(text("step.rework_row") if count == 1 else text("step.rework", count=count), edit, count)


async def save_csv(sheet: Sheet, path: Path) -> Path:
    """Write the answers with their values as CSV; raise Problem("folder_not_writable")."""
    await asyncio.to_thread(_save, sheet, path)
    return path


def olds(rows: Sequence[Row]) -> list[Old]:
    """Return rows as they are asked about."""
    return [Old(row.id, row.example, row.note, row.tags) for row in rows]


def _row(sheet: Sheet, item: Item, shape: Shape) -> Example:
    if sheet.grid is None:
        raise TypeError("rows are made of a grid")
    return grids.example(sheet.grid, sheet.values[item.cell.prompt], item.text, shape)


def _numbers(sheet: Sheet) -> dict[Cell, int]:
    """Return the number under which each answer's row is known in its source."""
    return {item.cell: number for number, item in enumerate(sheet.items, start=1)}


def _origin(sheet: Sheet, item: Item) -> str:
    values = ", ".join(f"{name} = {value}" for name, value in sheet.values[item.cell.prompt].items())
    return english(text("making.from_grid", model=sheet.model, values=values or "–"))


def _write(change: Edit, item: Item, rework: Rework) -> None:
    if item.row is not None:
        change.change(item.row, lambda example: reworks.rewritten(example, rework.field, item.text))


def _vary(edit: Edit, sheet: Sheet, rework: Rework, wanted: Sequence[Item]) -> None:
    """Put the variations at the end of the table, each in the part of its row, so that no part knows another one."""
    numbers, note = _numbers(sheet), english(text("making.varied", model=sheet.model))
    kept = [(item, sheet.rows[item.row]) for item in wanted if item.row is not None and item.row in sheet.rows]
    new = [(numbers[item.cell], reworks.rewritten(row.example, rework.field, item.text)) for item, row in kept]
    ids = edit.take_in(sheet.making.source, new)
    for part in Part:
        edit.set_part([at for at, (_, row) in zip(ids, kept, strict=True) if row.part is part], part)
    edit.set_note(ids, note)


def _grade(edit: Edit, sheet: Sheet, rework: Rework, wanted: Sequence[Item]) -> None:
    edit.course.expect(len(wanted))
    for item in wanted:
        if item.row is None:
            continue
        edit.tag([item.row], add=[grade_tag(item.text)])
        edit.set_note([item.row], english(text("rework.graded", model=sheet.model, said=item.text.strip())))
        if reworks.is_marked(rework, reworks.grade_of(item.text)):
            edit.set_status([item.row], RowStatus.PROBLEM)
        edit.course.advance(1)


def _save(sheet: Sheet, path: Path) -> None:
    names = [each.name for each in sheet.grid.lists] if sheet.grid is not None else []
    heads = [name if name not in CSV_HEADS else f"{name}_value" for name in names]
    try:
        with tempfile.TemporaryDirectory(prefix=".tunedesk-", dir=path.parent) as folder:
            written = Path(folder) / path.name
            write_csv(written, [*heads, *CSV_HEADS], _lines(sheet, names), guarded=False)
            written.replace(path)
    except OSError as fault:
        raise Problem("folder_not_writable", str(fault), folder=str(path.parent)) from fault


def _lines(sheet: Sheet, names: Sequence[str]) -> Iterator[list[str]]:
    for item in sheet.items:
        if item.answer is None or item.state not in COME:
            continue
        values = sheet.values[item.cell.prompt] if sheet.values else {}
        finish = _FINISH.get(item.answer.finish, item.answer.finish.value)
        yield [*(values[name] for name in names), item.asked, item.title, item.text, finish]
