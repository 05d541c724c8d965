"""One piece of background work at a time: whoever begins another one lets go of the one before."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar, overload

from PySide6.QtCore import QObject

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task

T = TypeVar("T")


class OneTask:
    """Holds the one Task of an owner; one that was let go is never heard of again, however it ends."""

    def __init__(self, background: Background, owner: QObject) -> None:
        self._background = background
        self._owner = owner
        self._task: Task | None = None
        self._over = False

    @property
    def running(self) -> bool:
        """Tell whether work is under way; it no longer is when it says how it ended."""
        return self._task is not None and not self._over

    @overload
    def begin(
        self,
        work: Coroutine[Any, Any, T],
        *,
        on_done: Callable[[T], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None: ...

    @overload
    def begin(
        self,
        work: AsyncIterator[T],
        *,
        on_items: Callable[[list[T]], None] | None = None,
        on_done: Callable[[None], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None: ...

    def begin(
        self,
        work: Coroutine[Any, Any, Any] | AsyncIterator[Any],
        *,
        on_items: Callable[[list[Any]], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """Let go of what is under way and do this, with the handlers of Background.run.

        `on_end` comes last, however the work ended, unless other work was begun meanwhile.
        """
        self.stop()

        def ended() -> None:
            if self._task is task:
                self._task = None
                if on_end is not None:
                    on_end()

        run: Callable[..., Task] = self._background.run
        task = run(
            self._owner,
            work,
            on_items=on_items,
            on_done=self._last(on_done),
            on_problem=self._last(on_problem),
            on_end=ended,
        )
        self._task, self._over = task, False

    def stop(self) -> bool:
        """Let go of what is under way; return whether there was anything."""
        running, task = self.running, self._task
        self._task = None
        if task is not None:
            task.cancel()
        return running

    def _last(self, handler: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
        """Return the handler of how the work ended: it finds nothing under way any more."""
        if handler is None:
            return None

        def said(how: object) -> None:
            self._over = True
            handler(how)

        return said
