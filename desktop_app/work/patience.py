"""Trying again what a provider could not do just now."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from desktop_app.core.problem import Problem

T = TypeVar("T")

_PASSING = frozenset(
    {
        "download_incomplete",
        "provider_broke_off",
        "provider_busy",
        "provider_faulty",
        "provider_slow",
        "provider_speaks_otherwise",
        "provider_unreachable",
        "train.upload_gone",
    }
)
"""Problems that may be over in a moment; all others would only come again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited in between: doubled each time, at most `longest` seconds.

    A provider that names a time of its own is given that time, however long it is.
    """

    tries: int = 8
    first: float = 1.0
    longest: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def keep_trying(
        self, act: Callable[[], Awaitable[T]], on_wait: Callable[[Problem, float], None] | None = None
    ) -> T:
        """Return what `act` returns at last; the last Problem is raised, one that will not pass at once."""
        for tried in range(1, self.tries + 1):
            try:
                return await act()
            except Problem as problem:
                if not may_pass(problem) or tried == self.tries:
                    raise
                if on_wait is not None:
                    on_wait(problem, self.pause(problem, tried))
                await self.rest(problem, tried)
        raise RuntimeError("at least one try is needed")

    async def rest(self, problem: Problem, tried: int) -> None:
        """Wait as is due after so many tries."""
        await self.sleep(self.pause(problem, tried))

    def pause(self, problem: Problem, tried: int) -> float:
        """Return how many seconds are waited after so many tries; a provider that says how long is asked no sooner."""
        return max(min(self.longest, self.first * 2.0 ** (tried - 1)), float(problem.values.get("seconds", 0.0)))


def may_pass(problem: Problem) -> bool:
    """Tell whether a problem may be over in a moment."""
    return problem.key in _PASSING
