"""What people want of rows that other rooms do, or that trainings know."""

from array import array
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.seen_dialog import SeenDialog
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace
from desktop_app.work.seen_by import Lesson, seen_by


class RowWishes(QObject):
    """Says which rows they are about; nothing is done here.

    rework_wanted(chosen, shown): the ids of the chosen rows and of all rows on show shall be reworked by a model.
    like_wanted(row id): rows like this one are looked for. since_wanted(mark, row id): a row is to be compared with
    what a training learned.
    """

    rework_wanted = Signal(object, object)
    like_wanted = Signal(object)
    since_wanted = Signal(str, object)

    def __init__(self, workspace: Workspace, background: Background, table: ExampleTable) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._background = background
        self._table = table
        self._asking: Task | None = None

    def slots(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {"rework": self.rework, "like": self.look_for_like, "seen": self.ask_seen}

    def rework(self) -> None:
        """Ask for the chosen rows, or those on show, to be reworked."""
        ids = self._table.examples.ids
        self._table.finish()
        if ids:
            chosen = array("q", (ids[place] for place in self._table.selected_places()))
            self.rework_wanted.emit(chosen, ids[:])

    def look_for_like(self) -> None:
        """Ask for rows like the current one."""
        row = self._current()
        if row is not None:
            self.like_wanted.emit(row)

    def ask_seen(self) -> None:
        """Say which trainings saw the current row."""
        project, row, place = self._workspace.project, self._current(), self._table.place
        if project is None or row is None or self._asking is not None:
            return
        self._table.finish()

        def show(found: list[Lesson]) -> None:
            if project is self._workspace.project:
                dialog = SeenDialog(place + 1, found, self._table.window())
                dialog.compare_wanted.connect(lambda mark: self.since_wanted.emit(mark, row))
                self._workspace.closing.connect(dialog.reject)
                dialog.open()

        self._asking = self._background.run(self, seen_by(project, row), on_done=show, on_end=self._on_asked)

    def _on_asked(self) -> None:
        self._asking = None

    def _current(self) -> int | None:
        ids, place = self._table.examples.ids, self._table.place
        return ids[place] if 0 <= place < len(ids) else None
