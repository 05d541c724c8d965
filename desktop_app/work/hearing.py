"""Asking a provider once about a job, and keeping what it tells: nothing is missed, nothing is told twice."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, replace
from time import monotonic

from desktop_app.core.job import Checkpoint, Job, JobEvent, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.core.target import Method
from desktop_app.providers import job_story, jobs
from desktop_app.providers.client import Provider
from desktop_app.providers.job_story import Page, Told
from desktop_app.store import story
from desktop_app.store.project import Project
from desktop_app.store.story import Heard, Portion
from desktop_app.work import result_files
from desktop_app.work.project import written

PORTION = 500
"""At most so many events or points are handed on and written at once, so that nobody waits long for the project."""
_FLOOR = 50
"""So many ids tell where the last reading began; an engine that was killed forgets some of its events."""
_TRIES = 5
"""So often a result file is asked for that the provider has, but does not give."""
_Read = tuple[Portion, Heard, int]
"""A portion of events, how far they were read with it, and how many steps they say there are (0: not said)."""
_NOT_OFFERED = frozenset({"provider_not_found", "provider_refuses", "provider_no_such_model"})


@dataclass(frozen=True, slots=True)
class News:
    """The job as it stands, and what is new since the last News; a point comes with all that is known of its step.

    `trouble` tells why the place does not answer just now; it is asked again after `rest` seconds, and the next News
    without a trouble takes it back. `asked` is when the place was asked how the job stands, in seconds of
    time.monotonic(): an answer of the place that came later knows better.
    """

    job: Job
    events: tuple[JobEvent, ...] = ()
    points: tuple[MetricPoint, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    trouble: Problem | None = None
    rest: float = 0.0
    asked: float = 0.0


class JobGone(Exception):  # noqa: N818 - no fault of the program, but what the provider says
    """The provider does not know the job; `problem` holds its words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


class NotKept(Exception):  # noqa: N818 - see JobGone
    """The project could not take what was heard; asking again would not help."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


class Hearing:
    """What is known of one job, and how far its story was read."""

    def __init__(self, project: Project, job: Job, heard: Heard, kept: dict[int, Checkpoint]) -> None:
        """Use `begin`."""
        self.job = job
        self.ended: Job | None = None
        self._project = project
        self._heard = heard
        self._kept = kept
        self._silent: set[str] = set()
        """What the place does not offer: "events", "checkpoints"."""
        self.asked = 0.0
        """When the place was asked for what is known of the job."""
        self._look_began = 0.0
        self._asked = 0
        self._tries = 0

    @classmethod
    async def begin(cls, project: Project, job: Job) -> "Hearing":
        """Return the hearing of a job that goes on where the project's memory ends."""

        def look() -> tuple[Heard, dict[int, Checkpoint]]:
            with project.reading() as connection:
                kept = story.checkpoints(connection, job.id)
                return story.heard(connection, job.id), {checkpoint.step: checkpoint for checkpoint in kept}

        return cls(project, job, *await asyncio.to_thread(look))

    async def ask(self, provider: Provider) -> AsyncGenerator[News]:
        """Ask about everything there may be; yields what is new, all of it kept already.

        When a job has ended and all it left is here, `ended` holds it; it is kept as ended by `settle` alone, so that
        whatever breaks off before is made up for. Raise a Problem where the place does not answer; JobGone; NotKept.
        """
        # Asked before the events, so that the last ones of a job that just ended are not missed.
        now = renewed(self.job, await self._look(provider))
        ended = now.status.ended
        known, spoke = self.job, False
        shown = known if ended else now
        if ended:
            self._silent.clear()  # what was not offered once is asked for a last time: nobody asks after this
        async for portion, heard, total in self._events(provider):
            spoke = spoke or bool(portion.events) or any("full_valid_loss" in point.values for point in portion.points)
            shown = replace(shown, total_steps=max(shown.total_steps, total))
            yield await self._keep(shown, portion, heard)
        if ended or spoke or not self._asked or _curve_on_checkpoints(provider):
            async for portion in self._checkpoints(provider):
                yield await self._keep(shown, portion, self._heard)
        if ended:
            async for portion in self._tables(provider, now):
                yield await self._keep(shown, portion, self._heard)
        last = replace(now, total_steps=now.total_steps or shown.total_steps)
        if ended:
            self.ended = last
        elif not self._asked or last != self.job:
            yield await self._keep(last, Portion(), self._heard)
        self._asked += 1

    async def settle(self) -> News:
        """Keep the job as ended; nothing more will be heard of it."""
        job = self.ended or self.job
        if not job.total_steps and job.status is JobStatus.SUCCEEDED:
            job = replace(job, total_steps=await asyncio.to_thread(self._last_step))
        return await self._keep(job, Portion(), replace(self._heard, settled=True))

    async def lose(self, gone: Problem) -> News:
        """Keep that the provider does not know the job any more."""
        told = await self._keep(replace(self.job, status=JobStatus.UNKNOWN), Portion(), self._heard)
        return replace(told, trouble=gone)

    async def _look(self, provider: Provider) -> Job:
        self._look_began = monotonic()
        try:
            return await jobs.retrieve(provider, self.job.id)
        except Problem as problem:
            if problem.key == "provider_not_found":
                raise JobGone(problem) from problem
            raise

    async def _keep(self, job: Job, portion: Portion, heard: Heard) -> News:
        """Write a portion; it is on disk when the News of it goes out."""
        try:
            self._heard, points = await written(self._project.write(lambda c: story.keep(c, job, portion, heard)))
        except Problem as problem:
            raise NotKept(problem) from problem
        self.job, self.asked = job, self._look_began
        self._kept.update((checkpoint.step, checkpoint) for checkpoint in portion.checkpoints)
        return News(job, portion.events, points, portion.checkpoints, asked=self.asked)

    async def _events(self, provider: Provider) -> AsyncIterator[_Read]:
        """Yield the events that are not known yet, in portions; first those below which a reading broke off."""
        if "events" in self._silent:
            return
        try:
            whole = not self._heard.last
            if not whole:
                async for some in self._down(provider, self._heard.last, trusting=False):
                    whole = True
                    yield some
            # Where the broken reading could not be taken up, events that are kept do not tell that nothing is missing.
            async for some in self._down(provider, "", trusting=whole):
                yield some
        except Problem as problem:
            if problem.key not in _NOT_OFFERED:
                raise
            self._silent.add("events")

    async def _down(self, provider: Provider, after: str, *, trusting: bool) -> AsyncIterator[_Read]:
        """Yield portions from the newest event, or from behind `after`, down to what is known."""
        floor = self._heard.known
        newest = self._heard.newest if after else ()
        told: list[Told] = []
        begun = bool(after)
        async for page in job_story.pages(provider, self.job.id, after):
            if begun and not page.told and not told:
                return  # the place does not know this event any more
            fresh, met = await self._fresh(page, floor, trusting=trusting)
            told += fresh
            newest = (*newest, *(one.id for one in fresh))[:_FLOOR]
            done = met or not page.last
            if done or len(told) + len(page.told) > PORTION:
                place = self._heard.place if begun else 0
                heard = Heard(floor, newest, page.last, place)
                if done:
                    heard = Heard(tuple(dict.fromkeys((*newest, *floor)))[:_FLOOR], place=place)
                if told or heard != self._heard:
                    yield _portion(told), heard, max((one.total for one in told), default=0)
                    begun, told = True, []
            if done:
                return

    async def _fresh(self, page: Page, floor: tuple[str, ...], *, trusting: bool) -> tuple[list[Told], bool]:
        """Return the events of a page that are not known, and whether it reaches down to known ones.

        Events of one moment may change places, so all that lie between known ones are looked at.
        """
        ids = [told.id for told in page.told]
        below = [place for place, name in enumerate(ids) if name in floor]
        if below:
            return [told for told in page.told[: below[-1]] if told.id not in floor], True
        kept = await asyncio.to_thread(self._kept_events, ids) if trusting and ids else set()
        first = next((place for place, name in enumerate(ids) if name in kept), None)
        return list(page.told[:first]), first is not None

    def _kept_events(self, ids: list[str]) -> set[str]:
        with self._project.reading() as connection:
            return story.known_ids(connection, self.job.id, ids)

    def _last_step(self) -> int:
        with self._project.reading() as connection:
            return story.last_step(connection, self.job.id)

    async def _checkpoints(self, provider: Provider) -> AsyncIterator[Portion]:
        """Yield the checkpoints that are not known yet, and their measurements as points."""
        if "checkpoints" in self._silent or (provider.profile and not provider.profile.supports.checkpoints):
            return
        try:
            told = await job_story.checkpoints(provider, self.job.id)
        except Problem as problem:
            if problem.key not in _NOT_OFFERED:
                raise
            self._silent.add("checkpoints")
            return
        new = [one for one in told if self._kept.get(one.step) != one]
        for start in range(0, len(new), PORTION):
            some = tuple(new[start : start + PORTION])
            points = tuple(MetricPoint(one.step, {**one.values, "time": one.created}) for one in some if one.values)
            yield Portion(filling=points, checkpoints=some)

    async def _tables(self, provider: Provider, job: Job) -> AsyncIterator[Portion]:
        """Yield what the result files tell; a file that is not given time and again is done without."""
        try:
            told = await result_files.measured(provider, job)
        except Problem:
            self._tries += 1
            if self._tries < _TRIES:
                raise
            return
        for start in range(0, len(told), PORTION):
            yield Portion(filling=tuple(told[start : start + PORTION]))


def renewed(before: Job, now: Job) -> Job:
    """Return the job as it is told now, with what was known and is not told any more."""
    return replace(
        now,
        provider=before.provider,
        epochs=now.epochs or before.epochs,
        batch_size=now.batch_size or before.batch_size,
        total_steps=now.total_steps or before.total_steps,
        method=before.method if now.method is Method.SUPERVISED else now.method,
        seed=before.seed if now.seed is None else now.seed,
        settings={**before.settings, **now.settings},
        training_file=now.training_file or before.training_file,
        validation_file=now.validation_file or before.validation_file,
        title=now.title or before.title,
    )


def _curve_on_checkpoints(provider: Provider) -> bool:
    """Tell whether the place measures at checkpoints rather than in events."""
    return provider.profile is not None and provider.profile.metrics[:1] == ("checkpoints",)


def _portion(told: list[Told]) -> Portion:
    """Return events as they are kept, the oldest first."""
    oldest_first = told[::-1]
    events = tuple(one.event for one in oldest_first if one.event is not None)
    return Portion(events, tuple(one.point for one in oldest_first if one.point is not None))
