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
    """How often something is tried, and how long is waited in between: doubled each time, at most `longest` seconds."""

    tries: int = 8
    first: float = 1.0
    longest: float = 60.0

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
                if on_wait is not None:
                    on_wait(problem, wait)
                await asyncio.sleep(wait)
                wait = min(self.longest, 2 * wait)
        raise RuntimeError("at least one try is needed")
