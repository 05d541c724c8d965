"""Starting trainings for the room: how far one is on its way, and those that were about to begin."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RunRecord, Sending
from desktop_app.gui.background import Background, Task
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.sites import Sites


async def _start(project: Project, sites: Sites, plan: Plan) -> AsyncIterator[Sending | Job]:
    async with aclosing(train.start(project, await sites.provider(plan.connection), plan)) as steps:
        async for step in steps:
            yield step


async def _go_on(project: Project, sites: Sites, record: RunRecord) -> AsyncIterator[Sending | Job]:
    async with aclosing(train.go_on(project, await sites.provider(record.connection), record)) as steps:
        async for step in steps:
            yield step


class Starting(QObject):
    """Starts one training at a time for the open project; what belongs to a project that was closed is not heard."""

    sending = Signal(object)
    """A Sending: how far the way to the job is."""
    begun = Signal(object)
    """The Job that was made."""
    tried = Signal()
    """Something else is tried: what was said of the try before holds no longer."""
    refused = Signal(object, object)
    """The Problem because of which a training was not started, and what tries the same again; None for a new one."""
    gone = Signal(object)
    """The Plan of a training that cannot be gone on with any more: its place surely made no job, so it is forgotten."""
    ended = Signal()
    """Nothing is on its way any more, however it went."""
    unfinished_changed = Signal()
    """The trainings that were about to begin are others than before."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._project: Project | None = None
        self._task: Task | None = None

    @property
    def busy(self) -> bool:
        """Tell whether a training is on its way."""
        return self._task is not None

    @property
    def unfinished(self) -> list[RunRecord]:
        """Return the trainings that were about to begin, unless one is on its way at this moment."""
        return train.unfinished(self._project) if self._project is not None and self._task is None else []

    def open(self, project: Project | None) -> None:
        """Work for this project from now on; what is on its way for another one is left unfinished there."""
        self.stop()
        self._task = None
        self._project = project
        self.unfinished_changed.emit()

    def start(self, plan: Plan) -> None:
        """Start a training by this plan, unless one is on its way."""
        if self._project is not None and self._task is None:
            self._drive(_start(self._project, self._sites, plan), None)

    def go_on(self, record: RunRecord) -> None:
        """Go on with a training that was about to begin."""
        if self._project is not None and self._task is None:
            self._drive(_go_on(self._project, self._sites, record), lambda: self._try_again(record))

    def forget(self, record: RunRecord) -> None:
        """Give a training up that was about to begin."""
        project = self._project
        if project is not None:
            self.tried.emit()
            self._background.run(
                self,
                train.forget(project, record),
                on_problem=lambda problem: self.refused.emit(problem, lambda: self.forget(record)),
                on_end=self.unfinished_changed.emit,
            )

    def stop(self) -> None:
        """Stop what is on its way; it can be gone on with."""
        if self._task is not None:
            self._task.cancel()

    def _try_again(self, record: RunRecord) -> None:
        """Go on with the same training; one that was forgotten with its refusal is planned anew."""
        if any(one.mark == record.mark for one in self.unfinished):
            self.go_on(record)
        else:
            self.tried.emit()
            self.gone.emit(record.plan)

    def _drive(self, work: AsyncIterator[Sending | Job], again: Callable[[], None] | None) -> None:
        def items(found: list[Sending | Job]) -> None:
            if task is self._task:
                self._hear(found)

        def problem(problem: Problem) -> None:
            if task is self._task:
                self.refused.emit(problem, again)

        def end() -> None:
            if task is self._task:
                self._task = None
                self.ended.emit()
                self.unfinished_changed.emit()

        self.tried.emit()
        task = self._background.run(self, work, on_items=items, on_problem=problem, on_end=end)
        self._task = task
        self.unfinished_changed.emit()

    def _hear(self, found: list[Sending | Job]) -> None:
        """Only the newest state matters of what was sent."""
        sent = [item for item in found if isinstance(item, Sending)]
        if sent:
            self.sending.emit(sent[-1])
        for item in found:
            if isinstance(item, Job):
                self.begun.emit(item)
