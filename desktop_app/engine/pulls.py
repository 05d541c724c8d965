"""Base models to be had, and the child processes that bring them."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from desktop_app.engine import workers
from desktop_app.engine.models import ModelShelf
from desktop_app.engine.settings import Settings
from desktop_app.engine.starter import STARTER
from desktop_app.engine.wire import EXTRA_MISSING, WireError, not_found

_ENDED = (
    "Bringing the model was ended before it was ready, perhaps because memory ran out. Nothing is damaged. Try again."
)
_BUSY = ("pulling", "converting")


class Pulls:
    """Knows each base model's state, and starts a pull at most once."""

    def __init__(self, settings: Settings, models: ModelShelf) -> None:
        self._settings = settings
        self._models = models
        self._news: dict[str, dict[str, Any]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a model is being brought."""
        return any(news["state"] in _BUSY for news in self._news.values())

    def all(self) -> list[dict[str, Any]]:
        """Return the starter model and every installed base model with their states."""
        installed = {model.id: model.folder for model in self._models.bases()}
        starter = self._entry(STARTER.id, STARTER.title, STARTER.bytes, STARTER.licence)
        starter["download_bytes"] = STARTER.wheel_bytes
        entries = [self._with_state(starter, installed)]
        for name, folder in installed.items():
            if name != STARTER.id:
                size = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
                entries.append(self._with_state(self._entry(name, name, size, None), installed))
        return entries

    def get(self, name: str) -> dict[str, Any]:
        """Return one model's entry; raises the 404."""
        for entry in self.all():
            if entry["id"] == name:
                return entry
        raise not_found("base model", name, "model_not_found")

    def pull(self, name: str) -> dict[str, Any]:
        """Begin to bring a model unless it is here or on its way, and return its entry; raises 404 or 503."""
        entry = self.get(name)
        if entry["installed"] or entry["state"] in _BUSY:
            return entry
        if not workers.extra_installed():
            raise WireError(503, EXTRA_MISSING, "engine_extra_missing")
        self._news[name] = {"state": "pulling", "progress": 0.0, "message": ""}
        task = self._tasks[name] = asyncio.create_task(self._bring(name))
        task.add_done_callback(lambda ended: self._tasks.pop(name) if self._tasks.get(name) is ended else None)
        return self.get(name)

    async def cancel(self, name: str) -> dict[str, Any]:
        """End the bringing of a model, if it is under way, and return its entry; raises the 404."""
        self.get(name)
        task = self._tasks.get(name)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
            self._news.pop(name, None)
        return self.get(name)

    async def _bring(self, name: str) -> None:
        with (self._settings.data / "pull.log").open("ab") as log:
            child = await asyncio.create_subprocess_exec(
                *workers.command("pull", name, str(self._settings.data)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=workers.surroundings(),
            )
        last: dict[str, Any] = {"state": "pulling"}
        try:
            async for line in _lines(child):
                last = {"message": "", "progress": 0.0, **json.loads(line)}
                self._news[name] = last
            # From here on the next pull may have begun, so only our own last news counts.
            if last["state"] in _BUSY:
                self._news[name] = {"state": "failed", "progress": 0.0, "message": _ENDED}
            await child.wait()
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()

    def _with_state(self, entry: dict[str, Any], installed: dict[str, Path]) -> dict[str, Any]:
        if entry["id"] in installed:
            return {**entry, "installed": True, "state": "ready", "progress": 1.0, "message": ""}
        news = self._news.get(entry["id"], {"state": "absent", "progress": 0.0, "message": ""})
        return {**entry, "installed": False, **news}

    @staticmethod
    def _entry(name: str, title: str, size: int, licence: str | None) -> dict[str, Any]:
        return {"id": name, "object": "local.model", "title": title, "bytes": size, "licence": licence}

    async def close(self) -> None:
        """End what is under way; what it has begun is removed at its next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _lines(child: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
    if child.stdout is not None:
        async for line in child.stdout:
            yield line
