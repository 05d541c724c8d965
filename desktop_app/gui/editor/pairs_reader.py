"""Reads the rows of the group that is looked at, off the window's thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.alike import Group
from desktop_app.gui.background import Background, Task
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row
from desktop_app.work.alike import rows_of

_READ = 500
"""So many rows of one group are read to be shown."""


class GroupReader(QObject):
    """Reads one group at a time: what is on its way when another one is wanted does not come any more.

    `came(place, rows, other)` has the rows of the group at a place; `other` tells that another group was shown before.
    """

    came = Signal(object, object, bool)

    def __init__(self, workspace: Workspace, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._task: Task | None = None
        self.shown: int | None = None
        """The place of the group whose rows came last."""

    @property
    def busy(self) -> bool:
        """Tell whether rows are on their way."""
        return self._task is not None

    def read(self, place: int, group: Group, *, other: bool) -> None:
        """Read the rows of a group."""
        self._stop()
        project = self._workspace.project
        if project is not None:
            other = other or self.shown != place
            done = partial(self._take, place, other)
            self._task = task = self._background.run(self, rows_of(project, group, _READ), on_done=done)
            task.ended.connect(partial(self._on_end, task))

    def forget(self) -> None:
        """Let go of what is on its way, and of what came."""
        self._stop()
        self.shown = None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _take(self, place: int, other: bool, rows: list[Row]) -> None:
        self.shown = place
        self.came.emit(place, rows, other)

    def _on_end(self, task: Task) -> None:
        if task is self._task:
            self._task = None
