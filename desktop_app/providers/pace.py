"""The queue before a provider: how many requests are under way at once, and how long it wants to be left alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from desktop_app.core.problem import Problem

AT_ONCE = 8
"""So many requests are under way at once: the playground's four prompts to two models."""

_FOR_ALL = frozenset({"provider_money", "provider_key_refused"})
"""What one request hears of these, all that wait would hear as well."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What a queue looks like now.

    `asking` requests are under way and `waiting` ones are not sent yet; `seconds` more the provider is left alone,
    because of `reason` (None with 0 seconds, and where it was said to somebody who does not stand in the queue).
    """

    asking: int = 0
    waiting: int = 0
    seconds: float = 0.0
    reason: Problem | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long somebody waits who looks on: for a rest of so many seconds, and for so many refusals in a row."""

    seconds: float = 120.0
    refusals: int = 4


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long is waited where no time is told: `first` seconds, doubled each time, at most `longest`, less by chance.

    `dice` returns a number from 0 to 1; it takes up to half of the time away, so that two programs do not keep step.
    """

    first: float = 0.5
    longest: float = 60.0
    dice: Callable[[], float] = field(default_factory=lambda: Random().random)  # noqa: S311 - nothing secret

    def seconds(self, times: int) -> float:
        """Return the wait after so many refusals one after another."""
        return min(self.longest, self.first * 2.0 ** min(times - 1, 30)) * (1 - self.dice() / 2)


@dataclass(slots=True, eq=False)
class _Place:
    """Somebody's place in the queue: called when it is the first one's turn to look, or sent away with a Problem."""

    called: asyncio.Event = field(default_factory=asyncio.Event)
    problem: Problem | None = None


class Pace:
    """Lets requests to one connection through in the order in which they came; belongs to one thread's event loop.

    After a refusal everybody waits: as long as the provider says, else for the back-off. Then one request goes alone,
    and the others follow when it was served. `clock` returns seconds that never run backwards.
    """

    def __init__(
        self,
        at_once: int = AT_ONCE,
        backoff: Backoff | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._at_once = at_once
        self._backoff = backoff or Backoff()
        self._clock = clock
        self._sleep = sleep
        self._asking = 0
        self._line: list[_Place] = []
        self._until = clock()
        self._reason: Problem | None = None
        self._heard = self._until
        """Until when the provider wants to be left alone, as it said to somebody who does not stand in this queue."""
        self._refusals = 0
        self._wave = 0
        """Counts the rests; a request that began before the present one says nothing new about it."""

    @property
    def queue(self) -> Queue:
        """Return what the queue looks like now."""
        left = self._left
        longest = max(left, self._heard - self._clock())
        return Queue(self._asking, len(self._line), longest, self._reason if left else None)

    def heard(self, seconds: float) -> None:
        """Note that somebody who does not stand in this queue was asked to wait: it is told, and holds nobody up."""
        self._heard = max(self._heard, self._clock() + seconds)

    def beyond(self, limit: Limit) -> Problem | None:
        """Return why the provider is left alone, if that is more than the limit bears; else None."""
        left, reason = self._left, self._reason
        if reason is None or not left or (left <= limit.seconds and self._refusals < limit.refusals):
            return None
        return _again(reason)

    @asynccontextmanager
    async def turn(self, limit: Limit | None = None) -> AsyncIterator[None]:
        """Wait for a turn and hold it; a Problem of the block is noted, and raised as it is.

        What is beyond the limit is not waited for, its Problem is raised at once; without one, everything is.
        """
        await self._come_up(limit)
        wave = self._wave
        try:
            yield
        except Problem as problem:
            self._note(problem, wave)
            raise
        else:
            if wave == self._wave:
                self._refusals = 0
        finally:
            self._asking -= 1
            self._call()

    async def pause(self, times: int) -> None:
        """Wait for the back-off after so many tries; it keeps nobody else waiting."""
        await self._sleep(self._backoff.seconds(times))

    @property
    def _left(self) -> float:
        return max(0.0, self._until - self._clock())

    @property
    def _room(self) -> int:
        return 1 if self._refusals else self._at_once

    async def _come_up(self, limit: Limit | None) -> None:
        place = _Place()
        self._line.append(place)
        try:
            while not await self._may_go(place, limit):
                await place.called.wait()
                place.called.clear()
            self._asking += 1
        finally:
            self._line.remove(place)
            self._call()

    async def _may_go(self, place: _Place, limit: Limit | None) -> bool:
        """Tell whether a place's turn has come; the first in the queue waits here until the provider's rest is over."""
        while True:
            if place.problem is not None:
                raise place.problem
            if limit is not None and (problem := self.beyond(limit)) is not None:
                raise problem
            if self._line[0] is not place or self._asking >= self._room:
                return False
            if not self._left:
                return True
            await self._sleep(self._left)

    def _note(self, problem: Problem, wave: int) -> None:
        if problem.key in _FOR_ALL:
            for place in self._line:
                place.problem = _again(problem)
                place.called.set()
        told = float(problem.values.get("seconds", 0.0))
        if problem.key != "provider_busy" and not told:
            return
        if wave == self._wave:
            self._wave += 1
            self._refusals += 1
            told = max(told, self._backoff.seconds(self._refusals))
        until = self._clock() + told
        if until > self._until:
            self._until, self._reason = until, problem
        for place in self._line:  # whoever does not wait that long goes home
            place.called.set()

    def _call(self) -> None:
        """Let those look who may have come up: the first place."""
        if self._line:
            self._line[0].called.set()


def _again(problem: Problem) -> Problem:
    """Return the same Problem for somebody else; one that was raised carries where it came from."""
    return Problem(problem.key, details=problem.details, **problem.values)
