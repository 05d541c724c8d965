"""One training as the room knows it: the job, what was measured, what it was made of, and how fast it goes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.core.advice import Advice, Facts
from desktop_app.core.coach import Coach, review
from desktop_app.core.curves import Curves, Portion
from desktop_app.core.example import Part
from desktop_app.core.job import Checkpoint, Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.pace import Pace
from desktop_app.core.pauses import is_turn, paused_seconds
from desktop_app.core.run_record import RunRecord
from desktop_app.store import happenings, jobs, runs, story
from desktop_app.store.project import Project
from desktop_app.work.hearing import News

if TYPE_CHECKING:
    from desktop_app.core.problem import Problem

_REVIEW_S = 3.0
"""What came out of order is judged anew no more often than this: nothing else of a run takes the window so long."""
_PACED = 400
_LOSSES = frozenset({"train_loss", "valid_loss", "full_valid_loss"})


class Run:
    """Gathers what is heard of one job; hearing a thing twice changes nothing."""

    def __init__(self, job: Job, plan: Plan | None = None, record: RunRecord | None = None) -> None:
        self.job = job
        self.plan = plan
        self.record = record
        """None for a training that was not started from this project."""
        self.checkpoints: tuple[Checkpoint, ...] = ()
        self.curves = Curves()
        self.loaded = True
        """Tells whether everything the project remembers is in the curves."""
        self.story = 0
        """Counts up with each line of the story that came."""
        self.newest: JobEvent | None = None
        """The newest line of the story."""
        self.trouble: Problem | None = None
        """Why the provider does not answer just now."""
        self.rest = 0.0
        """In so many seconds it is asked again."""
        self.steered = False
        """Whether its place was asked to pause, resume or cancel it, and has not answered yet."""
        self.turns: set[tuple[float, str]] = set()
        """Times and lines of the story with which pauses begin and end."""
        self._coach = Coach(self.facts)
        self._heard = -1
        self._stale = False
        self._reviewed = 0.0
        self._pace = Pace()

    @classmethod
    def kept(cls, project: Project, job: Job) -> "Run":
        """Return the run as the project remembers it; what was measured is still to be loaded."""
        with project.reading() as connection:
            run = cls(job, jobs.plan(connection, job.id), runs.record_of_job(connection, job.id))
            run.checkpoints = tuple(story.checkpoints(connection, job.id))
            run.newest = happenings.last(connection, job.id)
        run.loaded = False
        return run

    @property
    def facts(self) -> Facts:
        """Return what the coach wants to know besides the losses."""
        rows = self.record.rows.get(Part.TRAINING, 0) if self.record is not None else 0
        cut = self.job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
        return Facts(rows, self.job.epochs, self.job.total_steps, cut)

    @property
    def step(self) -> int:
        """Return the last step that was measured."""
        return self.curves.last_step

    @property
    def validation_loss(self) -> float | None:
        """Return the newest loss over the validation part, if one was measured."""
        line = self.curves.validation
        return line.last if line is not None else None

    @property
    def paused(self) -> float:
        """Return for how many seconds it stood still between its beginning and its end."""
        return paused_seconds(self.turns, self.job.finished) if self.job.finished is not None else 0.0

    def take(self, portion: Portion) -> None:
        """Take in some of what the project remembers."""
        self.curves.extend(portion)
        self._stale = True

    def finish_loading(self) -> None:
        """Say that everything the project remembers was taken in."""
        self.loaded = True
        line = self.curves.line("time")
        if line is not None and not self.job.status.ended:
            for step, time in zip(line.steps[-_PACED:].tolist(), line.values[-_PACED:].tolist(), strict=True):
                self._pace.reached(step, time)

    def hear(self, news: News, now: float) -> None:
        """Take in news that came at `now`, in seconds since 1970."""
        self.job = news.job
        self.trouble, self.rest = news.trouble, news.rest
        self.story += len(news.events)
        self.turns.update((event.time, event.message) for event in news.events if is_turn(event.message))
        newest = max((*news.events, *filter(None, [self.newest])), key=lambda event: event.time, default=None)
        self.newest = newest
        if news.checkpoints:
            known = {kept.step: kept for kept in (*self.checkpoints, *news.checkpoints)}
            self.checkpoints = tuple(known[step] for step in sorted(known))
        if news.points:
            self._coach.facts = self.facts
            self._judge(news.points)
            self.curves.append(news.points)
        if news.job.status is not JobStatus.RUNNING or news.trouble is not None:
            self._pace.broke()
        else:
            for point in sorted(news.points, key=lambda point: point.step):
                validated = bool(_LOSSES.intersection(point.values) - {"train_loss"})
                self._pace.reached(point.step, point.values.get("time", now), validated=validated)

    def seconds_left(self, now: float) -> float | None:
        """Return about how long it still takes; None while that was not measured and the provider does not say."""
        if self.job.status is not JobStatus.RUNNING:
            return None
        if self.job.estimated_finish is not None and self.job.estimated_finish > now:
            return self.job.estimated_finish - now
        return self._pace.seconds_left(self.job.total_steps, now)

    def advice(self, now: float) -> Advice | None:
        """Return what the coach says; None while what was measured is still being loaded."""
        if not self.loaded:
            return None
        ended = self.job.status.ended
        self._coach.facts = self.facts
        if self._stale and (ended or now - self._reviewed >= _REVIEW_S or now < self._reviewed):
            self._coach = review(self.curves, self.facts)
            self._heard = self.curves.last_step
            self._stale, self._reviewed = False, now
        return self._coach.advice(ended=ended)

    def _judge(self, points: Sequence[MetricPoint]) -> None:
        """Let the coach hear what goes on where it stands; anything else is a reason to look at all of it again."""
        for point in sorted(points, key=lambda point: point.step):
            if not _LOSSES.intersection((*point.values, *point.broken)):
                continue
            if point.step > self._heard and not self._stale and self.loaded:
                self._coach.hear([point])
                self._heard = point.step
            else:
                self._stale = True
