"""Base models to be had, and the child processes that bring them, one at a time."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from desktop_app.engine import workers
from desktop_app.engine.disk import discard, unwritten
from desktop_app.engine.entries import Entries, comes_from_hub
from desktop_app.engine.models import ModelShelf
from desktop_app.engine.news import objects
from desktop_app.engine.partial import partial_folder
from desktop_app.engine.settings import Settings
from desktop_app.engine.wire import EXTRA_MISSING, WireError, not_found, refused

_ENDED = (
    "Bringing the model was ended before it was ready, perhaps because memory ran out. Nothing is damaged. Try again."
)
_WHOLE = "This model comes in one piece, so its fetching cannot be interrupted and gone on with later. End it instead."
_FROM_FILE = "This model came from a file of this computer and cannot be fetched. Choose the file again."
_BUSY = ("pulling", "converting")
_PLAIN = re.compile(r"\w[\w .+-]{0,150}\Z")


class Pulls:
    """Knows each base model's state, and starts a pull at most once."""

    def __init__(self, settings: Settings, models: ModelShelf) -> None:
        self._settings = settings
        self.entries = Entries(settings, models)
        self._news: dict[str, dict[str, Any]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a model is being brought."""
        return any(news["state"] in _BUSY for news in self._news.values())

    def all(self) -> list[dict[str, Any]]:
        """Return the catalogue, every installed base model, and what is being brought, with their states."""
        return self.entries.all(self._news)

    def get(self, name: str) -> dict[str, Any]:
        """Return one model's entry; raises the 404."""
        for entry in self.all():
            if entry["id"] == name:
                return entry
        raise not_found("base model", name, "model_not_found")

    def pull(self, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
        """Begin to bring a model unless it is here or on its way, and return its entry; raises 400, 404 or 503."""
        entry = self.get(name) if not comes_from_hub(name) else self.entries.of(name, self._news)
        if not (comes_from_hub(name) or entry["download_bytes"] or entry["installed"] or entry["state"] in _BUSY):
            raise WireError(400, _FROM_FILE, "not_fetchable", "id")
        return self._begin(name, ["get", name], options)

    def convert(self, file: Path) -> dict[str, Any]:
        """Begin to turn a GGUF file into a base model, and return its entry; raises 400, 409 or 503."""
        if not _PLAIN.match(file.stem):
            raise refused("The file's name needs letters or digits at its beginning. Rename it and try again.", "path")
        if self.entries.of(file.stem, {})["installed"]:
            said = f"There is a model called {file.stem} already. Remove it first, or rename the file."
            raise WireError(409, said, "model_exists", "path")
        return self._begin(file.stem, ["gguf", str(file)], {})

    async def look(self, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the hub says of a model before anything is fetched; raises the 404 or the 400 in its words."""
        if not comes_from_hub(name):
            raise not_found("model of the hub", name, "model_not_found")
        self._must_be_installed()
        child = await self._child(["look", name], options)
        try:
            news = [item async for item in _told(child)]
            await child.wait()
        finally:
            await _end(child)
        if not news or news[-1]["state"] != "seen":
            told = news[-1] if news else {"message": _ENDED, "code": "ended"}
            raise WireError(400, told["message"], f"hub_{told['code']}", "id")
        return {**news[-1], "id": name, "object": "local.hub_model"}

    async def cancel(self, name: str) -> dict[str, Any]:
        """End the bringing of a model, if any, remove what has come, and return its entry; raises the 404."""
        task = self._tasks.get(name)
        if task is None and name not in self._news and not comes_from_hub(name):
            return self.get(name)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        self._news.pop(name, None)
        await asyncio.to_thread(discard, partial_folder(self._settings.models, name))
        return self.entries.of(name, self._news)

    async def pause(self, name: str) -> dict[str, Any]:
        """End the bringing of a model of the hub, keep what has come, and return its entry; raises the 400."""
        if not comes_from_hub(name):
            raise WireError(400, _WHOLE, "not_pausable", "id")
        task = self._tasks.get(name)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
            self._news.pop(name, None)
        return self.entries.of(name, self._news)

    async def remove(self, name: str) -> Path | None:
        """Remove a base model, or only forget it where it lies elsewhere, and return its folder; again is no error.

        Raises WireError where it is needed, or was named at the engine's start.
        """
        if name in self._news:
            await self.cancel(name)
        return await asyncio.to_thread(self.entries.remove, name)

    async def close(self) -> None:
        """End what is under way; what has come is gone on with, or removed, at its next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, name: str, verb: list[str], options: Mapping[str, Any]) -> dict[str, Any]:
        entry = self.entries.of(name, self._news)
        if entry["installed"] or entry["state"] in _BUSY:
            return entry
        self._must_be_installed()
        self._news[name] = {"state": "pulling", "progress": 0.0, "message": ""}
        task = self._tasks[name] = asyncio.create_task(self._bring(name, verb, options))
        task.add_done_callback(lambda ended: self._tasks.pop(name) if self._tasks.get(name) is ended else None)
        return self.entries.of(name, self._news)

    @staticmethod
    def _must_be_installed() -> None:
        if not workers.extra_installed():
            raise WireError(503, EXTRA_MISSING, "engine_extra_missing")

    async def _bring(self, name: str, verb: list[str], options: Mapping[str, Any]) -> None:
        async with self._turn:
            try:
                child = await self._child(verb, options)
            except OSError as error:
                self._news[name] = {"state": "failed", "progress": 0.0, **unwritten(error)}
                return
            last: dict[str, Any] = {"state": "pulling"}
            try:
                async for item in _told(child):
                    last = {"message": "", "progress": 0.0, **item}
                    self._news[name] = last
                # From here on the next pull may have begun, so only our own last news counts.
                if last["state"] in _BUSY:
                    self._news[name] = {"state": "failed", "progress": 0.0, "message": _ENDED, "code": "ended"}
                await child.wait()
            finally:
                await _end(child)

    async def _child(self, verb: list[str], options: Mapping[str, Any]) -> asyncio.subprocess.Process:
        with (self._settings.data / "pull.log").open("ab") as log:
            child = await asyncio.create_subprocess_exec(
                *workers.command("pull", *verb, str(self._settings.data)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=workers.outside(self._settings.data, options),
            )
        if child.stdin is not None:
            # A token goes no other way than this: what is in an argument or a variable, others can read.
            child.stdin.write(json.dumps(dict(options)).encode() + b"\n")
        return child


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def _told(child: asyncio.subprocess.Process) -> AsyncIterator[dict[str, Any]]:
    """Yield the news of a pull: what names no state is none."""
    if child.stdout is not None:
        async for item in objects(child.stdout):
            if "state" in item:
                yield item
