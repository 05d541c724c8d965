"""The whole rescue: files, stories, projects, answers, report; it can be stopped at any time and gone on with."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line, RemoteJob, Stock
from desktop_app.providers.client import Provider
from desktop_app.store.rescue_log import RescueLog
from desktop_app.work import rescue_report
from desktop_app.work.apart import Apart
from desktop_app.work.patience import Patience
from desktop_app.work.project import open_project
from desktop_app.work.record_answers import Recorded, questions, record
from desktop_app.work.rescue import Doing, News, bring_home
from desktop_app.work.rescue_projects import make_projects
from desktop_app.work.threads import in_thread


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to come home: the chosen trainings, where to, how many questions each tuned model is asked (or 0)."""

    stock: Stock
    chosen: frozenset[str]
    folder: Path
    asked: int = 0

    @property
    def jobs(self) -> tuple[RemoteJob, ...]:
        """Return the chosen trainings."""
        return tuple(job for job in self.stock.jobs if job.job.id in self.chosen)

    @property
    def bytes(self) -> int:
        """Return how much there is to fetch."""
        return self.stock.length(self.stock.needed(self.chosen))


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything was tried; `page` is the report, `lines` what became of each thing."""

    page: Path
    lines: tuple[Line, ...]


async def bring_all(
    provider: Provider, apart: Apart, wish: Wish, patience: Patience | None = None
) -> AsyncGenerator[News | Recorded | Finished, None]:
    """Bring everything home that is wished for; yields what happens, Finished at the end.

    Raises a Problem for what stands in the way of everything; going on later does nothing twice.
    """
    began = await asyncio.to_thread(wish.folder.is_dir)
    if not began:
        await asyncio.to_thread(_must_have_room, wish, None)
    log = await asyncio.to_thread(RescueLog, wish.folder)
    try:
        if began:
            await asyncio.to_thread(_must_have_room, wish, log)
        async with aclosing(bring_home(provider, wish.stock, wish.chosen, log, patience)) as coming:
            async for news in coming:
                yield news
        async for line in make_projects(apart, wish.jobs, log):
            yield line
        if wish.asked:
            async with aclosing(_record(provider, wish, log, patience)) as answers:
                async for told in answers:
                    yield told
        told_all = rescue_report.report(provider.title, wish.stock, log.lines)
        page = await asyncio.to_thread(rescue_report.write, wish.folder, told_all)
        yield Finished(page, log.lines)
    finally:
        log.close()


async def _record(
    provider: Provider, wish: Wish, log: RescueLog, patience: Patience | None
) -> AsyncGenerator[News | Recorded, None]:
    """Let each tuned model answer questions of its own data, into its own project."""
    for job in wish.jobs:
        model, home = job.job.tuned_model, log.line(Kind.PROJECT, job.job.id)
        if not model or home is None or home.fate is not Fate.HOME or log.is_home(Kind.ANSWERS, model):
            continue
        yield Doing(model, wish.bytes, wish.bytes)
        project = await open_project(wish.folder / home.name)
        try:
            asked = await asyncio.to_thread(questions, project, wish.asked)
            async with aclosing(record(provider, project, model, asked, patience)) as answers:
                async for told in answers:
                    yield told
            line = Line(Kind.ANSWERS, model, Fate.HOME, home.name, len(asked))
        except Problem as problem:
            if problem.key not in ("provider_no_such_model", "provider_not_found", "provider_refuses"):
                raise
            line = Line(Kind.ANSWERS, model, Fate.GONE, home.name, reason=problem.key, details=problem.details)
        finally:
            await in_thread(project.close)
        await asyncio.to_thread(log.add, line)
        yield line


def _must_have_room(wish: Wish, log: RescueLog | None) -> None:
    """Raise Problem("rescue_no_room") if the disk cannot hold what is not home yet, as files and as projects."""
    stock = wish.stock
    files = [name for name in stock.needed(wish.chosen) if log is None or not log.is_home(Kind.FILE, name)]
    jobs = frozenset(name for name in wish.chosen if log is None or not log.is_home(Kind.PROJECT, name))
    place = next((folder for folder in (wish.folder, *wish.folder.parents) if folder.exists()), Path.home())
    needed, free = stock.length(tuple(files)) + stock.length(stock.needed(jobs)), shutil.disk_usage(place).free
    if free < needed:
        raise Problem("rescue_no_room", folder=str(place), needed=needed // 1_000_000, free=free // 1_000_000)
