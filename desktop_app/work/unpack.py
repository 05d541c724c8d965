"""Opening a pack that was carried here: its project into a folder, its models to the engine, whole or not at all."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_app.core.file_name import file_name
from desktop_app.core.pack import ARRIVING, PROJECT, UNPACKING, Manifest
from desktop_app.core.problem import Problem
from desktop_app.core.unique import unique_name
from desktop_app.formats import pack_file
from desktop_app.providers import keeping
from desktop_app.providers.keeping import Arrived
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.store.project import SUFFIX, Project
from desktop_app.store.side_files import without_sides
from desktop_app.work.apart import Apart

_AIR = 64 << 20


@dataclass(frozen=True, slots=True)
class Unpacking:
    """How far it is: `done` of `total` bytes."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came of it: the project's file, and what the engine took in."""

    project: Path
    arrived: Arrived
    manifest: Manifest


async def look(pack: Path, apart: Apart) -> Manifest:
    """Return what a pack holds, before anything is unpacked; raise Problem with why it is none, or is not safe."""
    return await apart.one(looked, pack)


async def unpack(
    pack: Path, manifest: Manifest, folder: Path, engine: LocalEngine, apart: Apart
) -> AsyncGenerator[Unpacking | Unpacked]:
    """Unpack a project into `folder` and its models into the engine; yield how far it is, at last Unpacked.

    Nothing that is there is written over; leaving early, or a Problem, leaves nothing behind.
    """
    staged = paths.engine_dir() / f"{UNPACKING}{secrets.token_hex(6)}"
    part = folder / f".{file_name(manifest.project) or 'project'}.{secrets.token_hex(4)}.part"
    try:
        await asyncio.to_thread(_must_have_room, folder, staged.parent, manifest)
        async with aclosing(apart.run(taken_out, pack, manifest, staged, part)) as steps:
            async for done in steps:
                yield Unpacking(done, manifest.bytes)
        await asyncio.to_thread(_must_open, part)  # before the engine takes anything in
        models = any(file.name != PROJECT for file in manifest.files)
        arrived = await _taken_in(engine, staged) if models else Arrived()
        project = await asyncio.to_thread(_settled, part, folder, manifest)
        yield Unpacked(project, arrived, manifest)
    finally:
        await asyncio.to_thread(_swept, (staged, _arriving(staged)), part)


def looked(pack: Path) -> Iterator[Manifest]:
    """Yield what a pack holds; runs apart from the window."""
    yield pack_file.read_manifest(pack)


def taken_out(pack: Path, manifest: Manifest, staged: Path, part: Path) -> Iterator[int]:
    """Yield how many bytes are unpacked; runs apart from the window."""
    staged.mkdir(parents=True)
    yield from pack_file.extract(pack, manifest, partial(_place, staged, part))


async def _taken_in(engine: LocalEngine, staged: Path) -> Arrived:
    """Have the engine take in what was unpacked; raise Problem.

    It may have ended meanwhile, or never have run, and one that starts sweeps away what waits to be taken in: so it is
    started first, and the folder gets that name only then.
    """
    await engine.provider()
    whole = _arriving(staged)
    _rename(staged, whole)
    return await keeping.arrived(engine, whole.name)


def _rename(staged: Path, whole: Path) -> None:
    try:
        staged.rename(whole)
    except OSError as error:
        raise Problem("pack.not_unpacked", details=str(error), name=whole.name) from error


def _arriving(staged: Path) -> Path:
    return staged.with_name(staged.name.replace(UNPACKING, ARRIVING))


def _place(staged: Path, part: Path, name: str) -> Path:
    return part if name == PROJECT else staged.joinpath(*name.split("/"))


def _must_open(part: Path) -> None:
    """Open the project once as it came, and bring it up to date; raise Problem for one that is none."""
    Project.open(part).close()


def _settled(part: Path, folder: Path, manifest: Manifest) -> Path:
    wanted, target = file_name(manifest.project) or "project", None
    try:
        target = folder / f"{unique_name(wanted, lambda name: not _take(folder / f'{name}{SUFFIX}'))}{SUFFIX}"
        with without_sides(target):
            part.replace(target)
    except OSError as error:
        if target is not None:
            target.unlink(missing_ok=True)
        raise Problem("pack.not_unpacked", details=str(error), name=f"{wanted}{SUFFIX}") from error
    return target


def _take(place: Path) -> bool:
    """Take a place if nobody has it: after a mere look, another program's file might come in between."""
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _swept(folders: Sequence[Path], part: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        for left in [path for path in part.parent.iterdir() if path.name.startswith(part.stem)]:
            left.unlink()


def _must_have_room(folder: Path, staged: Path, manifest: Manifest) -> None:
    project = sum(file.bytes for file in manifest.files if file.name == PROJECT)
    for place, wanted in ((folder, project), (staged, manifest.bytes - project)):
        try:
            free = shutil.disk_usage(place).free
        except OSError as error:
            raise Problem("pack.not_unpacked", details=str(error), name=manifest.project) from error
        if free < wanted + _AIR:
            megabytes, there = -(-wanted // 1_000_000), free // 1_000_000
            raise Problem("pack.no_room", name=manifest.project, wanted=megabytes, free=there)
