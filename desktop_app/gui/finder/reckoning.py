"""Reckoning what the search takes that is wanted just now."""

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.finder.plan_view import PlanView
from desktop_app.gui.workspace import Workspace
from desktop_app.work.asking_cost import Outlay
from desktop_app.work.find_values import outlay
from desktop_app.work.sites import Sites

_PAUSE_MS = 250
"""Who types is not answered after each figure."""


class Reckoning(QObject):
    """Tells the plan what it takes, a moment after it was changed."""

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, plan: PlanView) -> None:
        super().__init__(plan)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._plan = plan
        self._task: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._reckon)
        plan.changed.connect(self._soon.start)

    def _reckon(self) -> None:
        if self._task is not None:
            self._task.cancel()
        wanted, project = self._plan.wanted, self._workspace.project
        if wanted is None or project is None:
            self._task = None
            return
        task: Task = self._background.run(
            self,
            outlay(project, self._sites, wanted),
            on_done=lambda outlay: self._tell(task, outlay),
            on_problem=self._keep_quiet,
        )
        self._task = task

    def _tell(self, task: Task, outlay: Outlay) -> None:
        if task is self._task:
            self._task = None
            self._plan.show_outlay(outlay)

    def _keep_quiet(self, _problem: Problem) -> None:
        """Say nothing: what cannot be read now is said when it is asked for."""
