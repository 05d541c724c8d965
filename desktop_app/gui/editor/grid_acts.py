"""What people do to the chosen cells: copy, cut, paste, empty, fill."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPersistentModelIndex, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.copying import Copier
from desktop_app.gui.editor.grid_chosen import Stripe, cells_in, chosen, is_block
from desktop_app.gui.editor.grid_paste import Paster
from desktop_app.gui.editor.grid_write import Written, clearing, cutting, filling, tell_refused, write
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace
from desktop_app.work.paste_block import Like, Outcome, Values

if TYPE_CHECKING:
    from array import array


class CellActs(QObject):
    """Acts on the chosen cells of the table; each act is one step that can be undone.

    `said` has a sentence where something could not be done, `done` the Outcome of what was.
    """

    said = Signal(str)
    done = Signal(object)

    def __init__(self, workspace: Workspace, background: Background, table: ExampleTable) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._table = table
        self._to_cut: list[tuple[array[int], Values]] | None = None
        self.copier = Copier(workspace, background, table.examples, self)
        self.paster = Paster(workspace, background, table)
        self.copier.copied.connect(self._on_copied)
        self.paster.said.connect(self.said)
        self.paster.pasted.connect(self.done)
        table.fill_wanted.connect(self.fill)
        workspace.closed.connect(self._forget)

    def slots(self) -> dict[str, Callable[[], None]]:
        """Return what each action on cells does."""
        return {
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste,
            "clear": self.clear,
            "fill_down": self.fill_down,
            "fill_right": self.fill_right,
        }

    def copy(self) -> None:
        """Put the chosen cells on the clipboard."""
        self._to_cut = None
        self._copy(chosen(self._table))

    def cut(self) -> None:
        """Put the chosen cells on the clipboard and, once they are there, empty them."""
        found = chosen(self._table)
        self._to_cut = self._same(found, "") if self._copy(found) else None  # by their ids: rows may move meanwhile

    def paste(self) -> None:
        """Put what lies on the clipboard into the chosen cells."""
        self.paster.paste()

    def clear(self) -> None:
        """Empty the chosen cells."""
        self._table.finish()
        found = chosen(self._table)
        if found and not any(self._values(stripe, "") for stripe in found):
            self.said.emit(self.tr("A part or a status cannot be emptied; choose another one instead."))
        write(self._workspace, self._same(found, ""), clearing, self._on_written)

    def fill(self, words: str) -> None:
        """Put a text that was typed into each chosen cell; where that cannot be saved, the current one holds it."""
        here, model = QPersistentModelIndex(self._table.currentIndex()), self._table.examples
        found = chosen(self._table)
        if cells_in(found) <= 1:
            model.setData(here, words)
            return

        def hold(_: Problem) -> None:
            model.setData(here, words)

        write(self._workspace, self._same(found, words), filling, self._on_written, hold)

    def fill_down(self) -> None:
        """Put what stands in the topmost chosen cell of each column into those below; with one row, what is above."""
        self._table.finish()
        found = chosen(self._table)
        if sum(len(stripe.rows) for stripe in found) == 1 and found[0].rows.start:
            above = found[0].rows.start - 1
            found = [Stripe(range(above, above + 2), found[0].columns)]
        first: dict[int, int] = {}
        for stripe in found:
            for column in stripe.columns:
                first.setdefault(column, stripe.rows.start)
        wanted = [
            (self._ids(part), self._from_above(stripe, first, part.start))
            for stripe in found
            for part in _parts(stripe)
        ]
        write(self._workspace, wanted, filling, self._on_written)

    def fill_right(self) -> None:
        """Put what stands in the first chosen cell of each row into those after; with one column, what is before."""
        self._table.finish()
        found, shown = chosen(self._table), self._table.shown_columns()
        if len({column for stripe in found for column in stripe.columns}) == 1:
            at = shown.index(found[0].columns[0])
            found = [Stripe(stripe.rows, tuple(shown[max(at - 1, 0) : at + 1])) for stripe in found]
        shape = self._table.examples.shape
        fields = [
            Stripe(stripe.rows, tuple(column for column in stripe.columns if columns.is_field(shape, column)))
            for stripe in found
        ]
        wanted = [(self._ids(stripe.rows), self._like_first(stripe)) for stripe in fields if len(stripe.columns) > 1]
        write(self._workspace, wanted, filling, self._on_written)

    def _copy(self, found: list[Stripe]) -> bool:
        self._table.finish()
        if not is_block(found):
            self.said.emit(
                self.tr("Cells chosen here and there cannot be copied at once. Choose the same columns in each row.")
            )
        elif found:
            self.copier.copy([place for stripe in found for place in stripe.rows], list(found[0].columns))
        return bool(found) and is_block(found)

    def _on_copied(self) -> None:
        found, self._to_cut = self._to_cut, None
        if found is not None:
            write(self._workspace, found, cutting, self._on_written)

    def _forget(self) -> None:
        """Cut nothing in the next project because something of this one comes onto the clipboard late."""
        self._to_cut = None

    def _ids(self, rows: range) -> "array[int]":
        return self._table.examples.ids[rows.start : rows.stop]

    def _same(self, found: list[Stripe], words: str) -> list[tuple["array[int]", Values]]:
        """Return the rows of stripes with one text for each of their fields."""
        return [(self._ids(stripe.rows), self._values(stripe, words)) for stripe in found]

    def _values(self, stripe: Stripe, words: str) -> Values:
        """Return the text for each column of a stripe that holds texts."""
        shape = self._table.examples.shape
        return tuple(
            (columns.written_as(shape, column), words) for column in stripe.columns if columns.is_text(shape, column)
        )

    def _from_above(self, stripe: Stripe, first: dict[int, int], place: int) -> Values:
        """Return for the row at a place what stands in the first chosen row of each column, but for that row itself."""
        model = self._table.examples
        return tuple(
            (columns.written_as(model.shape, column), model.text(first[column], column))
            for column in stripe.columns
            if first[column] != place
        )

    def _like_first(self, stripe: Stripe) -> Values:
        shape = self._table.examples.shape
        source = columns.field_from_end(shape, stripe.columns[0])
        return tuple((columns.written_as(shape, column), Like(source)) for column in stripe.columns[1:])

    def _on_written(self, written: Written) -> None:
        outcome: Outcome = written.outcome
        tell_refused(outcome, self.said.emit)
        self.done.emit(outcome)


def _parts(stripe: Stripe) -> list[range]:
    """Return the first row of a stripe by itself, and the rest: only the first may hold what is filled down."""
    rows = stripe.rows
    return [part for part in (rows[:1], rows[1:]) if part]
