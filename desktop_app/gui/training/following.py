"""Following the trainings of the open project that have not ended, and steering them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import ELSEWHERE, Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.training.run import Run
from desktop_app.providers.client import Provider
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.sites import Sites
from desktop_app.work.watch import News, watch

Verb = Callable[[Project, Provider, Job], Awaitable[Job]]


@dataclass(slots=True)
class _Known:
    """A run and, while it is followed, the task that does it."""

    run: Run
    task: Task | None = field(default=None)


async def _begin(project: Project, sites: Sites, plan: Plan) -> Job:
    return await train.start(project, await sites.provider(plan.connection), plan)


async def _steer(verb: Verb, project: Project, sites: Sites, job: Job) -> Job:
    return await verb(project, await sites.provider(job.provider), job)


class Following(QObject):
    """Holds every Run of one project; news of a project that was closed is never heard."""

    listed = Signal()
    """The trainings are others than before."""
    heard = Signal(object, bool)
    """A Run about which there is news, and whether its state is another one."""
    lost = Signal(object, object)
    """A Run that cannot be followed any more, and the Problem."""
    begun = Signal(object)
    """The Run of a training that was just started."""
    refused = Signal(object)
    """The Problem because of which a training was not started."""
    steered = Signal(object, object)
    """A Run that was to be paused, resumed or cancelled, and the Problem if that did not work, else None."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._project: Project | None = None
        self._known: dict[str, _Known] = {}

    @property
    def runs(self) -> list[Run]:
        """Return the project's trainings, the newest first."""
        return [known.run for known in self._known.values()]

    def run(self, job_id: str) -> Run | None:
        """Return a training by its job's id."""
        known = self._known.get(job_id)
        return known.run if known else None

    def open(self, project: Project | None) -> None:
        """Take up the trainings of this project, and follow those that have not ended."""
        for known in self._known.values():
            if known.task is not None:
                known.task.cancel()
        self._project = project
        self._known = {}
        if project is not None:
            with project.reading() as connection:
                kept = jobs.all_jobs(connection)
            self._known = {job.id: _Known(Run.kept(project, job)) for job in kept}
        self.listed.emit()
        for run in self.runs:
            if run.job.provider != ELSEWHERE and not run.job.status.ended:
                self.follow(run)

    def follow(self, run: Run) -> None:
        """Follow a training until it ends."""
        known = self._known.get(run.job.id)
        if known is None or self._project is None or known.task is not None:
            return
        task: Task = self._background.run(
            self,
            watch(self._project, self._sites, run.job),
            on_items=lambda items: self._hear(known, task, items),
            on_problem=lambda problem: self._lose(known, task, problem),
            on_end=lambda: self._let_go(known, task),
        )
        known.task = task

    def start(self, plan: Plan) -> None:
        """Start a training."""
        project = self._project
        if project is None:
            return

        def done(job: Job) -> None:
            if project is not self._project:
                return
            run = Run(job)
            self._known = {job.id: _Known(run), **self._known}
            self.listed.emit()
            self.begun.emit(run)
            self.follow(run)

        def refused(problem: Problem) -> None:
            if project is self._project:
                self.refused.emit(problem)

        self._background.run(self, _begin(project, self._sites, plan), on_done=done, on_problem=refused)

    def steer(self, verb: Verb, run: Run) -> None:
        """Pause, resume or cancel a training."""
        project = self._project
        if project is None:
            return

        def done(job: Job) -> None:
            if project is self._project:
                changed = job.status is not run.job.status
                run.job = job
                self.heard.emit(run, changed)
                self.steered.emit(run, None)

        def problem(problem: Problem) -> None:
            if project is self._project:
                self.steered.emit(run, problem)

        self._background.run(self, _steer(verb, project, self._sites, run.job), on_done=done, on_problem=problem)

    def _hear(self, known: _Known, task: Task, items: list[News]) -> None:
        if task is not known.task or self._known.get(known.run.job.id) is not known:
            return
        before = known.run.job.status
        for news in items:
            known.run.hear(news, monotonic())
        self.heard.emit(known.run, known.run.job.status is not before)

    def _lose(self, known: _Known, task: Task, problem: Problem) -> None:
        if task is known.task and self._known.get(known.run.job.id) is known:
            self.lost.emit(known.run, problem)

    def _let_go(self, known: _Known, task: Task) -> None:
        if task is known.task:
            known.task = None
