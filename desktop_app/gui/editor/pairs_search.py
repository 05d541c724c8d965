"""The search for rows that are alike, and what became of its groups."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.alike import Group
from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.workspace import Workspace
from desktop_app.store.project import Project
from desktop_app.work.alike import different, look_for, places_by_row, remember_different, settled
from desktop_app.work.apart import Apart
from desktop_app.work.since import Walk

if TYPE_CHECKING:
    from pathlib import Path


class PairsSearch(QObject):
    """Compares all rows in the worker process and follows what is done with the groups, off the window's thread.

    `progressed` comes with a Walk, `found` with the groups and the places of the settled ones, `problem` with
    a Problem, `stopped` when it was cancelled; `settled` with places of groups and whether each is settled by now.
    """

    progressed = Signal(object)
    found = Signal(object, object)
    problem = Signal(object)
    stopped = Signal()
    settled = Signal(object)

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._task: Task | None = None
        self._looking: Task | None = None
        self._placing = OneTask(background, self)
        self._to_look_at: set[int] = set()
        self._came: tuple[Group, ...] | None = None
        self._groups: tuple[Group, ...] = ()
        self._of_row: dict[int, list[int]] = {}
        self._different: dict[str, None] = {}
        self._path: Path | None = None
        self._marked: Path | None = None
        """The project whose marks of groups that may stay are known."""
        self.stale = False
        """Whether rows were changed since they were compared."""
        workspace.changed.connect(self._on_changed)
        workspace.closed.connect(self._forget)

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
        self._came, self.stale, self._path = None, False, project.path

        if self._marked != project.path:  # later on what is known here is newer than what is on its way to the disk
            self._background.run(self, different(project), on_done=lambda marks: self._keep_marks(project, marks))
        task: Task = self._background.run(
            self,
            self._apart.run(look_for, project.path),
            on_items=self._on_items,
            on_problem=self._on_problem,
            on_end=lambda: self._on_end(task),
        )
        self._task = task

    def _keep_marks(self, project: Project, marks: frozenset[str]) -> None:
        if project is self._workspace.project and self._marked != project.path:
            self._marked = project.path
            self._different = {**dict.fromkeys(sorted(marks)), **self._different}
            if not self.busy:
                self.settled.emit({place: True for place in range(len(self._groups)) if self.may_stay(place)})

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
        if stay:
            self.settled.emit({place: True})
        self._look_at([place])

    def _on_items(self, items: list[Walk | tuple[Group, ...]]) -> None:
        last = items[-1]
        if isinstance(last, Walk):
            self.progressed.emit(last)
        else:
            self._came = last

    def _on_problem(self, problem: Problem) -> None:
        self._task = self._path = None
        self.problem.emit(problem)

    def _on_end(self, task: Task) -> None:
        """Hand on what was found only now that the search is over: whoever sees it may begin another one."""
        if task is not self._task:
            return
        self._task = None
        if self._came is None:
            self._path = None
            self.stopped.emit()
            return
        self._groups, self._of_row, self._came = self._came, {}, None
        self._to_look_at.clear()
        self._placing.begin(places_by_row(self._groups), on_done=self._keep_places)
        self.found.emit(self._groups, {place for place in range(len(self._groups)) if self.may_stay(place)})

    def _keep_places(self, of_row: dict[int, list[int]]) -> None:
        self._of_row = of_row
        if self.stale:
            self._look_at(range(len(self._groups)))  # something was changed before it was known whose rows these are

    def _on_changed(self, change: Change) -> None:
        if not change.examples:
            return
        self.stale = True
        if change.rows is None:
            self._look_at(range(len(self._groups)))
        else:
            self._look_at({place for row in change.rows for place in self._of_row.get(row, ())})

    def _look_at(self, places: Iterable[int]) -> None:
        """Say before long which of these groups are settled; one look after the other: the last word is true."""
        self._to_look_at.update(places)
        project = self._workspace.project
        if project is None or not self._to_look_at or self._looking is not None:
            return
        wanted = {place: self._groups[place].rows for place in self._to_look_at}
        self._to_look_at.clear()
        groups = self._groups
        self._looking = self._background.run(
            self,
            settled(project, wanted),
            on_done=lambda found: self._tell(found) if groups is self._groups else None,
            on_end=self._on_looked,
        )

    def _tell(self, found: dict[int, bool]) -> None:
        self.settled.emit({place: gone or self.may_stay(place) for place, gone in found.items()})

    def _on_looked(self) -> None:
        self._looking = None
        self._look_at(())

    def _forget(self) -> None:
        self.stop()
        self._placing.stop()
        if self._looking is not None:
            self._looking.cancel()
        self._task = self._came = self._path = self._marked = None
        self._groups, self._of_row, self._different = (), {}, {}
        self._to_look_at.clear()
