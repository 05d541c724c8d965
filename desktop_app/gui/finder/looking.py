"""Looking which models can be asked."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.background import Background, Task
from desktop_app.gui.workspace import Workspace
from desktop_app.work.sites import Sites
from desktop_app.work.voices import Heard, heard


class Looking(QObject):
    """Asks every place what it has; a slow one keeps nobody from the models of the others."""

    found = Signal()
    """Some place has answered; `choices` has what is known so far."""
    ended = Signal()
    """Every place has answered."""

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._task: Task | None = None
        self.choices = Choices()
        self.problem: Problem | None = None
        """Why this computer could not say what it has."""

    @property
    def busy(self) -> bool:
        """Tell whether some place is still to answer."""
        return self._task is not None

    def look(self) -> None:
        """Ask anew; what is known already stays until a place says otherwise."""
        if self._task is None:
            self.problem = None
            self._task = self._background.run(
                self,
                heard(self._sites, self._workspace.project),
                on_items=self._take,
                on_problem=self._fail,
                on_end=self._end,
            )

    def _take(self, items: list[Heard]) -> None:
        for item in items:
            if item.site.here and item.trouble is not None:
                self.problem = item.trouble
            self.choices = self.choices.with_place(item)
        self.found.emit()

    def _fail(self, problem: Problem) -> None:
        self.problem = problem

    def _end(self) -> None:
        self._task = None
        self.ended.emit()
