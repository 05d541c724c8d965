"""What the person does to rows: add, duplicate, delete, move to a part."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.example import Part, RowStatus
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor import edits
from desktop_app.gui.editor.marks import NoteDialog, TagDialog
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace
from desktop_app.work.tags import Tags, tags_of


class RowActs(QObject):
    """Acts on the rows that are chosen in the table; each act is one step that can be undone.

    `said` has a sentence where something cannot be done.
    """

    said = Signal(str)

    def __init__(self, workspace: Workspace, background: Background, table: ExampleTable) -> None:
        super().__init__(table)
        self._sorted = False
        self._asking: Task | None = None
        self._workspace = workspace
        self._background = background
        self._table = table
        self._new: int | None = None
        table.examples.part_chosen.connect(lambda ids, part: edits.set_part(workspace, ids, part))
        table.examples.modelReset.connect(self._forget)

    def insert(self) -> None:
        """Add an empty row below the current one and begin to edit it."""
        self._table.finish()
        model = self._table.examples
        edits.insert_below(self._workspace, model.row(self._table.place), model.shape, self._on_inserted)

    def insert_above(self) -> None:
        """Add as many empty rows above the chosen ones as are chosen, and begin to edit the first."""
        self._insert(above=True)

    def insert_below(self) -> None:
        """Add as many empty rows below the chosen ones as are chosen, and begin to edit the first."""
        self._insert(above=False)

    def move_up(self) -> None:
        """Put the chosen rows before the one that stands before them."""
        places = self._table.selected_places()
        if places and places != list(range(len(places))):
            self.move_to(max(places[0] - 1, 0))

    def move_down(self) -> None:
        """Put the chosen rows after the one that stands after them."""
        places, count = self._table.selected_places(), self._table.examples.rowCount()
        if places and places != list(range(count - len(places), count)):
            self.move_to(min(places[-1] + 2, count))

    def move_to(self, place: int) -> None:
        """Put the chosen rows before the row at a place; the number of rows means the end."""
        self._table.finish()
        if self._sorted:
            self.said.emit(
                self.tr("The rows are shown in a sorted order. Go back to the order of the table to move them.")
            )
            return
        ids, moving = self._table.examples.ids, set(self._table.selected_places())
        while place < len(ids) and place in moving:
            place += 1
        if moving and sorted(moving) != list(range(place - len(moving), place)):
            edits.move(self._workspace, self._chosen(), ids[place] if place < len(ids) else None)

    def look_is_sorted(self, is_sorted: bool) -> None:
        """Take note whether the table shows the rows in another order than theirs."""
        self._sorted = is_sorted

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

    def set_status(self, status: RowStatus) -> None:
        """Say how far people are with the chosen rows."""
        self._table.finish()
        if self._chosen():
            edits.set_status(self._workspace, self._chosen(), status)

    def ask_tags(self) -> None:
        """Ask which tags the chosen rows shall bear."""
        project, chosen = self._workspace.project, self._chosen()
        if project is None or not chosen or self._asking is not None:
            return
        self._table.finish()

        def ask(tags: Tags) -> None:
            if project is not self._workspace.project:
                return
            dialog = TagDialog(tags, self._table)
            dialog.decided.connect(lambda add, remove: edits.tag(self._workspace, chosen, add, remove))
            self._workspace.closing.connect(dialog.accept)  # what is typed is handed in
            dialog.open()

        self._asking = self._background.run(self, tags_of(project, chosen), on_done=ask, on_end=self._on_asked)

    def ask_note(self) -> None:
        """Ask for the note beside the chosen rows; that of the current one stands there."""
        chosen, row = self._chosen(), self._table.examples.row(self._table.place)
        if not chosen or row is None:
            return
        self._table.finish()
        dialog = NoteDialog(row.note, self._table)
        dialog.decided.connect(lambda words: edits.note(self._workspace, chosen, words))
        self._workspace.closing.connect(dialog.accept)  # what is typed is handed in
        dialog.open()

    def go_to_new(self) -> bool:
        """Go to the row that was just added, if it stands in the table by now; tell whether it does."""
        place = None if self._new is None else self._table.examples.place_of(self._new)
        if place is None:
            return False
        self._new = None
        self._table.begin_edit(place)
        return True

    def _insert(self, *, above: bool) -> None:
        self._table.finish()
        places, model = self._table.selected_places(), self._table.examples
        row = model.row(places[0 if above else -1]) if places else None
        if row is not None:
            edits.insert(self._workspace, row, len(places), self._on_inserted, above=above)

    def _on_inserted(self, row_id: int) -> None:
        self._new = row_id
        self.go_to_new()

    def _on_asked(self) -> None:
        self._asking = None

    def _forget(self) -> None:
        self._new = None

    def _chosen(self) -> list[int]:
        ids = self._table.examples.ids
        return [ids[place] for place in self._table.selected_places()]
