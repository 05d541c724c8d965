"""Pasting a block of cells: where it goes, what is asked before, and the one step it becomes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from desktop_app.core.block import Block
from desktop_app.core.example import Example, Part
from desktop_app.core.pasting import Fit, Place, fit
from desktop_app.gui.background import Background
from desktop_app.gui.editor import columns, edits
from desktop_app.gui.editor.copying import clip
from desktop_app.gui.editor.grid_chosen import Stripe, chosen
from desktop_app.gui.editor.grid_sheet import PasteSheet
from desktop_app.gui.editor.grid_write import Written, pasting, tell_refused, write
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work.paste_block import Column, Outcome, Values, append_rows, read_clip, write_cells

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a block goes; `ids` are those of all rows when it began: they may move before it is known what to paste."""

    project: Project
    stripes: tuple[Stripe, ...]
    ids: "array[int]"


class Paster(QObject):
    """Reads the clipboard in the background and writes it as one step; `said` has what people should know of it."""

    said = Signal(str)
    pasted = Signal(object)
    """An Outcome, when it is on disk."""

    def __init__(self, workspace: Workspace, background: Background, table: ExampleTable) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._background = background
        self._table = table

    def paste(self) -> None:
        """Put what lies on the clipboard into the chosen cells."""
        self._table.finish()
        found, project = clip(), self._workspace.project
        if found is None or project is None:
            self.said.emit(self.tr("There is nothing on the clipboard that cells can take."))
            return
        where = _Where(project, tuple(chosen(self._table)), self._table.examples.ids[:])
        if where.stripes:
            self._background.run(self, read_clip(found), on_done=partial(self._on_read, where))

    def _on_read(self, where: _Where, block: Block) -> None:
        if where.project is not self._workspace.project:
            return  # it was closed meanwhile
        if len(block) == 1 and len(block[0]) == 1:
            self._fill(where, block[0][0])
            return
        wanted = fit(block, self._place(where))
        if wanted.rows_missing or wanted.columns_missing:
            sheet = PasteSheet(wanted, self._table)
            sheet.decided.connect(lambda add: self._write(where, block, wanted, add=add))
            sheet.open()
        else:
            self._write(where, block, wanted, add=False)

    def _fill(self, where: _Where, words: str) -> None:
        """Put one text into each chosen cell."""
        shape = self._table.examples.shape
        rows = [
            (
                where.ids[stripe.rows.start : stripe.rows.stop],
                tuple((columns.written_as(shape, column), words) for column in stripe.columns),
            )
            for stripe in where.stripes
        ]
        write(self._workspace, rows, pasting, self._on_written)

    def _place(self, where: _Where) -> Place:
        shown = self._table.shown_columns()
        there = sorted({shown.index(column) for stripe in where.stripes for column in stripe.columns})
        first, last = where.stripes[0].rows.start, where.stripes[-1].rows.stop
        one_piece = len(where.stripes) == 1 and there[-1] - there[0] == len(there) - 1
        high, wide = (last - first, len(there)) if one_piece else (1, 1)
        return Place(first, there[0], high, wide, len(where.ids), len(shown))

    def _write(self, where: _Where, block: Block, wanted: Fit, *, add: bool) -> None:
        project, model, place = where.project, self._table.examples, self._place(where)
        if project is not self._workspace.project:
            return  # it was closed while the sheet was open
        there = wanted.high - wanted.rows_missing
        shown = self._table.shown_columns()[place.column : place.column + wanted.wide]
        ids = where.ids[place.row : place.row + there]
        made = _values(block, [columns.written_as(model.shape, column) for column in shown])
        outcome, known = Outcome(), columns.words()
        empty, part = self._like_last()
        more = wanted.rows_missing if add else 0

        def step(edit: Edit) -> None:
            edit.course.expect(there + more)
            write_cells(edit, project, _rows(made, ids), known, outcome)
            append_rows(edit, empty, part, (made[(there + n) % len(made)] for n in range(more)), known, outcome)

        label = pasting((there + more) * len(shown))
        self._workspace.do(label, step, lambda: self._on_written(Written(outcome)))
        self._choose(place, replace(wanted, high=there, wide=len(shown)))

    def _choose(self, place: Place, wanted: Fit) -> None:
        """Choose the cells that were written, as far as they stand in one piece on the screen."""
        model, shown = self._table.examples, self._table.shown_columns()
        found = QItemSelection()
        for column in shown[place.column : place.column + wanted.wide]:
            top, bottom = model.index(place.row, column), model.index(place.row + wanted.high - 1, column)
            found.select(top, bottom)
        self._table.go_to(place.row, shown[place.column])
        self._table.selectionModel().select(found, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _like_last(self) -> tuple[Example, Part]:
        model = self._table.examples
        last = model.row(len(model.ids) - 1)
        return edits.empty_like(last.example if last else None, model.shape), last.part if last else Part.TRAINING

    def _on_written(self, written: Written) -> None:
        tell_refused(written.outcome, self.said.emit)
        self.pasted.emit(written.outcome)


def _rows(made: Sequence[Values], ids: "array[int]") -> Iterator[tuple[int, Values]]:
    for number, row_id in enumerate(ids):
        yield row_id, made[number % len(made)]


def _values(block: Block, columns_there: Sequence[Column]) -> list[Values]:
    """Return what the rows get, before they begin anew; a row of the block that is shorter leaves the rest alone."""
    wide = max(len(row) for row in block)
    return [
        tuple((column, row[at % wide]) for at, column in enumerate(columns_there) if at % wide < len(row))
        for row in block
    ]
