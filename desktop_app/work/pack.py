"""Packing a project with its models into one file, to carry everything to another computer."""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.job import HERE
from desktop_app.core.pack import PROJECT, SUFFIX, Manifest, Packed
from desktop_app.core.problem import Problem
from desktop_app.formats import pack_file
from desktop_app.providers import keeping
from desktop_app.providers.keeping import Leaving
from desktop_app.providers.local import LocalEngine
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.plan_run import spool
from desktop_app.work.project import save_copy

_AIR = 64 << 20
"""So many bytes stay free on the disk at least."""


@dataclass(frozen=True, slots=True)
class Packing:
    """How far a pack is: `done` of `total` bytes."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack of a project would hold: its models' files, and the bytes of the project itself."""

    leaving: Leaving
    project: int

    @property
    def bytes(self) -> int:
        """Return about how many bytes the pack has."""
        return self.leaving.bytes + self.project


async def contents(project: Project, engine: LocalEngine, *, bases: bool) -> Contents:
    """Return what a pack of the project would hold, its base models where these are wanted; raise Problem."""
    here = await asyncio.to_thread(_jobs, project)
    leaving = await keeping.leaving(engine, here, bases=bases) if here else Leaving()
    return Contents(leaving, await asyncio.to_thread(lambda: project.path.stat().st_size))


async def pack(
    project: Project, apart: Apart, found: Contents, target: Path, *, bases: bool
) -> AsyncGenerator[Packing]:
    """Write the pack; yield how far it is. It is there whole or not at all; leaving early leaves nothing behind.

    An existing pack is replaced by a whole one only. Raise Problem("pack.no_room") before anything is written.
    """
    target = target if target.suffix.lower() == SUFFIX else target.with_name(target.name + SUFFIX)
    await asyncio.to_thread(_must_have_room, target, found.bytes)
    async with spool() as folder:
        copy = folder / PROJECT
        await save_copy(project, copy)
        listed = Manifest(
            project.name, time.time(), f"TuneDesk {__version__}", (), found.leaving.models, found.leaving.bases, bases
        )
        files = [(copy, PROJECT), *((path, name) for path, name, _ in found.leaving.files)]
        try:
            async with aclosing(apart.run(written, target, files, listed)) as steps:
                async for step in steps:
                    yield step
        finally:
            await asyncio.to_thread(target.with_name(f".{target.name}.part").unlink, missing_ok=True)


def written(target: Path, files: list[tuple[Path, str]], listed: Manifest) -> Iterator[Packing]:
    """Yield how far the writing of a pack is; runs apart from the window."""
    total = sum(path.stat().st_size for path, _ in files)
    for done in pack_file.write(target, files, partial(_with_files, listed)):
        yield Packing(done, max(total, done))


def _with_files(listed: Manifest, files: tuple[Packed, ...]) -> Manifest:
    return Manifest(listed.project, listed.made, listed.program, files, listed.models, listed.bases, listed.with_bases)


def _jobs(project: Project) -> list[str]:
    with project.reading() as connection:
        return [job.id for job in jobs.all_jobs(connection) if job.provider == HERE]


def _must_have_room(target: Path, wanted: int) -> None:
    try:
        free = shutil.disk_usage(target.parent).free
    except OSError as error:
        raise Problem("pack.not_written", details=str(error), name=target.name) from error
    if free < wanted + _AIR:
        raise Problem("pack.no_room", name=target.name, wanted=_mega(wanted), free=_mega(free))


def _mega(count: int) -> int:
    return -(-count // 1_000_000)
