"""What the person does to rows: add, duplicate, delete, move to a part."""

from PySide6.QtCore import QObject

from desktop_app.core.example import Part
from desktop_app.gui.editor import edits
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace


class RowActs(QObject):
    """Acts on the rows that are chosen in the table; each act is one step that can be undone."""

    def __init__(self, workspace: Workspace, table: ExampleTable) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._table = table
        self._new: int | None = None
        table.examples.part_chosen.connect(lambda ids, part: edits.set_part(workspace, ids, part))
        table.examples.modelReset.connect(self._forget)

    def insert(self) -> None:
        """Add an empty row below the current one and begin to edit it."""
        self._table.finish()
        model = self._table.examples
        edits.insert_below(self._workspace, model.row(self._table.place), model.shape, self._on_inserted)

    def duplicate(self) -> None:
        """Put a copy below each chosen row."""
        self._table.finish()
        if self._chosen():
            edits.duplicate(self._workspace, self._chosen())

    def delete(self) -> None:
        """Take the chosen rows out; undo brings them back."""
        if self._chosen():
            edits.delete(self._workspace, self._chosen())

    def set_part(self, part: Part) -> None:
        """Move the chosen rows to a part."""
        if self._chosen():
            edits.set_part(self._workspace, self._chosen(), part)

    def go_to_new(self) -> bool:
        """Go to the row that was just added, if it stands in the table by now; tell whether it does."""
        place = None if self._new is None else self._table.examples.place_of(self._new)
        if place is None:
            return False
        self._new = None
        self._table.begin_edit(place)
        return True

    def _on_inserted(self, row_id: int) -> None:
        self._new = row_id
        self.go_to_new()

    def _forget(self) -> None:
        self._new = None

    def _chosen(self) -> list[int]:
        ids = self._table.examples.ids
        return [ids[place] for place in self._table.selected_places()]
