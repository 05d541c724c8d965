"""What lies in the data folder: every file is counted once, under the one thing it belongs to."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import read_json
from desktop_app.engine.folder import COMPLETE
from desktop_app.engine.jobs import Job, JobBook
from desktop_app.engine.settings import Settings

ORDER = ("jobs", "models", "files", "uploads", "bin")
"""In this order folders are walked: bytes with two names are counted where they would stay if the other name went."""
SAFE = ("recovery", "tokens", "file", "log")
"""What can go without anybody missing it, unless a training that is not over still needs it.

Uploads that nobody goes on with go by themselves after an hour.
"""


@dataclass(slots=True)
class Row:
    """One thing on the disk; `bytes` counts each file once, `linked` what has a second name elsewhere.

    `allocated` is the room it takes on the disk itself, less than `bytes` where a file has holes. `free` tells whether
    it can go without anybody missing it.
    """

    kind: str
    id: str
    title: str = ""
    bytes: int = 0
    linked: int = 0
    allocated: int = 0
    free: bool = False
    paths: list[Path] = field(default_factory=list)

    def as_object(self) -> dict[str, Any]:
        """Return the row as it stands on the wire."""
        names = ("kind", "id", "title", "bytes", "linked", "allocated", "free")
        return {"object": "local.storage_row", **{name: getattr(self, name) for name in names}}


class Storage:
    """Walks the data folder of an engine."""

    def __init__(self, settings: Settings, book: JobBook) -> None:
        self._settings = settings
        self._book = book

    def rows(self) -> list[Row]:
        """Return everything there is, the largest first; takes as long as reading all folders does."""
        found: dict[tuple[str, str], Row] = {}
        jobs = {job.id: job for job in self._book.all()}
        known: set[tuple[int, int]] = set()
        for path in self._files():
            kind, name, whole = self._thing(path)
            row = found.setdefault((kind, name), Row(kind, name))
            if whole not in row.paths:
                row.paths.append(whole)
            _count(row, path, known)
        for row in found.values():
            row.title = self._title(row, jobs)
            row.free = row.kind in SAFE and self._nobody_needs(row, jobs)
        return sorted(found.values(), key=lambda row: (-row.bytes, row.kind, row.id))

    def row(self, kind: str, name: str) -> Row | None:
        """Return one thing; None where it is gone."""
        return next((row for row in self.rows() if (row.kind, row.id) == (kind, name)), None)

    def _files(self) -> Iterator[Path]:
        data = self._settings.data
        first = [data / name for name in ORDER]
        rest = [path for path in sorted(data.iterdir()) if path not in first] if data.is_dir() else []
        for top in [*first, *rest]:
            if top.is_file() or top.is_symlink():
                yield top
            for root, folders, names in os.walk(top):
                folders.sort()
                yield from (Path(root) / name for name in sorted(names))
                yield from (Path(root) / name for name in folders if (Path(root) / name).is_symlink())

    def _thing(self, path: Path) -> tuple[str, str, Path]:
        """Return to which kind of thing a file belongs, its id, and the folder or file that is the whole thing."""
        data = self._settings.data
        parts = path.relative_to(data).parts
        if len(parts) > 2 and parts[0] == "jobs":
            return _of_job(path, parts)
        if len(parts) > 1 and parts[0] in ("models", "files", "uploads", "bin"):
            whole = data / parts[0] / parts[1]
            if parts[0] == "models":
                return ("partial" if parts[1].startswith(".") else "model"), parts[1], whole
            if parts[0] == "files":
                return self._of_file(path, whole)
            return {"uploads": "upload", "bin": "bin"}[parts[0]], parts[1], whole
        if parts[0] == "environment":
            return "packages", parts[0], data / parts[0]
        return ("log" if path.name in ("answer.log", "pull.log") else "engine"), parts[0], data / parts[0]

    @staticmethod
    def _of_file(path: Path, whole: Path) -> tuple[str, str, Path]:
        meta = read_json(whole / "meta.json") or {}
        sent = meta.get("purpose") == "fine-tune" and not meta.get("deleted")
        # The small file beside the rows stays when they go: it remembers that they are gone.
        return ("file" if sent and path.name == "data" else "filed"), whole.name, path

    def _title(self, row: Row, jobs: dict[str, Job]) -> str:
        name = row.id.partition("/")[0]
        if name in jobs:
            title = jobs[name].model_name
            return f"{title}:ckpt-step-{row.id.partition('/')[2]}" if row.kind == "checkpoint" else title
        if row.kind in ("file", "filed", "upload"):
            folder = self._settings.data / ("uploads" if row.kind == "upload" else "files") / name
            return str((read_json(folder / "meta.json") or {}).get("filename") or name)
        if row.kind == "bin":
            return str((read_json(self._settings.data / "bin" / name / "item.json") or {}).get("id") or name)
        return name.removeprefix(".pull-").replace("--", "/") if row.kind in ("model", "partial") else name

    @staticmethod
    def _nobody_needs(row: Row, jobs: dict[str, Job]) -> bool:
        """Tell whether no training that may go on reads it, and nothing is being written to it."""
        if row.kind == "file":
            waiting = [job.request for job in jobs.values() if not job.is_final]
            return not any(row.id in (asked.get("training_file"), asked.get("validation_file")) for asked in waiting)
        job = jobs.get(row.id)
        return row.id == "pull.log" if job is None else job.is_final and not job.can_go_on


def _count(row: Row, path: Path, known: set[tuple[int, int]]) -> None:
    """Add a file to its row; one that has vanished meanwhile counts nothing."""
    try:
        told = path.lstat()
    except OSError:
        return
    if stat.S_ISREG(told.st_mode) and told.st_nlink > 1:
        if (told.st_dev, told.st_ino) in known:
            row.linked += told.st_size
            return
        known.add((told.st_dev, told.st_ino))
    row.bytes += told.st_size
    row.allocated += getattr(told, "st_blocks", -(-told.st_size // 512)) * 512


def _of_job(path: Path, parts: tuple[str, ...]) -> tuple[str, str, Path]:
    job = path.parents[len(parts) - 3]
    if parts[2] == "checkpoints" and len(parts) > 4:
        folder = job / "checkpoints" / parts[3]
        if (read_json(folder / COMPLETE) or {}).get("kind") == "epoch":
            return "checkpoint", f"{parts[1]}/{parts[3].removeprefix('checkpoint-')}", folder
        return "recovery", parts[1], folder
    if parts[2:4] == ("result", "adapter"):
        return "adapter", parts[1], job / "result" / "adapter"
    if parts[2] == "tokens":
        return "tokens", parts[1], job / "tokens"
    if parts[2] in ("data", "start"):
        return "rows", parts[1], job / parts[2]
    return ("log", parts[1], path) if parts[2] == "stderr.log" else ("story", parts[1], job)
