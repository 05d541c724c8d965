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
        wait = self.first
        for left in range(self.tries - 1, -1, -1):
            try:
                return await act()
            except Problem as problem:
                if problem.key not in _PASSING or not left:
                    raise
                told = problem.values.get("seconds", 0.0)
                pause = max(wait, float(told))  # a provider that says how long is asked no sooner
                if on_wait is not None:
                    on_wait(problem, pause)
                await self.sleep(pause)
                wait = min(self.longest, 2 * wait)
        raise RuntimeError("at least one try is needed")
