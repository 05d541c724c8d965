"""What was left on its way into a table: kept wherever it is to be gone on with, and the newest of it on offer."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.left import Left
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.workspace import Workspace
from desktop_app.store.project import Project
from desktop_app.work import unfinished


class Unfinished(QObject):
    """Knows what was left in the open project; where none is open, what was left on its way to a new one."""

    turned = Signal(object)
    """The Left that is to be offered from now on, or None."""

    def __init__(self, workspace: Workspace, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._looking = OneTask(background, self)
        self.newest: Left | None = None

    def keep(self, project: Project | None, left: Left) -> None:
        """Keep what was left; whoever closes the program right afterwards finds it at the next start."""
        keeping = unfinished.keep(project, left)
        if project is self._workspace.project:
            self._turn(left)
        self._change(keeping)

    def forget(self, project: Project | None, path: Path) -> None:
        """Forget what was left of a file there."""
        if project is self._workspace.project and self.newest is not None and self.newest.path == path:
            self._turn(None)
        self._change(unfinished.forget(project, path))

    def look(self, *, anew: bool = False) -> None:
        """Look what is to be offered; `anew` for another project, of which nothing is known yet."""
        if anew:
            self._turn(None)
        project = self._workspace.project

        def found(kept: tuple[Left, ...]) -> None:
            if project is self._workspace.project:
                self._turn(kept[-1] if kept else None)

        self._looking.begin(unfinished.left(project), on_done=found)

    def _change(self, changing: Coroutine[Any, Any, None]) -> None:
        self._looking.stop()  # what it finds may be of a moment before
        self._background.run(self, changing, on_done=lambda _: self.look())

    def _turn(self, left: Left | None) -> None:
        if left != self.newest:
            self.newest = left
            self.turned.emit(left)
