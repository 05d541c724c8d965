"""What lies on the disk of this computer because of TuneDesk: the engine's part and the window's, each file once."""

import asyncio
import os
import shutil
import stat
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.providers import keeping
from desktop_app.providers.keeping import Binned, Kept
from desktop_app.settings import paths
from desktop_app.store.project import SUFFIX
from desktop_app.work import forget_model
from desktop_app.work.known_projects import BEFORE_UPDATE, known_projects
from desktop_app.work.sites import Sites

PROJECT, DRAFT, CRASH, SETTING, COPY, BACKUP = "project", "draft", "crash", "setting", "copy", "backup"
"""The window's own kinds: projects, imports under way, crash logs, small files of settings, copies made before updates,
and the backups of each day.

The engine's are those of `engine.storage`.
"""


@dataclass(frozen=True, slots=True)
class Disk:
    """Everything on the disk, the largest first; what the bin holds; how many bytes are free on that disk.

    `engine_known` is False where the engine could not be asked, whose part is then one row.
    """

    rows: tuple[Kept, ...]
    bin: tuple[Binned, ...]
    free: int
    engine_known: bool = True

    @property
    def bytes(self) -> int:
        """Return how much everything takes, files with several names counted once."""
        return sum(row.bytes for row in self.rows)

    @property
    def linked(self) -> int:
        """Return how much lies there under a second name, and takes no further room."""
        return sum(row.linked for row in self.rows)

    @property
    def holes(self) -> int:
        """Return how much less the files take on the disk than they are long."""
        return sum(max(0, row.bytes - row.allocated) for row in self.rows)

    @property
    def safe(self) -> tuple[Kept, ...]:
        """Return what can go without anybody missing it, and be put back as long as the program runs."""
        return tuple(row for row in self.rows if row.free and row.bytes)


async def disk(sites: Sites) -> Disk:
    """Return what lies on the disk; takes as long as reading all folders does."""
    known, trouble = [], False
    lying: list[Binned] = []
    try:
        lying = await keeping.lying(sites.engine)  # first, for it tidies the bin
        known = await keeping.rows(sites.engine)
    except Problem:
        trouble = True
    own = await asyncio.to_thread(_own, whole=trouble)
    free = await asyncio.to_thread(lambda: shutil.disk_usage(paths.data_dir()).free)
    rows = sorted((row for row in (*known, *own) if row.bytes or row.linked), key=lambda row: (-row.bytes, row.title))
    return Disk(tuple(rows), tuple(lying), free, not trouble)


async def clear(sites: Sites, rows: Sequence[Kept]) -> AsyncIterator[Binned]:
    """Move rows of the engine into the bin; yield each that is there. Raise Problem for the first that cannot go."""
    for row in rows:
        yield await forget_model.clear(sites, row.kind, row.id, row.title)


async def empty_logs() -> None:
    """Empty the crash logs for good; they are open, so their files stay."""
    await asyncio.to_thread(_empty_logs)


async def empty_bin(sites: Sites) -> None:
    """Delete what lies in the bin for good."""
    await keeping.empty(sites.engine)


def _own(*, whole: bool) -> list[Kept]:
    """Return the window's part; with `whole` the engine's folder as one row, because it could not be asked."""
    home, engine = paths.data_dir(), paths.engine_dir()
    drafts, logs, backups = paths.drafts_dir(), paths.log_dir(), paths.backups_dir()
    found = [
        _row(CRASH, "logs", "", _below(logs)),
        _row(DRAFT, "drafts", "", _below(drafts)),
        _row(BACKUP, "backups", "", _below(backups)),
    ]
    projects = known_projects()
    taken = {path for project in projects for path in _of_project(project)}
    for project in projects:
        parts = [part for part in _of_project(project) if part == project or part not in projects]
        copies = [part for part in parts if part != project and BEFORE_UPDATE in part.name]
        found.append(_row(PROJECT, str(project), project.stem, [part for part in parts if part not in copies]))
        found.append(_row(COPY, str(project), project.stem, copies))
    away = (engine, drafts, logs, backups)
    rest = [p for p in _below(home) if not any(p.is_relative_to(place) for place in away) and p not in taken]
    found.append(_row(SETTING, "settings", "", rest))
    if whole:
        found.append(_row("engine", "engine", "", _below(engine)))
    return found


def _of_project(project: Path) -> list[Path]:
    """Return a project's file, SQLite's side files and the copies made before updates."""
    sides = [project.with_name(project.name + side) for side in ("", "-wal", "-shm")]
    sides.append(project.with_name(f".{project.name}.lock"))
    begin = f"{project.stem}{BEFORE_UPDATE}"
    copies = [path for path in project.parent.glob(f"*{SUFFIX}") if path.name.startswith(begin)]
    return [path for path in (*sides, *copies) if path.is_file()]


def _below(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (Path(root) / name for name in names)


def _row(kind: str, name: str, title: str, files: Iterable[Path]) -> Kept:
    total = linked = allocated = 0
    seen: set[tuple[int, int]] = set()
    for path in files:
        try:
            told = path.lstat()
        except OSError:
            continue
        if stat.S_ISREG(told.st_mode) and told.st_nlink > 1 and (told.st_dev, told.st_ino) in seen:
            linked += told.st_size
            continue
        seen.add((told.st_dev, told.st_ino))
        total += told.st_size
        allocated += getattr(told, "st_blocks", -(-told.st_size // 512)) * 512
    return Kept(kind, name, title, total, linked, allocated)


def _empty_logs() -> None:
    for path in _below(paths.log_dir()):
        with suppress(OSError):
            os.truncate(path, 0)
