"""The search for rows that are alike, and what became of its groups."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.alike import Group
from desktop_app.core.change import Change
from desktop_app.gui.background import Background, Task
from desktop_app.gui.workspace import Workspace
from desktop_app.store import standing
from desktop_app.work.alike import different, look_for, remember_different
from desktop_app.work.apart import Apart
from desktop_app.work.intake import Progress

if TYPE_CHECKING:
    from pathlib import Path


class PairsSearch(QObject):
    """Compares all rows in the worker process, and follows what is done with the groups.

    `progressed` comes with a number of rows, `found` with the groups and the places of the settled ones, `problem` with
    a Problem, `stopped` when it was cancelled; `settled(place, is it)` when one becomes settled or open again.
    """

    progressed = Signal(int)
    found = Signal(object, object)
    problem = Signal(object)
    stopped = Signal()
    settled = Signal(int, bool)

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._task: Task | None = None
        self._came = False
        self._groups: tuple[Group, ...] = ()
        self._of_row: dict[int, list[int]] = {}
        self._different: dict[str, None] = {}
        self._path: Path | None = None
        self.stale = False
        """Whether rows were changed since they were compared."""
        workspace.changed.connect(self._on_changed)
        workspace.closed.connect(self._end)

    @property
    def busy(self) -> bool:
        """Tell whether rows are being compared."""
        return self._task is not None

    @property
    def known(self) -> bool:
        """Tell whether the rows of the open project were compared already."""
        project = self._workspace.project
        return project is not None and project.path == self._path and self._task is None

    def begin(self) -> None:
        """Compare the rows."""
        project = self._workspace.project
        if project is None or self._task is not None:
            return
        self._came, self.stale, self._path = False, False, project.path
        self._background.run(self, different(project), on_done=self._keep_different)
        self._task = self._background.run(
            self,
            self._apart.run(look_for, project.path),
            on_items=self._on_items,
            on_problem=self.problem.emit,
            on_end=self._on_end,
        )

    def stop(self) -> None:
        """End the search."""
        if self._task is not None:
            self._task.cancel()

    def may_stay(self, place: int) -> bool:
        """Tell whether somebody said that the rows of a group may all stay."""
        return self._groups[place].mark in self._different

    def let_stay(self, place: int, *, stay: bool) -> None:
        """Remember that the rows of a group may all stay, or that it is to be asked again."""
        project, mark = self._workspace.project, self._groups[place].mark
        self._different.pop(mark, None)
        if stay:
            self._different[mark] = None
        if project is not None:
            remember_different(project, list(self._different))
        self._look_at([place])

    def _keep_different(self, marks: frozenset[str]) -> None:
        self._different = dict.fromkeys(sorted(marks))

    def _on_items(self, items: list[Progress | tuple[Group, ...]]) -> None:
        last = items[-1]
        if isinstance(last, Progress):
            self.progressed.emit(last.rows)
            return
        self._came, self._groups = True, last
        self._of_row = {}
        for place, group in enumerate(last):
            for row in group.rows:
                self._of_row.setdefault(row, []).append(place)
        self.found.emit(last, {place for place in range(len(last)) if self.may_stay(place)})

    def _on_end(self) -> None:
        self._task = None
        if not self._came:
            self._path = None
            self.stopped.emit()

    def _on_changed(self, change: Change) -> None:
        if not change.examples:
            return
        self.stale = True
        rows = self._of_row if change.rows is None else change.rows
        self._look_at({place for row in rows for place in self._of_row.get(row, ())})

    def _look_at(self, places: Iterable[int]) -> None:
        """Say which of these groups have at most one row left that is used."""
        project = self._workspace.project
        wanted = [(place, self._groups[place].rows) for place in places]
        if project is None or not wanted:
            return
        with project.reading() as connection:
            used = standing.used(connection, {row for _, rows in wanted for row in rows})
        for place, rows in wanted:
            self.settled.emit(place, len(used.intersection(rows)) < 2 or self.may_stay(place))

    def _end(self) -> None:
        self.stop()
        self._groups, self._of_row, self._different, self._path = (), {}, {}, None
