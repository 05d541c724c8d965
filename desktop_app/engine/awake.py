"""Keeping this computer from falling asleep while a job trains that was started with that wish.

By the systems' own means: a lock of systemd, macOS's caffeinate, Windows' thread state. Each ends by itself when this
process does, and none of them ever costs a training: where it does not work, the job's story says so.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import psutil

from desktop_app.engine import events, workers
from desktop_app.engine.disk import read_json
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.runner import Runner

WISH = "tunedesk_awake"
"""The key in a job's metadata that holds "1" where the computer is to be kept awake."""
_SETTLED = 2.0
"""A lock that still holds after so many seconds was granted."""
_PATIENCE = 2.0
"""So long a program that is told to end may take; the engine waits for nobody."""
_LOOK = 60.0
"""So often is looked whether the computer hangs on its battery."""
_KEPT = "This computer is kept awake while it trains"
_NOT_KEPT = "This computer cannot be kept awake ({words}); should it fall asleep, the training goes on afterwards"
_BATTERY = "This computer runs on its battery, so it is not kept awake"
_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


class Lock(Protocol):
    """Something that keeps the computer awake while it is held."""

    def hold(self) -> None:
        """Ask for it; holding twice is fine."""

    def let_go(self) -> None:
        """Give it back; without one nothing happens."""

    @property
    def refused(self) -> str | None:
        """Why it was not granted, in the system's words; None while nothing is known against it."""


class ProgramLock:
    """A lock that a program of the system holds as long as it runs, and it runs as long as our pipe is open."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._words: str | None = None

    def hold(self) -> None:
        """Start the program."""
        if self._child is not None and self._child.poll() is None:
            return
        pipe = subprocess.PIPE
        try:
            self._child = subprocess.Popen(  # noqa: S603 - the system's own program, no shell
                self._command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, env=workers.surroundings()
            )
            self._words = None
        except OSError as error:
            self._words = error.strerror or str(error)

    def let_go(self) -> None:
        """End the program."""
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stderr):
            if pipe is not None:
                pipe.close()
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    @property
    def refused(self) -> str | None:
        """The program's last words, if it ended by itself."""
        if self._words is None and self._child is not None and (code := self._child.poll()) is not None:
            said = _last_words(self._child)
            self.let_go()
            self._words = said or f"exit status {code}"
        return self._words


class ThreadLock:
    """Windows' lock, which belongs to the thread that asks for it and ends with it."""

    def __init__(self) -> None:
        self.refused: str | None = None

    def hold(self) -> None:
        """Ask Windows not to fall asleep."""
        if not _set_state(_CONTINUOUS | _SYSTEM_REQUIRED):
            self.refused = "Windows refused"

    def let_go(self) -> None:
        """Let Windows do as it likes."""
        _set_state(_CONTINUOUS)


class NoLock:
    """The lock of a system that has none we know of."""

    refused: str | None = "no means for it on this system"

    def hold(self) -> None:
        """Do nothing."""

    def let_go(self) -> None:
        """Do nothing."""


def own_lock() -> Lock:
    """Return the lock of this system."""
    if sys.platform == "win32":
        return ThreadLock()
    if sys.platform == "darwin":
        return ProgramLock(("caffeinate", "-i", "-w", str(os.getpid())))
    if shutil.which("systemd-inhibit"):
        why = ("--who=TuneDesk", "--why=A model is being trained")
        # `cat` reads from us and ends with us, and the lock ends with it.
        return ProgramLock(("systemd-inhibit", "--what=idle:sleep", "--mode=block", *why, "cat"))
    return NoLock()


def plugged_in() -> bool:
    """Tell whether the computer hangs on the mains; one without a battery does."""
    try:
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except (OSError, RuntimeError, NotImplementedError):
        return True
    return battery is None or battery.power_plugged is not False


class WakefulRunner:
    """A runner that keeps the computer awake while a job trains that wants it, as long as it hangs on the mains."""

    def __init__(
        self,
        runner: Runner,
        lock: Lock,
        plugged: Callable[[], bool] = plugged_in,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._runner = runner
        self._lock = lock
        self._plugged = plugged
        self._clock = clock
        self._folder: JobFolder | None = None
        self._look_at = 0.0
        self._said: str | None = None

    @property
    def outlives(self) -> bool:
        """Whether the inner runner's workers go on when the supervisor ends."""
        return self._runner.outlives

    def submit(self, folder: JobFolder) -> str:
        """Start the job's worker, and ask for the lock where the job wants it."""
        handle = self._runner.submit(folder)
        request = read_json(folder.request) or {}
        if (request.get("metadata") or {}).get(WISH) == "1":
            self._folder, self._said = folder, None
            self._ask()
        return handle

    def poll(self, handle: str) -> int | None:
        """Return None while the worker lives, else its exit status; the lock is let go with it."""
        code = self._runner.poll(handle)
        if self._folder is not None:
            if code is not None:
                self._folder = None
                self._lock.let_go()
            elif self._clock() >= self._look_at:
                self._look(self._folder)
        return code

    def signal(self, handle: str) -> None:
        """End the worker at once."""
        self._runner.signal(handle)

    def logs(self, folder: JobFolder, since: int) -> str:
        """Return the end of what the worker's libraries said, from byte `since` of its log on."""
        return self._runner.logs(folder, since)

    def _ask(self) -> None:
        if self._plugged():
            self._lock.hold()
        else:
            self._lock.let_go()
        self._look_at = self._clock() + _SETTLED

    def _look(self, folder: JobFolder) -> None:
        """Say how it stands where that is new, and look at the mains again."""
        plugged, refused = self._plugged(), self._lock.refused
        if not plugged:
            words, level = _BATTERY, "warn"
            self._lock.let_go()
        elif refused is not None:
            words, level = _NOT_KEPT.format(words=refused), "warn"
        else:
            words, level = _KEPT, "info"
            self._lock.hold()
        if words != self._said:
            self._said = words
            events.append(folder.events, words, level=level)
        self._look_at = self._clock() + _LOOK


def _last_words(child: "subprocess.Popen[bytes]") -> str:
    """Return the last line that a program which has ended wrote; whoever it started may still hold the pipe."""
    if child.stderr is None:
        return ""
    os.set_blocking(child.stderr.fileno(), False)
    said = (child.stderr.read() or b"").decode(errors="replace").strip().splitlines()
    return said[-1][:200] if said else ""


def _set_state(flags: int) -> bool:
    windows = getattr(ctypes, "windll", None)
    return windows is not None and bool(windows.kernel32.SetThreadExecutionState(flags))
