"""The supervisor's side of answering: one worker process, started when asked and ended when idle."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from desktop_app.engine import workers
from desktop_app.engine.news import objects
from desktop_app.engine.wire import EXTRA_MISSING, WireError, new_id

_LONGEST_LINE = 1 << 26
_DIED = (
    "The part of TuneDesk that answers has ended unexpectedly, most likely because memory ran out. Nothing is lost. "
    "Close other programs and ask again."
)


class AnswerDesk:
    """Passes requests to the answering worker and its news back to those who asked."""

    def __init__(self, data: Path, idle: float) -> None:
        self._log = data / "answer.log"
        self._idle = idle
        self._child: asyncio.subprocess.Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = asyncio.Lock()
        self._waiting: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._last = time.monotonic()

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._child.pid if self._child is not None and self._child.returncode is None else None

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self._waiting)

    async def ask(self, request: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Yield the worker's news about one request until it is done; ends the work when the caller leaves."""
        if not workers.extra_installed():
            raise WireError(503, EXTRA_MISSING, "engine_extra_missing")
        name = new_id("ask-")
        news: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        async with self._starting:
            if self.pid is None:
                await self._start()
            self._waiting[name] = news
        done = False
        try:
            self._post({**request, "id": name})
            while not done:
                item = await news.get()
                if item["event"] == "error":
                    done = True
                    raise WireError(item["status"], item["message"], item["code"], item["param"])
                done = item["event"] == "done"
                yield item
        finally:
            self._waiting.pop(name, None)
            self._last = time.monotonic()
            if not done:
                self._post({"op": "cancel", "id": name})

    def forget(self, folder: Path) -> None:
        """Let the worker give up what it holds of a model that was deleted; any thread may call it."""
        if self._loop is not None:
            # Written in another thread than the loop's, it could end up in the middle of a long question.
            self._loop.call_soon_threadsafe(self._post, {"op": "forget", "folder": str(folder)})

    async def unload_when_idle(self) -> None:
        """End the worker when nobody has asked for a while."""
        async with self._starting:  # nobody may begin to ask a worker that is being ended
            if self.pid is not None and not self._waiting and time.monotonic() - self._last > self._idle:
                await self.close()

    async def close(self) -> None:
        """End the worker and wait until it is gone."""
        if self._child is not None and self._child.returncode is None:
            self._child.kill()
            await self._child.wait()
        if self._listener is not None:
            await self._listener

    def _post(self, item: dict[str, Any]) -> None:
        if self.pid is not None and self._child is not None and self._child.stdin is not None:
            self._child.stdin.write(json.dumps(item).encode() + b"\n")

    async def _start(self) -> None:
        if self._listener is not None:
            # Those who waited for the worker before must hear of its end before anyone waits for the new one.
            await self._listener
        self._loop = asyncio.get_running_loop()
        with self._log.open("wb") as log:
            self._child = await asyncio.create_subprocess_exec(
                *workers.command("answer"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=workers.surroundings(),
                limit=_LONGEST_LINE,
            )
        self._listener = asyncio.create_task(self._listen(self._child))

    async def _listen(self, child: asyncio.subprocess.Process) -> None:
        if child.stdout is not None:
            async for item in objects(child.stdout):
                news = self._waiting.get(str(item.get("id")))
                if news is not None:
                    news.put_nowait(item)
        await child.wait()
        ended = {"event": "error", "status": 503, "message": _DIED, "code": "answer_worker_died", "param": None}
        for news in self._waiting.values():
            news.put_nowait(ended)
