"""Work apart: one warm process of low priority that does what would make the window late."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar, cast

from desktop_app.core.problem import Problem
from desktop_app.core.redact import without_secrets
from desktop_app.work.threads import in_thread
from desktop_app.work.worker import Frame, Said, receive, send

T = TypeVar("T")

_PACKAGES = Path(__file__).resolve().parents[2]
_WINDOWS_BEHIND = 0x00004000 | 0x08000000
"""BELOW_NORMAL_PRIORITY_CLASS and CREATE_NO_WINDOW, which `subprocess` has on Windows alone."""
_PATIENCE_S = 3.0
_TAIL = 4000


class WorkerFault(RuntimeError):  # noqa: N818 - a fault nobody foresaw, as the crash border calls it
    """A fault nobody foresaw in the worker; its text is the traceback from over there."""


class Apart:
    """The program's one worker process, started when first needed. `close` ends it; so does the end of this process.

    Orders wait for each other. It may be used from one event loop at a time.
    """

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._turn = asyncio.Lock()

    @property
    def process_id(self) -> int | None:
        """Return the worker's process id while there is one."""
        return self._worker.process.pid if self._worker else None

    async def run(self, function: Callable[..., Iterator[T]], *args: object) -> AsyncGenerator[T, None]:
        """Yield what a module-level generator of `work` yields over there; leaving early kills the process.

        A Problem comes through as it was raised, any other fault as WorkerFault; a worker that was killed by somebody
        else is Problem("worker_gone"). The next order starts a fresh one.
        """
        async with self._turn:
            worker = await in_thread(self._ready)  # to its end: the next order would start a second process beside it
            told_all = False
            try:
                await worker.order(function, args)
                while not told_all:
                    said, value = await worker.answer()
                    told_all = said is not Said.ITEM
                    if said is Said.PROBLEM:
                        raise value
                    if said is Said.FAULT:
                        told_all = False  # it ends itself after such a fault
                        raise WorkerFault(value)
                    if said is Said.ITEM:
                        yield value
            finally:
                if not told_all:
                    self._worker = None
                    worker.kill()

    async def one(self, function: Callable[..., Iterator[T]], *args: object) -> T:
        """Return the last thing that such a generator yields."""
        found = [item async for item in self.run(function, *args)]
        return found[-1]

    async def close(self) -> None:
        """End the process, if there is one; the next `run` would start another."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await in_thread(worker.end)  # to its end: nobody knows the process any more

    def _ready(self) -> "_Worker":
        if self._worker is not None and self._worker.process.poll() is not None:
            self._worker.kill()  # it died while nobody asked anything of it; its pipes are still to be closed
            self._worker = None
        if self._worker is None:
            self._worker = _Worker()
        return self._worker


class _Worker:
    """A started worker process and the thread that waits for its answers."""

    def __init__(self) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="apart")
        try:
            self.process = _started(self._said)
        except OSError as error:
            self._said.close()
            raise Problem("worker_not_started", details=str(error)) from error
        self._orders = cast("BinaryIO", self.process.stdin)
        self._answers = cast("BinaryIO", self.process.stdout)

    async def order(self, function: Callable[..., Iterator[Any]], args: tuple[object, ...]) -> None:
        """Hand over an order; whether it arrived shows when the answer is awaited."""
        with suppress(OSError):
            await self._aside(send, self._orders, (function, args))

    async def answer(self) -> Frame:
        """Return the next frame; raise Problem("worker_gone") if none will come."""
        try:
            frame: Frame = await self._aside(receive, self._answers)
        except EOFError as error:
            self.process.wait()
            raise Problem("worker_gone", details=self._last_words()) from error
        return frame

    async def _aside(self, function: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401 - passed through
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)

    def kill(self) -> None:
        """End the process at once and let go of everything; when this returns it writes to no file any more."""
        with suppress(OSError):
            self.process.kill()
        self.process.wait()
        self._let_go()

    def end(self) -> None:
        """Let the process end by itself, as it does when nobody can send it anything; kill it if it does not."""
        with suppress(OSError):
            self._orders.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_PATIENCE_S)
        self.kill()

    def _let_go(self) -> None:
        self._thread.shutdown()  # its last wait ended with the process
        for pipe in (self._orders, self._answers, self._said):
            with suppress(OSError):
                pipe.close()

    def _last_words(self) -> str:
        """Return the exit status and the end of what the process wrote to its standard error."""
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, self._said.tell() - _TAIL))
        return f"exit status {self.process.returncode}\n{self._said.read().decode(errors='replace')}".strip()


def _started(errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start the worker without any secret in its surroundings; it has no use for one."""
    inherited = without_secrets(os.environ)
    command = [sys.executable, "worker"]
    if not getattr(sys, "frozen", False):
        # With -P nothing is imported from the folder that the user happens to be in; the package itself is named here.
        command = [sys.executable, "-P", "-m", "desktop_app", "worker"]
        paths = [str(_PACKAGES), *inherited.get("PYTHONPATH", "").split(os.pathsep)]
        inherited["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    aside: dict[str, Any] = (
        {"creationflags": _WINDOWS_BEHIND} if sys.platform == "win32" else {"start_new_session": True}
    )
    return subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=inherited, **aside
    )
