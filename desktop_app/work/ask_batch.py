"""Putting a batch of questions to its models: side by side, kept at once, gone on with where it broke off."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from desktop_app.core.answer import Answer, Finish, Request
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, cells, request, title_of
from desktop_app.core.problem import Problem
from desktop_app.providers import answers
from desktop_app.providers.client import Provider
from desktop_app.providers.pace import AT_ONCE, Limit
from desktop_app.store.project import Project
from desktop_app.work.bookkeeping import Books
from desktop_app.work.keep_batch import Kept, keep, new_mark
from desktop_app.work.patience import Patience, may_pass
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Begun:
    """A cell is being asked; what was heard of it before does not count."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a cell's answer."""

    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class Got:
    """A cell's whole answer; it is kept."""

    cell: Cell
    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a cell has no answer, and what had come of it; it can be asked again."""

    cell: Cell
    problem: Problem
    text: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A cell is asked anew after `seconds`; what came of it so far does not count."""

    cell: Cell
    problem: Problem
    seconds: float


@dataclass(frozen=True, slots=True)
class Halted:
    """A place cannot be asked any more; its cells that are left wait until the batch is gone on with."""

    site: str
    problem: Problem


Heard = Begun | Piece | Got | Failed | Again | Halted

_HALTING = frozenset({"offline", "provider_key_refused", "provider_money", "provider_unreachable", "provider_slow"})
"""After these, asking the same place for the next cell would only bring the same."""
_PASSING = ("provider_faulty", "provider_unreachable")
"""After these, who looks on sees the cell asked again at once; an answer that broke off is shown as far as it came."""
_ONLOOKER = Limit()
_IN_A_ROW = AT_ONCE
"""Where so many cells fail and none is answered, the others would only repeat the problem."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How patiently a batch is asked.

    `limit` is how long somebody who looks on waits for a provider that wants to rest (None: as long as it takes);
    `patience` is how often a cell is tried (None: as often as the provider's client says); `partial` tells whether what
    has come of a stopped answer is kept.
    """

    limit: Limit | None = None
    patience: Patience | None = field(default_factory=Patience)
    partial: bool = False

    def pause(self, provider: Provider, problem: Problem, tried: int) -> float | None:
        """Return how many seconds to wait before a cell is asked again; None where it is not."""
        if problem.values.get("final"):
            return None  # the provider says itself that trying again is of no use
        if problem.key == "provider_busy":
            # The pace keeps everybody waiting as long as the provider wants; only who looks on has enough of it.
            limit = self.limit
            return 0.0 if limit is None or (tried < limit.refusals and provider.pace.beyond(limit) is None) else None
        if self.patience is None:
            return 0.0 if problem.key in _PASSING and tried <= provider.retries else None
        return self.patience.pause(problem, tried) if may_pass(problem) and tried < self.patience.tries else None

    async def rest(self, provider: Provider, problem: Problem, tried: int, seconds: float) -> None:
        """Wait before a cell is asked again; after a refusal that is the pace's business."""
        if self.patience is not None:
            await self.patience.sleep(seconds)
        elif problem.key != "provider_busy":
            await provider.pace.pause(tried)


def watched() -> Manner:
    """Return the manner of a comparison that somebody looks at."""
    return Manner(_ONLOOKER, None, partial=True)


def manner_of(prompts: int) -> Manner:
    """Return how a comparison of so many prompts is asked: who asks many is not told of each time a place rests."""
    return watched() if prompts == 1 else Manner(partial=True)


async def ask(
    sites: Sites, batch: Batch, wanted: Iterable[Cell], kept: Kept | None = None, manner: Manner | None = None
) -> AsyncGenerator[Heard, None]:
    """Ask the wanted cells and yield what comes, merged; one cell's fault does not stop the others.

    Every answer is on disk before it is yielded, where `kept` says where. At each place eight answers at most are under
    way or wait to be taken: who counts what they cost can leave before there are more. Leaving the iteration ends the
    generation at the providers, and what a person has read of the answers under way stays, where the manner has it so.
    """
    asking = _Asking(sites, batch, kept, manner or Manner())
    try:
        async for heard in asking.all(wanted):
            yield heard
    finally:
        await asking.end()


async def compare(
    sites: Sites,
    read: Callable[[], Sequence[Prompt]],
    columns: tuple[Column, ...],
    project: Project | None,
    repeats: int = 1,
) -> AsyncGenerator[Heard, None]:
    """Ask the columns about the prompts that `read` returns, and yield what they say, for somebody who looks on.

    Each column is asked each prompt `repeats` times. `read` is called in another thread. The
    answers are kept in the project, if there is one.
    """
    prompts = tuple(await asyncio.to_thread(read))
    if not prompts:
        return
    batch = Batch(new_mark(), Kind.COMPARE, title_of(prompts[0].question), time.time(), prompts, columns, repeats)
    kept = await keep(project, sites, batch) if project is not None else None
    async with aclosing(ask(sites, batch, cells(batch), kept, manner_of(len(prompts)))) as heard:
        async for item in heard:
            yield item


class _Asking:
    """One asking under way."""

    def __init__(self, sites: Sites, batch: Batch, kept: Kept | None, manner: Manner) -> None:
        self._sites = sites
        self._batch = batch
        self._kept = kept
        self._manner = manner
        self._heard: asyncio.Queue[Heard | asyncio.Event | None] = asyncio.Queue()
        """What was heard; after an answer its asker's event, set when that was taken; None at a place's end."""
        self._tasks: list[asyncio.Task[None]] = []
        self._halted: set[str] = set()
        self._failed: dict[str, int] = {}
        """How many cells failed since the last answer, by place."""
        self._open: dict[Cell, _Open] = {}

    async def all(self, wanted: Iterable[Cell]) -> AsyncGenerator[Heard, None]:
        """Yield what is heard until every cell has been asked."""
        lines: dict[str, deque[Cell]] = {}
        for cell in wanted:
            lines.setdefault(self._batch.columns[cell.column].voice.site, deque()).append(cell)
        self._tasks = [asyncio.create_task(self._site(site, line)) for site, line in lines.items()]
        left = len(self._tasks)
        while left:
            heard = await self._heard.get()
            if heard is None:
                left -= 1
            elif isinstance(heard, asyncio.Event):
                heard.set()
            else:
                yield heard
        await asyncio.gather(*self._tasks)  # a fault that is no Problem must not end as silence

    async def end(self) -> None:
        """Stop what is under way, keep what has come of it, and enter the costs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._kept is None:
            return
        if self._manner.partial:
            for cell, under_way in self._open.items():
                if under_way.pieces:
                    await self._kept.put(cell, under_way.request, under_way.so_far())
        await self._kept.settle()

    async def _site(self, site: str, line: deque[Cell]) -> None:
        askers: list[asyncio.Task[None]] = []
        try:
            provider, books = await self._sites.provider(site), self._sites.books(site)
            askers += [asyncio.create_task(self._asker(provider, books, line)) for _ in range(min(AT_ONCE, len(line)))]
            await asyncio.gather(*askers)
        except Problem as problem:
            self._heard.put_nowait(Halted(site, problem))
        finally:
            for asker in askers:
                asker.cancel()
            await asyncio.gather(*askers, return_exceptions=True)
            self._heard.put_nowait(None)

    async def _asker(self, provider: Provider, books: Books | None, line: deque[Cell]) -> None:
        while line:
            cell = line.popleft()
            if self._batch.columns[cell.column].voice.site in self._halted:
                return
            await self._cell(provider, books, cell)

    async def _cell(self, provider: Provider, books: Books | None, cell: Cell) -> None:
        asked, tried = request(self._batch, cell), 0
        while True:
            tried += 1
            try:
                answer = await self._once(provider, cell, asked)
            except Problem as problem:
                seconds = self._manner.pause(provider, problem, tried)
                if seconds is None:
                    await self._give_up(cell, problem)
                    return
                self._heard.put_nowait(Again(cell, problem, max(seconds, provider.pace.queue.seconds)))
                await self._manner.rest(provider, problem, tried, seconds)
                continue
            self._failed[self._batch.columns[cell.column].voice.site] = 0
            if self._kept is not None:
                await self._kept.put(cell, asked, answer, paid=books is not None and books.counts)
            self._open.pop(cell, None)
            self._heard.put_nowait(Got(cell, answer))
            self._heard.put_nowait(taken := asyncio.Event())
            await taken.wait()
            return

    async def _once(self, provider: Provider, cell: Cell, asked: Request) -> Answer:
        async with provider.pace.turn(self._manner.limit):
            self._open[cell] = under_way = _Open(asked)
            self._heard.put_nowait(Begun(cell))
            async for item in answers.stream(provider, asked):
                if isinstance(item, Answer):
                    return item
                under_way.pieces.append(item.text)
                self._heard.put_nowait(Piece(cell, item.text))
        raise Problem("provider_broke_off", provider=provider.title)

    async def _give_up(self, cell: Cell, problem: Problem) -> None:
        """Note why a cell has no answer; where that holds for the whole place, its other cells wait."""
        under_way = self._open.pop(cell, None)
        site = self._batch.columns[cell.column].voice.site
        if self._kept is not None:
            await self._kept.put_fault(cell, problem)
        self._heard.put_nowait(Failed(cell, problem, under_way.text if under_way else ""))
        self._failed[site] = self._failed.get(site, 0) + 1
        hopeless = problem.key in _HALTING or self._failed[site] >= _IN_A_ROW
        if hopeless and site not in self._halted:
            self._halted.add(site)
            self._heard.put_nowait(Halted(site, problem))


@dataclass(slots=True)
class _Open:
    """An answer while it comes."""

    request: Request
    pieces: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """Return what has come."""
        return "".join(self.pieces)

    def so_far(self) -> Answer:
        """Return what has come as an answer that was stopped; nobody counted its tokens."""
        took = time.monotonic() - self.begun
        return Answer(0, self.request.model, self.text, Finish.STOPPED_BY_USER, 0, took)
