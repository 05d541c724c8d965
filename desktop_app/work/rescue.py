"""Bringing home what lies at a provider: looking, choosing, fetching; whatever is interrupted goes on where it was."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.file_name import file_name
from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.core.rescue import Fate, Kind, Line, RemoteJob, Stock
from desktop_app.providers import files, job_story, jobs, models
from desktop_app.providers.client import Provider
from desktop_app.store.rescue_log import RescueLog
from desktop_app.work.patience import Patience

T = TypeVar("T")

_GONE = ("provider_not_found", "provider_no_such_model")
_REFUSED = ("provider_refuses", "provider_forbids")


@dataclass(frozen=True, slots=True)
class Doing:
    """What is being brought home now; `done` of `total` bytes of all that was chosen."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The provider could not serve; it is asked again after `seconds`."""

    problem: Problem
    seconds: float


News = Doing | Waiting | Line


async def take_stock(provider: Provider, patience: Patience | None = None) -> AsyncIterator[Stock]:
    """Yield what the account holds, more and more of it; the last Stock is complete."""
    patience, provider = patience or Patience(), provider.once()
    known = await patience.keep_trying(lambda: models.list_models(provider))
    tuned = {model.id: model.shutdown_date for model in known if model.tuned}
    yield Stock(models=tuned)
    found = tuple([RemoteJob(*pair) for pair in await patience.keep_trying(lambda: _all_jobs(provider))])
    yield Stock(found, models=tuned)
    kept = await patience.keep_trying(lambda: _all_files(provider))
    yield Stock(found, tuple(kept), tuned)


async def bring_home(
    provider: Provider, stock: Stock, chosen: frozenset[str], log: RescueLog, patience: Patience | None = None
) -> AsyncGenerator[News, None]:
    """Fetch the files and the stories of the chosen jobs into the log's folder; yields what happens.

    What is home already is not fetched again. What the provider has no more is written down, and the rest goes on. A
    Problem that concerns everything (no money, no network for long, a full disk) is raised; the log holds what came.
    """
    run = _Run(provider.once(), stock, log, patience or Patience())  # every wait is to be said
    needed = stock.needed(chosen)
    run.total = stock.length(needed)
    for name in needed:
        async for news in run.fetch(name):
            yield news
    for job in stock.jobs:
        if job.job.id in chosen and not log.is_home(Kind.JOB, job.job.id):
            async for news in run.tell(job):
                yield news


class _Run:
    """One passage through everything that was chosen."""

    def __init__(self, provider: Provider, stock: Stock, log: RescueLog, patience: Patience) -> None:
        self.total = 0
        self._done = 0
        self._provider = provider
        self._known = {found.id: found for found in stock.files}
        self._log = log
        self._patience = patience

    async def fetch(self, name: str) -> AsyncIterator[News]:
        """Bring one file."""
        known = self._known.get(name)
        if self._log.is_home(Kind.FILE, name):
            self._done += known.length if known else 0
            return
        try:
            async for news in self._patiently(name, known):
                yield news
        except Problem as problem:
            yield self._not_home(Kind.FILE, name, problem)

    async def _patiently(self, name: str, known: RemoteFile | None) -> AsyncIterator[News]:
        """Bring one file, again and again if need be; every way it goes is said."""
        done = self._done

        async def once(say: Callable[[News], None]) -> Line:
            remote = known or await files.info(self._provider, name)
            path = self._log.folder / "files" / f"{file_name(name)} {file_name(remote.name) or 'file'}"
            path.parent.mkdir(parents=True, exist_ok=True)
            async for got in files.download(self._provider, name, path, remote.length or None):
                say(Doing(remote.name, done + got.done, self.total))
                last = got
            shown = path.relative_to(self._log.folder).as_posix()
            return Line(Kind.FILE, name, Fate.HOME, shown, last.done, last.sha256)

        got: list[Line] = []
        async for news in self._aloud(once, got):
            yield news
        await asyncio.to_thread(self._log.add, got[0])
        self._done = done + got[0].count
        yield got[0]

    async def tell(self, remote: RemoteJob) -> AsyncIterator[News]:
        """Bring one job's record, events and checkpoints."""
        job = remote.job.id
        yield Doing(job, self._done, self.total)

        async def once(_: Callable[[News], None]) -> dict[str, Any]:
            events, points = await job_story.story(self._provider, job)
            return {
                "record": dict(remote.record),
                "events": [asdict(event) for event in events],
                "points": [{"step": point.step, "values": dict(point.values)} for point in points],
                "checkpoints": await self._checkpoints(job),
            }

        told: list[dict[str, Any]] = []
        try:
            async for news in self._aloud(once, told):
                yield news
        except Problem as problem:
            yield self._not_home(Kind.JOB, job, problem)
            return
        path = self._log.folder / "jobs" / f"{file_name(job)}.json"
        await asyncio.to_thread(_write, path, told[0])
        shown = path.relative_to(self._log.folder).as_posix()
        line = Line(Kind.JOB, job, Fate.HOME, shown, len(told[0]["events"]))
        await asyncio.to_thread(self._log.add, line)
        yield line

    async def _aloud(
        self, act: Callable[[Callable[[News], None]], Awaitable[T]], result: list[T]
    ) -> AsyncIterator[News]:
        """Do something patiently; yield what it says and each wait, and put what it returns into `result`."""
        heard: asyncio.Queue[News | None] = asyncio.Queue()

        def waits(problem: Problem, seconds: float) -> None:
            heard.put_nowait(Waiting(problem, seconds))

        trying = asyncio.create_task(self._patience.keep_trying(lambda: act(heard.put_nowait), waits))
        trying.add_done_callback(lambda _: heard.put_nowait(None))
        try:
            while (news := await heard.get()) is not None:
                yield news
            result.append(await trying)
        finally:
            trying.cancel()
            await asyncio.gather(trying, return_exceptions=True)

    async def _checkpoints(self, job: str) -> list[dict[str, Any]]:
        try:
            return await job_story.checkpoint_records(self._provider, job)
        except Problem as problem:
            if problem.key in _GONE:
                return []  # a place without checkpoints
            raise

    def _not_home(self, kind: Kind, name: str, problem: Problem) -> Line:
        """Write down why a thing could not be had; raise what would stop everything else as well."""
        if problem.key not in (*_GONE, *_REFUSED):
            raise problem
        fate = Fate.GONE if problem.key in _GONE else Fate.REFUSED
        line = Line(kind, name, fate, reason=problem.key, details=problem.details)
        if self._log.line(kind, name) != line:
            self._log.add(line)
        return line


async def _all_jobs(provider: Provider) -> list[Any]:
    return [pair async for pair in jobs.all_jobs(provider)]


async def _all_files(provider: Provider) -> list[RemoteFile]:
    return [found async for found in files.all_files(provider)]


def _write(path: Path, told: dict[str, Any]) -> None:
    """Write a job's story beside its place and put it there whole."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8", errors="backslashreplace")
        part.replace(path)
    except OSError as error:
        raise Problem("rescue_not_written", details=str(error), folder=str(path.parent)) from error
