"""Reckoning what the search takes that is wanted just now."""

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.finder.plan_view import PlanView
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.workspace import Workspace
from desktop_app.work.find_values import outlay
from desktop_app.work.sites import Sites

_PAUSE_MS = 250
"""Who types is not answered after each figure."""


class Reckoning(QObject):
    """Tells the plan what it takes, a moment after it was changed."""

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, plan: PlanView) -> None:
        super().__init__(plan)
        self._workspace = workspace
        self._sites = sites
        self._plan = plan
        self._work = OneTask(background, self)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._reckon)
        plan.changed.connect(self._on_change)

    def _on_change(self) -> None:
        self._work.stop()  # what comes of it is about what was wanted before
        self._soon.start()

    def _reckon(self) -> None:
        wanted, project = self._plan.wanted, self._workspace.project
        if wanted is not None and project is not None:
            work = outlay(project, self._sites, wanted)
            self._work.begin(work, on_done=self._plan.show_outlay, on_problem=self._keep_quiet)

    def _keep_quiet(self, _problem: Problem) -> None:
        """Say nothing: what cannot be read now is said when it is asked for."""
