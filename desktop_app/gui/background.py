"""The only bridge between asyncio and Qt: one event loop in one thread, one Task for each piece of work."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar, overload

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.core.problem import Problem
from desktop_app.gui.bell import Bell
from desktop_app.gui.parting import listened_to, part

T = TypeVar("T")

PACE_S = 0.033
"""The shortest time between two deliveries to the same Task, in seconds."""
_BREATH = 256
_FULL = 4096
_WORK = "piece of work"
"""The name of the tasks that were begun here; others were begun by them."""
_PATIENCE_S = 1.0
"""So long what is cancelled at the end may take to end what it began."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a piece of work ended; with neither result nor fault it was cancelled."""

    finished: bool = False
    value: object = None
    fault: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Borders:
    """Where a fault goes that no handler of a Task takes; called in the GUI's thread."""

    unexpected: Callable[[BaseException], None]
    on_problem: Callable[[Problem], None]


class _Line:
    """What the loop's thread puts in and the GUI's thread collects; it knows nothing of Qt."""

    def __init__(
        self,
        work: Coroutine[Any, Any, Any] | AsyncIterator[Any],
        loop: asyncio.AbstractEventLoop,
        ring: Callable[[Callable[[], None]], None],
    ) -> None:
        self.receiver: Callable[[], None] | None = None
        self._work = work
        self._loop = loop
        self._ring = ring
        self._job: asyncio.Task[None] | None = None
        self._lock = threading.Lock()
        self._items: list[Any] = []
        self._outcome: _Outcome | None = None
        self._rung = False

    def begin(self) -> None:
        """Start the work (in the loop's thread)."""
        self._job = self._loop.create_task(self._do(), name=_WORK)
        self._job.add_done_callback(self.over)

    def cancel(self) -> None:
        """Ask the loop to stop the work; from any thread, at any time."""
        with suppress(RuntimeError):  # the loop is closed by now, and all its work with it
            self._loop.call_soon_threadsafe(lambda: self._job and self._job.cancel())

    def over(self, _job: asyncio.Task[None] | None = None) -> None:
        """Say that nothing more will come; called alone, that the work never began."""
        if isinstance(self._work, Coroutine):
            self._work.close()  # cancelled before its first step, it would warn that nobody awaited it
        self._post(outcome=_Outcome())

    def collect(self) -> tuple[list[Any], _Outcome | None]:
        """Return and forget the waiting items, and how the work ended if it has."""
        with self._lock:
            items, self._items = self._items, []
            self._rung = False
            return items, self._outcome

    async def _do(self) -> None:
        try:
            if isinstance(self._work, Coroutine):
                self._post(outcome=_Outcome(finished=True, value=await self._work))
            else:
                await self._pass_on(self._work)
                self._post(outcome=_Outcome(finished=True))
        except asyncio.CancelledError:
            raise
        except BaseException as fault:  # the border: the GUI's side decides what it is
            self._post(outcome=_Outcome(fault=fault))

    async def _pass_on(self, stream: AsyncIterator[Any]) -> None:
        """Post every item; a flood waits for a slow window and leaves room for a cancel."""
        count = 0
        try:
            async for item in stream:
                self._post(item)
                count += 1
                if count % _BREATH == 0:
                    await asyncio.sleep(0)
                while len(self._items) > _FULL:
                    await asyncio.sleep(PACE_S / 4)
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()

    def _post(self, *items: object, outcome: _Outcome | None = None) -> None:
        """Add to the inbox; only the first word after a collection wakes the GUI."""
        with self._lock:
            self._items.extend(items)
            self._outcome = self._outcome or outcome
            wake, self._rung = not self._rung, True
        if wake:
            self._ring(self._arrive)

    def _arrive(self) -> None:
        """Let whoever waits collect (in the GUI's thread)."""
        if self.receiver is not None:
            self.receiver()


class Task(QObject):
    """A piece of work that belongs to a widget: it reports by signals, ends once and dies with its owner."""

    items = Signal(object)
    done = Signal(object)
    problem = Signal(object)
    ended = Signal()

    def __init__(self, owner: QObject, line: _Line, borders: _Borders) -> None:
        super().__init__(owner)
        self._line = line
        self._borders = borders
        self._running = True
        self._cancelled = False
        self._last = 0.0
        self._waiting = False
        line.receiver = self._wake

        def drop() -> None:
            line.receiver = None
            line.cancel()

        self.destroyed.connect(drop)

    @property
    def running(self) -> bool:
        """Tell whether `ended` is still to come."""
        return self._running

    def cancel(self) -> None:
        """Stop the work; nothing is delivered any more except `ended`, once the work has let go."""
        if self._running and not self._cancelled:
            self._cancelled = True
            self._line.cancel()

    def _wake(self) -> None:
        if self._waiting:
            return
        self._waiting = True
        rest = PACE_S - (monotonic() - self._last)
        QTimer.singleShot(max(0, int(rest * 1000) + 1), self, self._deliver)

    @Slot()
    def _deliver(self) -> None:
        self._waiting = False
        items, outcome = self._line.collect()
        if items and not self._cancelled:
            self.items.emit(items)
        self._last = monotonic()
        if outcome is not None and self._running:
            self._end(outcome)

    def _end(self, outcome: _Outcome) -> None:
        self._running = False
        self._line.receiver = None
        if outcome.finished and not self._cancelled:
            self.done.emit(outcome.value)
        elif isinstance(outcome.fault, Problem) and not self._cancelled:
            self._tell(outcome.fault)
        elif outcome.fault is not None and not isinstance(outcome.fault, Problem):
            self._borders.unexpected(outcome.fault)
        self.ended.emit()
        # In the GUI's thread; a collection of garbage may run in the loop's.
        part(self)

    def _tell(self, problem: Problem) -> None:
        if "problem" in listened_to(self):
            self.problem.emit(problem)
        else:
            self._borders.on_problem(problem)


class Background:
    """One asyncio loop in one daemon thread, for all work that takes longer than a blink."""

    def __init__(
        self,
        unexpected: Callable[[BaseException], None],
        on_problem: Callable[[Problem], None] | None = None,
    ) -> None:
        self._borders = _Borders(unexpected, on_problem or unexpected)
        self._bell = Bell()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="background", daemon=True)
        self._open = False

    def start(self) -> None:
        """Start the thread; once in a life."""
        self._open = True
        self._thread.start()

    def stop(self, timeout: float = 5.0, farewell: Coroutine[Any, Any, None] | None = None) -> bool:
        """Cancel all work, do the `farewell`, end the thread; return whether it ended within `timeout` seconds."""
        if self._open:
            self._open = False
            self._loop.call_soon_threadsafe(lambda: self._loop.create_task(_shut(self._loop, farewell)))
            self._thread.join(timeout)
        if self._thread.is_alive():
            return False
        self._loop.close()
        return True

    @overload
    def run(
        self,
        owner: QObject,
        work: Coroutine[Any, Any, T],
        *,
        on_done: Callable[[T], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Task: ...

    @overload
    def run(
        self,
        owner: QObject,
        work: AsyncIterator[T],
        *,
        on_items: Callable[[list[T]], None] | None = None,
        on_done: Callable[[None], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Task: ...

    def run(
        self,
        owner: QObject,
        work: Coroutine[Any, Any, Any] | AsyncIterator[Any],
        *,
        on_items: Callable[[list[Any]], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Task:
        """Start `work` for `owner`; an iterator that ran to its end is done with None."""
        line = _Line(work, self._loop, self._bell.ring)
        task = Task(owner, line, self._borders)
        signals = (task.items, task.done, task.problem, task.ended)
        for signal, handler in zip(signals, (on_items, on_done, on_problem, on_end), strict=True):
            if handler is not None:
                signal.connect(handler)
        if self._open:
            self._loop.call_soon_threadsafe(line.begin)
        else:
            line.over()
        return task


async def _shut(loop: asyncio.AbstractEventLoop, farewell: Coroutine[Any, Any, None] | None) -> None:
    """Cancel all work, wait for it, then for whatever it left, and stop the loop.

    Not everything at once: a member of a group of anyio's that is cancelled from outside before its first step loses
    the coroutine it was to run (4.16), which Python warns of. Whoever made the group ends it in the right way.
    """
    begun = {task for task in asyncio.all_tasks(loop) if task.get_name() == _WORK}
    for task in begun:
        task.cancel()
    if begun:
        await asyncio.wait(begun, timeout=_PATIENCE_S)
    rest = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    if farewell is not None:
        await asyncio.gather(farewell, return_exceptions=True)
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()
    await asyncio.sleep(0)  # what was hung up a moment ago lets go of its socket in the loop's next turn
    loop.stop()
