"""The check-up of a file that is coming in: in the process that reads it, or for a large one in another beside it.

On two processors a large file so is in in little more than half the time. Rows go over as the texts that the draft
keeps of them anyway: objects would cost more to carry over than the second processor gains.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances, Finding
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import Example
from desktop_app.core.problem import Problem
from desktop_app.store.bodies import unpacking
from desktop_app.work.keeper import Keeper
from desktop_app.work.worker import Order, Said, receive, send
from desktop_app.work.worker_start import WorkerFault, started

LARGE = 20_000_000
"""Bytes of a file from which on its checks take longer than a process to start."""


class Batch(NamedTuple):
    """Rows that were put into a draft together: their ids, lines of the file, kept texts (UTF-8) and tokens."""

    ids: range
    lines: Sequence[int]
    bodies: Sequence[bytes]
    tokens: Sequence[int]


class Checking(Protocol):
    """A check-up over all rows of a file, shown in batches and in their order."""

    def see(self, batch: Batch, examples: Sequence[Example]) -> None:
        """Show rows, which are these examples."""

    def finish(self) -> tuple[Finding, ...]:
        """Return what was found; called once, in the end."""


@contextmanager
def checking(circumstances: Circumstances, size: int) -> Iterator[Checking]:
    """Lend a check-up for a file of so many bytes; leaving the block ends whatever was started for it."""
    if size < LARGE or (os.cpu_count() or 1) < 2:
        yield _Here(circumstances)
        return
    beside = _Beside(circumstances)
    try:
        yield beside
    finally:
        beside.end()


class _Here:
    """A check-up in this process."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._check_up = CheckUp(circumstances)

    def see(self, batch: Batch, examples: Sequence[Example]) -> None:
        rows = zip(batch.ids, batch.lines, examples, batch.tokens, strict=True)
        self._check_up.see([seen(row, line, example, tokens) for row, line, example, tokens in rows])

    def finish(self) -> tuple[Finding, ...]:
        return self._check_up.finish()


class _Beside:
    """A check-up in a process of its own. It looks at one batch while the next is read, and never lags behind further.

    What goes wrong over there is told with the next batch: a Problem, or WorkerFault. A process that was killed is
    Problem("worker_gone").
    """

    def __init__(self, circumstances: Circumstances) -> None:
        try:
            self._process = started(None)
        except OSError as error:
            raise Problem("worker_not_started", details=str(error)) from error
        self._orders = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        self._tell((begin, (Keeper(), circumstances)))

    def see(self, batch: Batch, examples: Sequence[Example]) -> None:
        del examples
        self._heard()
        self._tell((look, (Keeper(), batch)))

    def finish(self) -> tuple[Finding, ...]:
        self._heard()
        self._tell((tell, (Keeper(),)))
        (found,) = self._heard()
        return cast("tuple[Finding, ...]", found)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._orders.close()
        self._answers.close()

    def _tell(self, order: Order) -> None:
        try:
            send(self._orders, order)
        except OSError as error:
            raise self._gone() from error

    def _heard(self) -> list[Any]:
        """Wait until the last order is done and return what it yielded."""
        items: list[Any] = []
        try:
            while (frame := receive(self._answers))[0] is Said.ITEM:
                items.append(frame[1])
        except EOFError as error:
            raise self._gone() from error
        said, value = frame
        if said is Said.PROBLEM:
            raise value
        if said is Said.FAULT:
            raise WorkerFault(value)
        return items

    def _gone(self) -> Problem:
        return Problem("worker_gone", details=f"exit status {self._process.wait()}")


def begin(keeper: Keeper, circumstances: Circumstances) -> Iterator[None]:
    """Make the check-up that this process keeps from now on."""
    keeper.get(CheckUp, lambda: CheckUp(circumstances), lambda _: True)
    yield from ()


def look(keeper: Keeper, batch: Batch) -> Iterator[None]:
    """Show a batch to the check-up."""
    example_of = unpacking()
    rows = zip(batch.ids, batch.lines, batch.bodies, batch.tokens, strict=True)
    _kept(keeper).see([seen(row, line, example_of(body.decode()), tokens) for row, line, body, tokens in rows])
    yield from ()


def tell(keeper: Keeper) -> Iterator[tuple[Finding, ...]]:
    """Yield all that was found."""
    yield _kept(keeper).finish()


def _kept(keeper: Keeper) -> CheckUp:
    def lost() -> CheckUp:
        raise LookupError("no check-up was begun in this process")

    return keeper.get(CheckUp, lost, lambda _: True)
