"""One training as the room knows it: the job, its points and events, and how fast it goes."""

from collections.abc import Iterable

from desktop_app.core.job import Job, JobEvent, JobStatus
from desktop_app.core.metrics import MetricPoint, validation_series
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.watch import News


class Run:
    """Gathers what is heard of one job; hearing a thing twice changes nothing."""

    def __init__(self, job: Job, points: Iterable[MetricPoint] = (), events: Iterable[JobEvent] = ()) -> None:
        self.job = job
        self._points = {point.step: point for point in points}
        self._events = {event.id: event for event in events}
        self._mark: tuple[int, float] | None = None
        self._pace: float | None = None

    @classmethod
    def kept(cls, project: Project, job: Job) -> "Run":
        """Return the run with everything the project remembers of it."""
        with project.reading() as connection:
            return cls(job, jobs.points(connection, job.id), jobs.events(connection, job.id))

    def hear(self, news: News, now: float) -> None:
        """Take in news that came at `now`, a monotonic time in seconds."""
        self.job = news.job
        self._points.update((point.step, point) for point in news.points)
        self._events.update((event.id, event) for event in news.events)
        if news.job.status is not JobStatus.RUNNING:
            self._mark = self._pace = None
        elif news.points:
            self._measure(now)

    @property
    def points(self) -> list[MetricPoint]:
        """Return the points in order of step."""
        return [self._points[step] for step in sorted(self._points)]

    @property
    def events(self) -> list[JobEvent]:
        """Return the job's story, oldest first."""
        return sorted(self._events.values(), key=lambda event: event.time)

    @property
    def step(self) -> int:
        """Return the last step that was measured."""
        return max(self._points, default=0)

    @property
    def validation_loss(self) -> float | None:
        """Return the newest loss over the validation part, if one was measured."""
        losses = validation_series(self._points.values())[1]
        return losses[-1] if losses else None

    @property
    def seconds_left(self) -> float | None:
        """Return about how long it still takes; None while that was not measured."""
        if self._pace is None or not self.job.total_steps or self.job.status is not JobStatus.RUNNING:
            return None
        return self._pace * max(0, self.job.total_steps - self.step)

    def _measure(self, now: float) -> None:
        """Measure from the first news on: what came with it may have been waiting for long."""
        if self._mark is None:
            self._mark = (self.step, now)
        elif self.step > self._mark[0]:
            self._pace = (now - self._mark[1]) / (self.step - self._mark[0])
