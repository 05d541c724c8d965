"""Exports of tuned models: each is done by a child process, one after the other, and leaves a whole folder or none."""

import asyncio
import contextlib
import importlib.util
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.engine import workers
from desktop_app.engine.catalogue import offer
from desktop_app.engine.disk import discard, read_json, write_json
from desktop_app.engine.export_order import FORMS, IN_GGUF, PRECISIONS, Order, Prospect, prospect
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.models import Model, ModelShelf
from desktop_app.engine.news import objects
from desktop_app.engine.settings import Settings
from desktop_app.engine.weights import ExportRefusedError
from desktop_app.engine.wire import EXTRA_MISSING, WireError, new_id, not_found, refused

_ENDED = "The export was ended before it was ready, perhaps because memory ran out. Nothing of it was kept. Try again."
_NO_ROOM = "There is not enough room there: about {needed} MB are needed, and {free} MB are free."
_NO_FOLDER = "The folder {name} is not there, so nothing can be put into it. Choose another."
_THERE = "There is something called {name} already. Choose another name; nothing is ever written over."
_BASE = "This is a base model, to which nothing was added. Only tuned models are exported; it lies in {folder}."
_GONE = "The files of this model cannot be read. It may have been deleted."
_BUSY = ("waiting", "working")
_PART = ".tunedesk-export-"
_KEPT = 20
"""So many exports that are over are remembered."""


@dataclass(slots=True)
class _Export:
    """One export and how far it is."""

    id: str
    order: Order
    bytes: int
    news: dict[str, Any] = field(default_factory=lambda: _news("waiting", 0.0))
    task: "asyncio.Task[None] | None" = None

    @property
    def is_busy(self) -> bool:
        return self.news["state"] in _BUSY

    def as_object(self) -> dict[str, Any]:
        """Return it as it stands on the wire."""
        told = {"id": self.id, "object": "local.export", "folder": str(self.order.target), "bytes": self.bytes}
        return {**told, "form": self.order.form, "precision": self.order.precision, **self.news}


class Exports:
    """Makes exports one at a time; what is under way is written down, so that a crash leaves nothing behind."""

    def __init__(self, settings: Settings, models: ModelShelf) -> None:
        self._begun = settings.data / "exports"
        self._log = settings.data / "export.log"
        self._models = models
        self._exports: dict[str, _Export] = {}
        self._turn = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a model is being exported."""
        return any(export.is_busy for export in self._exports.values())

    def recover(self) -> None:
        """Remove what was half done when the engine ended the last time."""
        for note in self._begun.glob("*.json"):
            part = Path(str((read_json(note) or {}).get("part", "")))
            # Nothing is removed that is not called as ours are.
            if part.is_absolute() and part.name.startswith(_PART):
                shutil.rmtree(part, ignore_errors=True)
            note.unlink(missing_ok=True)

    async def look(self, name: str, form: str, precision: str) -> dict[str, Any]:
        """Return what an export would be; raises WireError in words where it cannot be made."""
        model = self._tuned(name)
        found = await asyncio.to_thread(_prospect, model, form, precision)
        told = {"object": "local.export_prospect", "bytes": found.bytes, "room": found.room, "raw": found.raw}
        about = {"system": found.system, "base": model.base, "licence": self._licence(model)}
        return {**told, **about, "parameters": found.parameters, "precision": _precision(form, precision)}

    async def begin(self, name: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        """Begin an export, and return how it stands; raises WireError.

        `wish` has form, precision, folder (the whole path of one that is not there yet), name, title, texts, sampling.
        """
        model, form = self._tuned(name), str(wish["form"])
        precision = _precision(form, str(wish.get("precision") or ""))
        target = Path(wish["folder"])
        found = await asyncio.to_thread(_prospect, model, form, precision)
        if form in IN_GGUF and not importlib.util.find_spec("gguf"):
            raise WireError(503, EXTRA_MISSING, "engine_extra_missing")
        _must_fit(target, found)
        sign = secrets.token_hex(4)
        order = Order(
            form,
            precision,
            model.folder,
            _adapter(model),
            target.with_name(f"{_PART}{sign}"),
            target,
            str(wish.get("name") or target.name),
            model.base,
            str(wish.get("title") or ""),
            self._licence(model) or "",
            raw=found.raw,
            system=found.system,
            sampling=wish.get("sampling") or {},
            texts=wish.get("texts") or {},
        )
        export = _Export(new_id("export-"), order, found.bytes)
        self._forget_old()
        self._exports[export.id] = export
        export.task = asyncio.create_task(self._make(export))
        return export.as_object()

    def get(self, name: str) -> dict[str, Any]:
        """Return how an export stands; raises the 404."""
        return self._export(name).as_object()

    async def cancel(self, name: str) -> dict[str, Any]:
        """End an export, leave nothing of it, and return how it stands; one that is done stays."""
        export = self._export(name)
        if export.task is not None and not export.task.done():
            export.task.cancel()
            await asyncio.wait({export.task})
        return export.as_object()

    async def close(self) -> None:
        """End what is under way, and leave nothing of it."""
        tasks = [export.task for export in self._exports.values() if export.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _make(self, export: _Export) -> None:
        order, last = export.order, _news("cancelled", 0.0)
        try:
            async with self._turn:
                last = await self._done(export)
        finally:
            # What is told of the end comes after it: whoever hears of it finds the whole folder or none.
            if order.target.exists() and not order.part.exists() and last["state"] == "cancelled":
                last = _news("done", 1.0)  # it was ended when it had just taken its name
            if last["state"] != "done":
                with contextlib.suppress(OSError):
                    discard(order.part)
            export.news = last

    async def _done(self, export: _Export) -> dict[str, Any]:
        """Let a child do the export, and return how that ended."""
        note = self._begun / f"{export.id}.json"
        try:
            self._begun.mkdir(exist_ok=True)
            write_json(note, {"part": str(export.order.part)})
            child = await self._child(export.order)
        except OSError as error:
            return {**_news("failed", 0.0), "message": str(error), "code": "not_written"}
        try:
            last: dict[str, Any] = {}
            if child.stdout is not None:
                async for item in objects(child.stdout):
                    last = {**_news("working", 0.0), **item} if "state" in item else last
                    export.news = last if last.get("state") == "working" else export.news
            await child.wait()
            ended = {**_news("failed", 0.0), "message": _ENDED, "code": "ended"}
            return last if last.get("state") in ("done", "failed") else ended
        finally:
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
            note.unlink(missing_ok=True)

    async def _child(self, order: Order) -> asyncio.subprocess.Process:
        with self._log.open("wb") as log:
            child = await asyncio.create_subprocess_exec(
                *workers.command("export"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=workers.surroundings(),
            )
        if child.stdin is not None:
            child.stdin.write(order.as_json().encode() + b"\n")
        return child

    def _export(self, name: str) -> _Export:
        found = self._exports.get(name)
        if found is None:
            raise not_found("export", name, "export_not_found")
        return found

    def _forget_old(self) -> None:
        over = [name for name, export in self._exports.items() if not export.is_busy]
        for name in over[: max(0, len(over) - _KEPT)]:
            del self._exports[name]

    def _tuned(self, name: str) -> Model:
        model = self._models.get(name)
        if model.adapter is None:
            raise WireError(400, _BASE.format(folder=model.folder), "export_base_model", "model")
        return model

    def _licence(self, model: Model) -> str | None:
        known = {each.id: each.licence for each in self._models.folders.usable()}
        offered = offer(model.base)
        return known.get(model.base) or (offered.licence if offered is not None else None)


def _adapter(model: Model) -> Path:
    if model.adapter is None:
        raise TypeError("a base model has no adapter")
    return model.adapter


def _training(adapter: Path) -> Path:
    """Return the file with the rows a model has learnt from: the adapter lies in `result` or in `checkpoints`."""
    return JobFolder(adapter.parents[1]).training


def _prospect(model: Model, form: str, precision: str) -> Prospect:
    adapter = _adapter(model)
    try:
        return prospect(form, _precision(form, precision), model.folder, adapter, _training(adapter))
    except ExportRefusedError as refusal:
        raise WireError(400, str(refusal), refusal.code, "form") from refusal
    except (OSError, ValueError, KeyError) as error:
        raise WireError(400, _GONE, "export_not_read", "model") from error


def _precision(form: str, precision: str) -> str:
    if form not in FORMS:
        raise refused(f"'form' must be one of {', '.join(FORMS)}.", "form")
    known = PRECISIONS[form]
    if precision and precision not in known:
        raise refused(f"'precision' must be one of {', '.join(known)} for this form.", "precision")
    return precision or known[0]


def _must_fit(target: Path, found: Prospect) -> None:
    if not target.parent.is_dir():
        raise WireError(400, _NO_FOLDER.format(name=target.parent), "export_no_folder", "folder")
    if target.exists():
        raise WireError(400, _THERE.format(name=target.name), "export_exists", "folder")
    free = shutil.disk_usage(target.parent).free
    if free < found.room:
        said = _NO_ROOM.format(needed=-(-found.room // 1_000_000), free=free // 1_000_000)
        raise WireError(400, said, "export_no_room", "folder")


def _news(state: str, progress: float) -> dict[str, Any]:
    return {"state": state, "progress": progress, "message": "", "code": None}
