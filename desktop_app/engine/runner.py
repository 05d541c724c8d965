"""Where training workers run. The unit is always the command for one job folder; all results come from its files."""

import subprocess
from pathlib import Path
from typing import Protocol

import psutil

from desktop_app.engine import workers
from desktop_app.engine.disk import FULL, read_json
from desktop_app.engine.folder import JobFolder

_PATIENCE = 10.0


class NotTakenError(Exception):
    """Why a worker could not be started, in the words of whoever was to start it."""


class Runner(Protocol):
    """Four verbs: start a job's worker, ask after it, end it, read what it said."""

    @property
    def outlives(self) -> bool:
        """Whether its workers go on when the supervisor ends, so that the next one finds them at work."""

    def submit(self, folder: JobFolder) -> str:
        """Start the worker and return the handle by which it is known; raises NotTakenError, OSError on a full disk."""

    def poll(self, handle: str) -> int | None:
        """Return None while the worker lives, else its exit status."""

    def signal(self, handle: str) -> None:
        """End the worker at once."""

    def logs(self, folder: JobFolder, since: int) -> str:
        """Return the end of what the worker's libraries said, from byte `since` of its log on."""


class ProcessRunner:
    """Runs workers as child processes of the supervisor; they end when it does, because their input closes.

    With more than one process a job is trained by as many as its batch can be divided among (torchrun).
    """

    outlives = False

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def submit(self, folder: JobFolder) -> str:
        """Start the worker; its handle is process id and start time, which no other process ever shares.

        Raises NotTakenError with the system's words, and OSError where the disk is full.
        """
        count = shares(folder, self._processes)
        try:
            with folder.stderr.open("ab") as log:
                child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                    training_command(folder, count),
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    env=surroundings(count),
                    start_new_session=True,
                )
        except OSError as error:
            if error.errno in FULL:
                raise  # the queue tells of that in words of its own
            raise NotTakenError(f"{error.strerror or error}.") from error
        handle = handle_of(child.pid)
        self._children[handle] = child
        return handle

    def poll(self, handle: str) -> int | None:
        """Return None while the worker lives, else its exit status (-1 for one that we did not start)."""
        child = self._children.get(handle)
        if child is not None:
            return child.poll()
        return None if find(handle) is not None else -1

    def signal(self, handle: str) -> None:
        """End the worker and all it has started, also one left by an earlier supervisor, and wait until it is gone."""
        process = find(handle)
        if process is None:
            return
        try:
            family = [process, *process.children(recursive=True)]
        except psutil.Error:
            return  # gone in the meantime, or nothing that we could end
        for member in family:
            try:
                member.kill()
            except psutil.Error:
                continue
        psutil.wait_procs(family, timeout=_PATIENCE)

    def logs(self, folder: JobFolder, since: int) -> str:
        """Return the last 4,000 characters of the worker's log, of those from byte `since` on."""
        return tail(folder.stderr, since)


def shares(folder: JobFolder, processes: int) -> int:
    """Return how many of so many processes can train a job together: its batch is divided into equal parts."""
    settings = (read_json(folder.request) or {}).get("hyperparameters") or {}
    batch = int(settings.get("batch_size", 1))
    return max(count for count in range(1, processes + 1) if batch % count == 0)


def training_command(folder: JobFolder, processes: int, *, alone: bool = False) -> list[str]:
    """Return the command that trains a job; `alone` for a worker that is not tied to a supervisor's pipe."""
    arguments = ["--alone", str(folder.path)] if alone else [str(folder.path)]
    command = workers.command("train", *arguments)
    if processes == 1:
        return command
    together = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    return [*command[:2], *together, *command[2:]]


def surroundings(processes: int) -> dict[str, str]:
    """Return the environment of training workers: a single one sees a single graphics card."""
    found = workers.surroundings()
    if processes == 1:
        found.setdefault("CUDA_VISIBLE_DEVICES", "0")
    return found


def handle_of(pid: int) -> str:
    """Return the handle of a process, or one that names nobody when it has ended already."""
    try:
        return f"{pid}:{psutil.Process(pid).create_time()}"
    except psutil.Error:
        return f"{pid}:0"


def find(handle: str) -> psutil.Process | None:
    """Return the living process of a handle; a process that merely got the same id later is not it."""
    pid, _, started = handle.partition(":")
    try:
        process = psutil.Process(int(pid))
        same = str(process.create_time()) == started and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError):
        return None  # a process that we may not look at is another user's, and not ours
    return process if same else None


def tail(path: Path, since: int = 0, characters: int = 4000) -> str:
    """Return the end of a text file, of what follows so many bytes, or nothing where there is none."""
    try:
        return path.read_bytes()[since:].decode("utf-8", errors="replace")[-characters:]
    except FileNotFoundError:
        return ""
