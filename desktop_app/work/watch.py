"""Following a job until it ends, wherever it runs; everything heard is kept in the project."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass

from desktop_app.core.job import ELSEWHERE, HERE, Job, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider
from desktop_app.store import jobs, story
from desktop_app.store.project import Project
from desktop_app.work.bookkeeping import note_training
from desktop_app.work.hearing import Hearing, JobGone, News, NotKept
from desktop_app.work.sites import Sites

POLL_SECONDS = 1.0
"""The engine here is asked so often."""
RUNNING_SECONDS = 10.0
"""A place elsewhere is asked so often while it trains, and so often while the job waits:"""
WAITING_SECONDS = 60.0
FIRST_REST = 5.0
"""So long a place that did not answer is left alone, doubled each time up to the longest rest."""
LONGEST_REST = 300.0
PATIENCE = 5
"""So many times in a row the engine here may be out of reach before the watching gives up (it is restarting)."""
_RESTARTING = frozenset({"provider_unreachable", "provider_slow", "provider_broke_off"})
SILENCE = 15.0
"""A place elsewhere from which nothing came for so long after it was asked is said to take its time."""
_QUIET = 1
"""A single fault is not worth a word: the next asking comes soon."""
_SLICE = 15.0
_ASLEEP = 30.0
"""A wait that took so many seconds longer than it should was slept through by the whole computer."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How the watching waits, and the time of day by which it sees that the computer slept; both in seconds.

    `silence` is how long nothing may come before a word is said about it.
    """

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], float] = time.time
    silence: float = SILENCE

    async def wait(self, seconds: float) -> bool:
        """Wait; tell whether the computer slept meanwhile, in which case the wait ends early."""
        left = seconds
        while left > 0:
            some = min(left, _SLICE)
            before = self.now()
            await self.sleep(some)
            if self.now() - before > some + _ASLEEP:
                return True
            left -= some
        return False


async def watch(project: Project, sites: Sites, job: Job, clock: Clock | None = None) -> AsyncIterator[News]:
    """Yield News whenever there is some; ends when the job has ended and all it left is in the project.

    The first News hold what the project does not know yet. A job here is given up when the engine does not come back;
    one elsewhere never: a place out of reach is a News with its trouble. One that its provider does not know any more
    is UNKNOWN at last, with the Problem as its trouble. Raise Problem("connection_gone"), and what the project says.
    """
    clock = clock or Clock()
    try:
        following = _Following(sites, job, await Hearing.begin(project, job), clock.silence)
        while not following.over:
            async with aclosing(following.ask()) as heard:
                async for news in heard:
                    yield news
            if not following.over and await clock.wait(following.pause):
                following.missed = 0  # whatever was out of reach before the computer slept
    except NotKept as fault:
        raise fault.problem from fault


class _Following:
    """One job, and how the way to its place has been lately."""

    def __init__(self, sites: Sites, job: Job, hearing: Hearing, silence: float) -> None:
        self.over = False
        self.pause = 0.0
        self.missed = 0
        self._lost = 0
        self._troubled = False
        self._sites = sites
        self._place = job.provider
        self._hearing = hearing
        self._silence = silence if job.provider != HERE else None

    async def ask(self) -> AsyncGenerator[News]:
        """Ask once; yields what is new, or why there is nothing."""
        try:
            provider = await self._sites.provider(self._place)
            # A cloud that does not answer is said to be so at once; the engine here may be back in a moment.
            provider = provider if self._place == HERE else provider.once()
            async with aclosing(self._heard(provider)) as heard:
                async for news in heard:
                    yield news
            if self._answered():
                yield News(self._hearing.job, asked=self._hearing.asked)
            self.pause = max(_pause(self._hearing.job), provider.pace.queue.seconds)
            if self._hearing.ended is not None:
                await _enter(self._sites, self._hearing.ended)  # first: what is settled is not asked about again
                yield await self._hearing.settle()
                self.over = True
        except JobGone as gone:
            self._lost += 1
            self.over = self._lost > 1  # once may be a mistake of whoever stands between
            self.pause = FIRST_REST
            if self.over:
                yield await self._hearing.lose(_gone(provider, gone.problem))
        except Problem as problem:
            self.pause = self._fault(problem)
            if self._troubled:
                yield self._without(problem, self.pause)

    async def _heard(self, provider: Provider) -> AsyncGenerator[News]:
        """Yield what is heard; while nothing comes, that it takes long: until a request is given up may be minutes."""
        async with aclosing(self._hearing.ask(provider)) as told:
            while True:
                coming = asyncio.ensure_future(_next(told))
                silent = 0.0
                try:
                    while not (await asyncio.wait({coming}, timeout=self._silence))[0]:
                        silent += self._silence or 0.0
                        self._troubled = True
                        yield self._without(_slow(provider, silent))
                finally:
                    if not coming.done():
                        coming.cancel()
                        await asyncio.wait({coming})
                if (news := coming.result()) is None:
                    return
                self._answered()
                yield news

    def _without(self, trouble: Problem, rest: float = 0.0) -> News:
        """Return what is said while nothing new is known of the job."""
        return News(self._hearing.job, trouble=trouble, rest=rest, asked=self._hearing.asked)

    def _answered(self) -> bool:
        """Note that the place answers; tell whether somebody thinks that it does not."""
        was, self._troubled = self._troubled, False
        self.missed = self._lost = 0
        return was

    def _fault(self, problem: Problem) -> float:
        """Return how long the place is left alone; raise the Problem where waiting does not help."""
        self.missed += 1
        if self._place == HERE:
            if problem.key not in _RESTARTING or self.missed > PATIENCE:
                raise problem
            return POLL_SECONDS
        if problem.key == "connection_gone":
            raise problem
        rest = _rest(problem, self.missed)
        self._troubled = self._troubled or self.missed > _QUIET or rest > 2 * FIRST_REST
        return rest


def to_follow(project: Project) -> list[Job]:
    """Return the jobs that have to be watched: those under way, and those that ended while nobody listened."""
    with project.reading() as connection:
        unsettled = story.unsettled(connection)
        known = jobs.all_jobs(connection)
    elsewhere = [job for job in known if job.provider != ELSEWHERE]
    return [job for job in elsewhere if not job.status.ended or job.id in unsettled]


def _pause(job: Job) -> float:
    if job.provider == HERE:
        return POLL_SECONDS
    return RUNNING_SECONDS if job.status in (JobStatus.RUNNING, JobStatus.VALIDATING) else WAITING_SECONDS


def _rest(problem: Problem, missed: int) -> float:
    """Return how long a place is left alone; one that names a time of its own is given that, however long it is."""
    told = float(problem.values.get("seconds", 0.0))
    return max(told, min(LONGEST_REST, FIRST_REST * 2.0 ** min(missed - 1, 30)))


async def _next(told: AsyncIterator[News]) -> News | None:
    return await anext(told, None)


def _slow(provider: Provider, seconds: float) -> Problem:
    return Problem("watch_slow", provider=provider.title, seconds=round(seconds))


def _gone(provider: Provider, problem: Problem) -> Problem:
    return Problem("watch_job_gone", details=problem.details, provider=provider.title)


async def _enter(sites: Sites, job: Job) -> None:
    """Enter what the training cost; a ledger that cannot be written does not take the training's end away."""
    with suppress(Problem):
        await note_training(sites.books(job.provider), job)
