"""What the engine of this computer keeps: everything on its disk, its bin, and carrying models to another computer."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.providers.client import in_words
from desktop_app.providers.local import TITLE, LocalEngine

MODEL, BASE, PARTIAL = "model", "base", "partial"
"""What can be cleared besides the safe rows: a tuned model or checkpoint, a base model, what came of one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing on the disk: what kind it is, its id, the model or file it belongs to.

    `bytes` counts each file once, `linked` what has a second name elsewhere, `allocated` is the room on the disk
    itself. `free` tells whether it can go without anybody missing it.
    """

    kind: str
    id: str
    title: str
    bytes: int
    linked: int = 0
    allocated: int = 0
    free: bool = False


@dataclass(frozen=True, slots=True)
class Binned:
    """One deleted thing that can still be put back; `when` in seconds since 1970."""

    mark: str
    kind: str
    id: str
    when: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is to be carried: files (path, name in what is carried, bytes), and which models that makes.

    `missing` trainings are not on this computer, `running` ones are not over; `bases` are the base models needed.
    """

    files: tuple[tuple[Path, str, int], ...] = ()
    models: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    running: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """Return how long the files are together."""
        return sum(length for _, _, length in self.files)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What was taken in: trainings and base models that are new here; base models that are missing, or are others."""

    jobs: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    bases_missing: tuple[str, ...] = ()
    bases_other: tuple[str, ...] = ()


async def rows(engine: LocalEngine) -> list[Kept]:
    """Return everything the engine keeps on the disk, the largest first."""
    found = await engine.get("/local/storage/rows")
    with in_words(TITLE):
        return [_kept(row) for row in found["data"]]


async def lying(engine: LocalEngine) -> list[Binned]:
    """Return what lies in the bin, the newest first."""
    found = await engine.get("/local/bin")
    with in_words(TITLE):
        return [_binned(item) for item in found["data"]]


async def clear(engine: LocalEngine, kind: str, name: str) -> Binned:
    """Move a thing into the bin; it can be put back until this process ends. Raise Problem."""
    found = await engine.post("/local/bin", {"kind": kind, "id": name, "process": os.getpid()})
    with in_words(TITLE):
        return _binned(found)


async def put_back(engine: LocalEngine, mark: str) -> None:
    """Put a thing back where it was; raise Problem."""
    await engine.post(f"/local/bin/{mark}/back", {})


async def empty(engine: LocalEngine, marks: Sequence[str] | None = None) -> None:
    """Delete things in the bin for good: these, or all of them."""
    await engine.post("/local/bin/empty", {} if marks is None else {"marks": list(marks)})


async def leaving(engine: LocalEngine, jobs: Sequence[str], *, bases: bool) -> Leaving:
    """Return what carrying these trainings takes, with their base models where these are wanted."""
    found = await engine.post("/local/carrying/leaving", {"jobs": list(jobs), "bases": bases})
    with in_words(TITLE):
        files = tuple((Path(file["path"]), str(file["name"]), int(file["bytes"])) for file in found["files"])
        return Leaving(files, *(tuple(found[name]) for name in ("models", "bases", "missing", "running")))


async def arrived(engine: LocalEngine, folder: str) -> Arrived:
    """Let the engine take in what was laid down in a folder of this name in its data folder; raise Problem."""
    found = await engine.post("/local/carrying/arrived", {"folder": folder})
    with in_words(TITLE):
        return Arrived(*(tuple(found[name]) for name in ("jobs", "bases", "bases_missing", "bases_other")))


def _kept(row: dict[str, Any]) -> Kept:
    return Kept(
        str(row["kind"]),
        str(row["id"]),
        str(row["title"]),
        int(row["bytes"]),
        int(row["linked"]),
        int(row["allocated"]),
        bool(row["free"]),
    )


def _binned(item: dict[str, Any]) -> Binned:
    return Binned(str(item["mark"]), str(item["kind"]), str(item["id"]), float(item["when"]), int(item["bytes"]))
