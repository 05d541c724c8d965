"""Following the trainings of the open project that have not ended, and steering them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.core.curves import Portion
from desktop_app.core.job import HERE, Job, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.training.intake import Intake
from desktop_app.gui.training.run import Run
from desktop_app.providers.client import Provider
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.hearing import News
from desktop_app.work.read_curves import read_curves
from desktop_app.work.read_story import turns
from desktop_app.work.sites import Sites
from desktop_app.work.watch import to_follow, watch

Verb = Callable[[Project, Provider, Job], Awaitable[Job]]


@dataclass(slots=True)
class _Known:
    """A run and, while it is followed, the task that does it.

    `again` has it followed by another one when that ends; `looking` tells that it is asked once more how it stands.
    `loading` brings what the project remembers of it.
    """

    run: Run
    task: Task | None = None
    again: bool = False
    looking: bool = False
    loading: tuple[Task, ...] = ()


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
    steered = Signal(object, object)
    """A Run that was to be paused, resumed or cancelled, and the Problem if that did not work, else None."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._project: Project | None = None
        self._known: dict[str, _Known] = {}
        self._intake = Intake(self)
        self._intake.heard.connect(self.heard)
        self._intake.doubted.connect(self._look)

    @property
    def runs(self) -> list[Run]:
        """Return the project's trainings, the newest first."""
        return [known.run for known in self._known.values()]

    def run(self, job_id: str) -> Run | None:
        """Return a training by its job's id."""
        known = self._known.get(job_id)
        return known.run if known else None

    def place_in_line(self, run: Run) -> int:
        """Return how many trainings of this computer come before one that waits, itself counted; 0 if it does not."""
        if run.job.provider != HERE or run.job.status is not JobStatus.QUEUED:
            return 0
        waiting = (JobStatus.QUEUED, JobStatus.VALIDATING)
        queue = [other for other in self.runs if other.job.provider == HERE and other.job.status in waiting]
        return len(queue) - queue.index(run)

    def open(self, project: Project | None) -> None:
        """Take up the trainings of this project, and follow those that have not ended."""
        for known in self._known.values():
            for task in (known.task, *known.loading):
                if task is not None:
                    task.cancel()
        self._intake.forget()
        self._project = project
        self._known = {}
        if project is None:
            return
        with project.reading() as connection:
            kept = jobs.all_jobs(connection)
        self._known = {job.id: _Known(Run.kept(project, job)) for job in kept}
        for known in self._known.values():
            self._load(known)
        self._follow_the_open()

    def add(self, job: Job) -> Run | None:
        """Take up a training that the project just got; return it, None without a project."""
        if self._project is None:
            return None
        found = self.run(job.id)
        if found is not None:
            return found
        known = _Known(Run.kept(self._project, job))
        every = sorted((known, *self._known.values()), key=lambda each: each.run.job.created, reverse=True)
        self._known = {each.run.job.id: each for each in every}
        self._load(known)
        self._follow_the_open()
        return known.run

    def look_again(self) -> None:
        """Take up what the project got without anybody telling."""
        if self._project is None:
            return
        with self._project.reading() as connection:
            kept = jobs.all_jobs(connection)
        new = [job for job in kept if job.id not in self._known]
        for job in new:
            self.add(job)
        if new:
            self.listed.emit()

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

    def steer(self, verb: Verb, run: Run) -> None:
        """Pause, resume or cancel a training; nothing while its place has yet to answer what was wanted before."""
        project, known = self._project, self._known.get(run.job.id)
        if project is None or known is None or run.steered:
            return

        def done(job: Job) -> None:
            run.steered = False
            if self._known.get(job.id) is known:
                self._intake.answer(run, job)
                self.steered.emit(run, None)
                self._follow_on(known)

        def problem(problem: Problem) -> None:
            run.steered = False
            if self._known.get(run.job.id) is known:
                self.steered.emit(run, problem)

        run.steered = True
        self._background.run(self, _steer(verb, project, self._sites, run.job), on_done=done, on_problem=problem)

    def _look(self, run: Run) -> None:
        """Ask once more how a training stands: what was heard of it is not what its place has answered since."""
        project, known = self._project, self._known.get(run.job.id)
        if project is None or known is None or known.looking:
            return

        def done(job: Job) -> None:
            if self._known.get(job.id) is known:
                self._intake.answer(run, job)
                self._follow_on(known)

        def ended() -> None:
            known.looking = False

        known.looking = True
        looking = _steer(train.look, project, self._sites, run.job)
        # Where it cannot be asked, who follows it says so.
        self._background.run(self, looking, on_done=done, on_problem=lambda _: None, on_end=ended)

    def _follow_on(self, known: _Known) -> None:
        """Follow one that goes on: nobody listens any more, or soon, to one that was stopped by a problem."""
        if not known.run.job.status.ended:
            known.again = known.task is not None
            self.follow(known.run)

    def _follow_the_open(self) -> None:
        if self._project is not None:
            for job in to_follow(self._project):
                known = self._known.get(job.id)
                if known is not None:
                    self.follow(known.run)

    def _load(self, known: _Known) -> None:
        """Bring what the project remembers into the curves, in the background."""
        if self._project is None:
            return
        run = known.run

        def take(portions: list[Portion]) -> None:
            if self._known.get(run.job.id) is known:
                for portion in portions:
                    run.take(portion)
                self.heard.emit(run, False)

        def done(_: None) -> None:
            if self._known.get(run.job.id) is known:
                run.finish_loading()
                self.heard.emit(run, False)

        def learn(found: list[tuple[float, str]]) -> None:
            if found and self._known.get(run.job.id) is known:
                run.turns.update(found)
                self.heard.emit(run, False)

        stored: AsyncIterator[Portion] = read_curves(self._project, run.job.id)
        known.loading = (
            self._background.run(self, stored, on_items=take, on_done=done),
            self._background.run(self, turns(self._project, run.job.id), on_done=learn),
        )

    def _hear(self, known: _Known, task: Task, items: list[News]) -> None:
        if task is not known.task or self._known.get(known.run.job.id) is not known:
            return
        if not all(map(self._intake.is_old, items)):
            known.again = False  # it is followed still
        self._intake.put(known.run, items)

    def _lose(self, known: _Known, task: Task, problem: Problem) -> None:
        if task is known.task and self._known.get(known.run.job.id) is known:
            self.lost.emit(known.run, problem)

    def _let_go(self, known: _Known, task: Task) -> None:
        if task is known.task:
            known.task = None
            if known.again and self._known.get(known.run.job.id) is known:
                self._follow_on(known)
