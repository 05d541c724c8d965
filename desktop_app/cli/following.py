"""Following a training in a terminal: a line when something happens, and what the coach says."""

import shlex
import sys
import time

from desktop_app.cli.asking import tell
from desktop_app.cli.saying import day_and_time, span
from desktop_app.cli.training_arguments import At
from desktop_app.core.advice import Facts
from desktop_app.core.coach import Coach
from desktop_app.core.job import HERE, Job, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.pace import Pace
from desktop_app.core.sentences import english
from desktop_app.store import jobs as kept_jobs
from desktop_app.store.project import Project
from desktop_app.work.hearing import News
from desktop_app.work.sites import Sites
from desktop_app.work.watch import watch

_EVERY = 10.0
"""So many seconds lie between two lines about steps, where nobody looks at each."""
WORDS = {
    JobStatus.VALIDATING: "the examples are being checked",
    JobStatus.QUEUED: "waits for its turn",
    JobStatus.RUNNING: "trains",
    JobStatus.PAUSED: "paused",
    JobStatus.SUCCEEDED: "finished",
    JobStatus.FAILED: "failed",
    JobStatus.CANCELLED: "cancelled",
    JobStatus.UNKNOWN: "in a state TuneDesk does not know",
}


class _Teller:
    """Says what is new about one training."""

    def __init__(self, job: Job, points: list[MetricPoint]) -> None:
        self._status: JobStatus | None = None
        self._coach = Coach(Facts(passes=job.epochs, steps=job.total_steps))
        self._pace = Pace()
        self._heard: set[int] = set()
        self._last: MetricPoint | None = None
        self._told = 0.0
        self._said = ""
        self._troubled = False
        self.hear(points)

    def hear(self, points: list[MetricPoint]) -> None:
        """Take in points without a word."""
        new = sorted((point for point in points if point.step not in self._heard), key=lambda point: point.step)
        self._heard.update(point.step for point in new)
        self._coach.hear(new)
        for point in new:
            if self._last is None or point.step > self._last.step:
                self._last = point

    def tell(self, news: News) -> None:
        """Say what is worth a line."""
        job = news.job
        if news.trouble is not None:
            if not self._troubled:
                tell(f"{english(news.trouble.happened)} The training goes on there; asked again until it answers.")
            self._troubled = True
            return
        self._troubled = False
        if job.status is not self._status:
            self._status = job.status
            tell(f"{job.id}: {WORDS[job.status]}")
        self._coach.facts = Facts(passes=job.epochs, steps=job.total_steps)
        self.hear(list(news.points))
        if news.points and self._last is not None:
            self._pace.reached(self._last.step, time.monotonic())
        if news.points and time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            self._tell_step(job)

    def end(self, job: Job) -> None:
        """Say how it ended."""
        self._tell_step(job)
        tell(english(self._coach.advice(ended=True).sentence))
        then = self._coach.advice(ended=True).then
        if then is not None:
            tell(english(then))
        if job.status is JobStatus.FAILED and job.error:
            sys.stderr.write(job.error + "\n")

    def _tell_step(self, job: Job) -> None:
        if self._last is None:
            return
        of = f" of {job.total_steps}" if job.total_steps else ""
        said = [f"step {self._last.step}{of}"]
        for name, words in (("train_loss", "training loss"), ("valid_loss", "validation loss")):
            if name in self._last.values:
                said.append(f"{words} {self._last.values[name]:.3f}")
        left = self._pace.seconds_left(job.total_steps, time.monotonic()) if job.status is JobStatus.RUNNING else None
        if left is not None:
            said.append(f"{span(left)} left")
        tell("  " + ", ".join(said))
        sentence = english(self._coach.advice().sentence)
        if sentence != self._said and not job.status.ended:
            self._said = sentence
            tell("  " + sentence)


async def follow(project: Project, sites: Sites, job: Job) -> Job:
    """Say how a training goes until it has ended; return it as it stands then."""
    with project.reading() as connection:
        known = kept_jobs.points(connection, job.id)
    teller = _Teller(job, known)
    async for news in watch(project, sites, job):
        job = news.job
        teller.tell(news)
    teller.end(job)
    return job


def tell_resumable(job: Job, at: At) -> None:
    """Say how a training goes on that was stopped by a problem, if it can."""
    if job.status is JobStatus.FAILED and job.resumable:
        tell("It can go on from its last checkpoint once that is mended; the steps after it are trained once more:")
        tell(f"  tunedesk jobs {job.id} --resume{said_at(at)}")


def said_at(at: At) -> str:
    """Return the words of a command that name a place; "" for this computer."""
    key = f" --key-variable {shlex.quote(at.key_variable)}" if at.key_variable else ""
    return key if at.place == HERE else f" --at {shlex.quote(at.place)}{key}"


def line(job: Job) -> str:
    """Return a training in one line: when, what, and how it stands."""
    name = job.tuned_model or (f"{job.base_model} ({job.title})" if job.title else job.base_model)
    return f"{day_and_time(job.created)}  {job.id}  {WORDS[job.status]}  {name}"
