"""Work that comes late by chance: what does not wait for what it goes on from is found in one run, not in one of fifty.

    python -m pytest -p tests.late --late 7 tests/gui

Nothing happens that could not happen on a busy machine. Work begins late, though in the order in which it was asked
for; threads answer late; the window hears late, yet of what is done to a project in the order in which it was done.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from random import Random
from typing import Any

import pytest

from desktop_app.gui.background import _Line
from desktop_app.work import project as verbs
from desktop_app.work import threads

NEVER, SELDOM = 0.35, 0.25
"""How often nothing is late, and how often it is late by up to the long time instead of the short one."""
SHORT_S, LONG_S = 0.06, 0.5
A_MOMENT_S = 0.0001
"""What is kept in order begins at least so much later than what was before it."""
SWITCHES_S = (1e-6, 1e-5, 1e-4, 5e-3, 2e-2)
"""After so long, another thread may have its turn; each test gets one of these."""


class Lateness:
    """Draws by how much things are late."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._last: dict[tuple[asyncio.AbstractEventLoop, str], float] = {}

    def seconds(self, longest: float = LONG_S) -> float:
        """Return how long the next thing takes longer."""
        drawn = self._chance.random()
        if drawn < NEVER:
            return 0.0
        return self._chance.random() * (longest if drawn > 1 - SELDOM else min(SHORT_S, longest))

    async def wait(self) -> None:
        """Wait for a while by chance."""
        await asyncio.sleep(self.seconds())

    async def wait_in_turn(self, line: str) -> None:
        """Wait for a while by chance, but for longer than who came before into the same line."""
        loop = asyncio.get_running_loop()
        before = self._last.get((loop, line), 0.0)
        when = self._last[loop, line] = max(before + A_MOMENT_S, loop.time() + self.seconds(LONG_S / 2))
        # At that time and not after so long: who asks while the loop is busy would otherwise go past who is due.
        due = asyncio.Event()
        timer = loop.call_at(when, due.set)
        try:
            await due.wait()
        finally:
            timer.cancel()


def be_late(patch: pytest.MonkeyPatch, chance: Random) -> None:
    """Let all work of windows come late from now on, and what is done in threads; once is enough."""
    if _Line._do.__module__ == __name__:
        return
    lateness = Lateness(chance)
    do, to_thread, begin = _Line._do, asyncio.to_thread, threads.begin

    async def do_late(line: _Line) -> None:
        await lateness.wait_in_turn("begin")
        work = line._work
        line._work = (_answer if isinstance(work, Coroutine) else _stream)(work, _end(lateness, work))
        await do(line)

    async def to_thread_late(call: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        await asyncio.sleep(lateness.seconds(LONG_S / 4))
        answer = await to_thread(call, *args, **named)
        await asyncio.sleep(lateness.seconds(LONG_S / 4))
        return answer

    def begin_late(call: Callable[..., Any], /, *args: Any) -> Any:
        before, after = (lateness.seconds(LONG_S / 4) for _ in range(2))
        return begin(_slowly, before, after, call, *args)

    patch.setattr(_Line, "_do", do_late)
    patch.setattr(threads, "begin", begin_late)
    patch.setattr(asyncio, "to_thread", to_thread_late)


def _slowly(before: float, after: float, call: Callable[..., Any], *args: Any) -> Any:
    """Call in a thread, which begins late and ends late."""
    time.sleep(before)
    try:
        return call(*args)
    finally:
        time.sleep(after)


def _end(lateness: Lateness, work: object) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return how to wait before it is told that the work is done."""
    code = getattr(work, "cr_code", None)
    told_in_turn = code is not None and code.co_filename == verbs.__file__
    return partial(lateness.wait_in_turn, "end") if told_in_turn else lateness.wait


async def _answer(work: Coroutine[Any, Any, Any], end: Callable[[], Coroutine[Any, Any, None]]) -> Any:
    answer = await work
    await end()
    return answer


async def _stream(work: AsyncIterator[Any], end: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[Any]:
    try:
        async for item in work:
            yield item
    finally:
        close = getattr(work, "aclose", None)
        if close is not None:
            await close()
    await end()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the seed."""
    parser.addoption("--late", type=int, metavar="SEED", help="let work come late, by this chance")


def pytest_configure(config: pytest.Config) -> None:
    """Be late for all of the run."""
    seed = config.getoption("--late")
    if seed is not None:
        worker = getattr(config, "workerinput", {}).get("workerid", "")
        patch = pytest.MonkeyPatch()
        config.add_cleanup(patch.undo)
        chance = Random(f"{seed} {worker}")
        be_late(patch, chance)
        config.pluginmanager.register(_Switching(chance))


class _Switching:
    """Lets threads take turns more often or less often in each test."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Any:
        """Draw once a test."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(self._chance.choice(SWITCHES_S))
        try:
            return (yield)
        finally:
            sys.setswitchinterval(before)
