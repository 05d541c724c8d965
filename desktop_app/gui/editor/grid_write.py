"""Many cells written as one step, and what people are told of those that could not be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.core.problem import Problem
from desktop_app.core.text import Text, text
from desktop_app.gui.editor import columns
from desktop_app.gui.widgets import how_many
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.work.paste_block import Outcome, Values, write_cells

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True)
class Written:
    """A step that is on disk now."""

    outcome: Outcome


def write(
    workspace: Workspace,
    wanted: Sequence[tuple["array[int]", Values]],
    label: Callable[[int], Text],
    on_done: Callable[[Written], None],
    on_problem: Callable[[Problem], None] | None = None,
) -> None:
    """Write the same values into all these rows by their ids, as one step; `label` names it by the count of cells."""
    project = workspace.project
    count = sum(len(ids) * len(values) for ids, values in wanted)
    if project is None or not count:
        return
    rows = sum(len(ids) for ids, _ in wanted)
    outcome, known = Outcome(), columns.words()

    def each() -> Iterator[tuple[int, Values]]:
        for ids, values in wanted:
            for row_id in ids:
                yield row_id, values

    def step(edit: Edit) -> None:
        edit.course.expect(rows)
        write_cells(edit, project, each(), known, outcome)

    workspace.do(label(count), step, lambda: on_done(Written(outcome)), on_problem)


def pasting(count: int) -> Text:
    """Return the label of a step that pastes so many cells."""
    return text("step.paste_cell") if count == 1 else text("step.paste_cells", count=count)


def filling(count: int) -> Text:
    """Return the label of a step that fills so many cells."""
    return text("step.fill_cell") if count == 1 else text("step.fill_cells", count=count)


def clearing(count: int) -> Text:
    """Return the label of a step that empties so many cells."""
    return text("step.clear_cell") if count == 1 else text("step.clear_cells", count=count)


def cutting(count: int) -> Text:
    """Return the label of a step that cuts so many cells out."""
    return text("step.cut_cell") if count == 1 else text("step.cut_cells", count=count)


def tell_refused(outcome: Outcome, say: Callable[[str], None]) -> None:
    """Say how many cells were left as they were, and why."""
    said, translate = [], QCoreApplication.translate
    if outcome.joined:
        one = translate("editor", "One cell was left as it was: it shows several turns, or its row has nothing there.")
        more = translate(
            "editor", "{0} cells were left as they were: they show several turns, or their rows have nothing there."
        )
        said.append(how_many.counted(outcome.joined, one, more))
    if outcome.unknown:
        one = translate("editor", "Part and status take only their own words; one of these cells was left as it was.")
        more = translate(
            "editor", "Part and status take only their own words; {0} of these cells were left as they were."
        )
        said.append(how_many.counted(outcome.unknown, one, more))
    if said:
        say(" ".join(said))
