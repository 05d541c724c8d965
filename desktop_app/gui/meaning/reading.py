"""Reading the rows of the open project: begun, followed, stopped."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.embed import Embedded, embed_rows
from desktop_app.work.meaning_choice import Choice, choose
from desktop_app.work.sites import Sites


class Reading(QObject):
    """One reading at a time; what was read stays, however it ends."""

    advanced = Signal(object)
    """Embedded: how far it is."""
    ended = Signal()
    """It is over: everything was read, or somebody stopped it."""
    refused = Signal(object)
    """The Problem that ended it."""

    def __init__(self, background: Background, sites: Sites, apart: Apart, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._apart = apart
        self._task: Task | None = None

    @property
    def running(self) -> bool:
        """Tell whether rows are being read."""
        return self._task is not None

    def begin(self, project: Project, choice: Choice) -> None:
        """Read what is not read yet."""
        if self._task is not None:
            return
        choose(project, choice)
        work = embed_rows(project, self._sites, self._apart, choice.embedder, choice.aspect)
        self._task = self._background.run(
            self, work, on_items=self._on_items, on_done=lambda _: self._over(), on_problem=self._on_problem
        )

    def cancel(self) -> None:
        """Stop, and say so once the last text has been kept."""
        if self._task is not None:
            self._task.ended.connect(self._over)
            self._task.cancel()

    def forget(self) -> None:
        """Stop without a word: the project is being closed."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _on_items(self, news: list[Embedded]) -> None:
        if self._task is not None:
            self.advanced.emit(news[-1])

    def _on_problem(self, problem: Problem) -> None:
        self._task = None
        self.refused.emit(problem)

    def _over(self) -> None:
        if self._task is not None:
            self._task = None
            self.ended.emit()
