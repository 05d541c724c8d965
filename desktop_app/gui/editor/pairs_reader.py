"""Reads the rows of the group that is looked at, off the window's thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.alike import Group
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
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
        self._work = OneTask(background, self)
        self.shown: int | None = None
        """The place of the group whose rows came last."""

    @property
    def busy(self) -> bool:
        """Tell whether rows are on their way."""
        return self._work.running

    def read(self, place: int, group: Group, *, other: bool) -> None:
        """Read the rows of a group."""
        self._work.stop()
        project = self._workspace.project
        if project is not None:
            other = other or self.shown != place
            self._work.begin(rows_of(project, group, _READ), on_done=partial(self._take, place, other))

    def forget(self) -> None:
        """Let go of what is on its way, and of what came."""
        self._work.stop()
        self.shown = None

    def _take(self, place: int, other: bool, rows: list[Row]) -> None:
        self.shown = place
        self.came.emit(place, rows, other)
