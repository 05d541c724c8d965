"""What threads do is waited for to its end, also by whoever is told to stop meanwhile, once or twice."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.core.problem import Problem

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


async def to_its_end(work: "asyncio.Future[T] | Future[T]", leaving: Callable[[], object] | None = None) -> T:
    """Return what was begun; who is cancelled meanwhile calls `leaving` and leaves once it is over, however it went.

    What is begun must be no task: who ends all tasks of the loop would end it first.
    """
    begun = asyncio.wrap_future(work)
    try:
        return await asyncio.shield(begun)
    except asyncio.CancelledError:
        if leaving is not None:
            leaving()
        while not begun.done():
            with suppress(asyncio.CancelledError):  # whoever is in a hurry says so twice
                await asyncio.wait([begun])
        if not begun.cancelled():
            begun.exception()  # no news any more
        raise


async def in_thread(call: Callable[..., T], *args: object, leaving: Callable[[], object] | None = None) -> T:
    """Return what a call returns that is made in a thread, as `to_its_end` does."""
    return await to_its_end(begin(call, *args), leaving)


async def in_threads(work: Iterator[T], leaving: Callable[[], object] | None = None) -> AsyncGenerator[T, None]:
    """Yield what a generator yields, None being its end; each step of it in a thread."""
    close = getattr(work, "close", None)
    try:
        # A generator cannot be closed while it works.
        while (item := await in_thread(next, work, None, leaving=leaving)) is not None:
            yield item
    finally:
        if close is not None:
            close()


def at_once(call: Callable[[], object]) -> Coroutine[Any, Any, None]:
    """Do something small here and now, so that closing right away loses nothing; its Problem comes to who waits."""
    try:
        call()
    except Problem as problem:
        return _refused(problem)
    return _refused(None)


async def _refused(problem: Problem | None) -> None:
    if problem is not None:
        raise problem


def begin(call: Callable[..., T], *args: object) -> "asyncio.Future[T]":
    """Begin a call in a thread."""
    return asyncio.get_running_loop().run_in_executor(None, call, *args)
