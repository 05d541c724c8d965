"""A backup of the open project each day one works on it, made on the quiet."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.workspace import Workspace
from desktop_app.work import backups

FIRST_MS = 15_000
"""A project that was just opened has other things to do first."""
AGAIN_MS = 60_000


class DailyBackup(QObject):
    """Looks once a minute whether there is something new to be copied. What stands in the way is told once."""

    problem = Signal(object)

    def __init__(self, workspace: Workspace, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._told = False
        self._making = OneTask(background, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        workspace.opened.connect(self._begin)
        workspace.closing.connect(self._leave)

    def look(self) -> None:
        """Make a backup of the open project if something is new in it."""
        self._timer.stop()
        project = self._workspace.project
        if project is not None:
            self._making.begin(backups.back_up(project), on_done=self._wait, on_problem=self._tell)

    def _begin(self) -> None:
        self._told = False
        self._timer.start(FIRST_MS)

    def _leave(self) -> None:
        self._timer.stop()
        self._making.stop()

    def _wait(self, rest: float) -> None:
        self._timer.start(max(AGAIN_MS, int(rest * 1000)))

    def _tell(self, problem: Problem) -> None:
        self._timer.start(int(backups.APART * 1000))
        if not self._told:
            self._told = True
            self.problem.emit(problem)
