"""Training on a cluster that Slurm looks after: sbatch, squeue and scancel, and the job's folder for everything else.

The folder has to lie where the cluster's machines see it too. A worker there does not end with the supervisor; the
next supervisor goes on watching it.
"""

import shlex
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from desktop_app.engine import workers
from desktop_app.engine.disk import FULL
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.runner import NotTakenError, shares, surroundings, tail, training_command

_LOOK = 5.0
"""Seconds between questions to Slurm; a worker that has ended by itself is seen at once, in its folder."""
_PATIENCE = 30.0
_GONE = 3
"""So many answers in a row that do not know a job mean that it is gone."""
_PREFIX = "slurm:"
_STOPPED = ("COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "DEADLINE", "PREEMPTED", "REVOKED")
_BROKEN = ("NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL")
_ENDED = frozenset((*_STOPPED, *_BROKEN))


class SlurmRunner:
    """Runs workers as Slurm's jobs, each with `options` for sbatch (a partition, graphics cards, a time limit)."""

    outlives = True

    def __init__(
        self, options: Sequence[str] = (), processes: int = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._options = tuple(options)
        self._processes = processes
        self._clock = clock
        self._question: subprocess.Popen[str] | None = None
        self._ask_at = 0.0
        self._missing = 0

    def submit(self, folder: JobFolder) -> str:
        """Hand the job to Slurm and return its handle; raises NotTakenError in its words, OSError on a full disk."""
        count = shares(folder, self._processes)
        folder.exit_status.unlink(missing_ok=True)
        script = batch_script(folder, training_command(folder, count, alone=True), surroundings(count))
        command = ["sbatch", "--parsable", *batch_options(folder), *self._options]
        try:
            done = subprocess.run(  # noqa: S603 - Slurm's own program, no shell
                command, input=script, text=True, capture_output=True, timeout=_PATIENCE, check=False
            )
        except FileNotFoundError as error:
            raise NotTakenError("There is no program called sbatch on this machine.") from error
        except OSError as error:
            if error.errno in FULL:
                raise  # the queue tells of that in words of its own
            raise NotTakenError(f"sbatch could not be started ({error.strerror or error}).") from error
        except subprocess.TimeoutExpired as error:
            raise NotTakenError(f"sbatch did not answer within {_PATIENCE:g} seconds.") from error
        if done.returncode != 0:
            raise NotTakenError(done.stderr.strip() or f"sbatch ended with {done.returncode}")
        self._ask_at, self._missing = self._clock() + _LOOK, 0
        return f"{_PREFIX}{done.stdout.strip().partition(';')[0]}:{folder.path}"

    def poll(self, handle: str) -> int | None:
        """Return None while the job waits or runs, else its exit status (-1 where it was ended by Slurm)."""
        number, place = _parts(handle)
        said = tail(JobFolder(Path(place)).exit_status).strip()
        if said:
            return int(said)
        if self._question is None:
            if self._clock() >= self._ask_at:
                command = ["squeue", "--noheader", "--format=%T", f"--jobs={number}"]
                pipe, both = subprocess.PIPE, subprocess.STDOUT
                self._question = subprocess.Popen(command, stdout=pipe, stderr=both, text=True)  # noqa: S603 - no shell
            return None
        if self._question.poll() is None:
            return None
        lives = is_alive(self._question.returncode, self._question.communicate()[0])
        self._question, self._ask_at = None, self._clock() + _LOOK
        # Its last words may come through a shared disk later than its end through Slurm.
        self._missing = 0 if lives is not False else self._missing + 1
        return -1 if self._missing >= _GONE else None

    def signal(self, handle: str) -> None:
        """Have Slurm end the job."""
        if handle.startswith(_PREFIX):
            command = ["scancel", "--signal=KILL", "--full", _parts(handle)[0]]
            # Where nobody answers the job is asked after and ended again; the queue must not break for it.
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - no shell

    def logs(self, folder: JobFolder, since: int) -> str:
        """Return the last 4,000 characters of the worker's log, of those from byte `since` on."""
        return tail(folder.stderr, since)


def batch_options(folder: JobFolder) -> list[str]:
    """Return the options of sbatch that every job has."""
    return [
        f"--job-name=tunedesk-{folder.path.name}",
        f"--output={folder.stderr}",
        "--open-mode=append",
        "--no-requeue",
        "--export=NONE",
    ]


def batch_script(folder: JobFolder, command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the script: the settings of our workers, the command, and its exit status kept in the folder."""
    ours = [f"export {name}={shlex.quote(environment[name])}" for name in workers.OURS if name in environment]
    return "\n".join(
        [
            "#!/bin/sh",
            *ours,
            shlex.join(command),
            f"echo $? > {shlex.quote(str(folder.exit_status))}",
            "",
        ]
    )


def is_alive(status: int, said: str) -> bool | None:
    """Tell whether a job waits or runs, from squeue's exit status and words; None where squeue could not tell."""
    if status != 0:
        return False if "Invalid job id" in said else None
    return any(word not in _ENDED for word in said.split())


def _parts(handle: str) -> tuple[str, str]:
    number, _, place = handle.removeprefix(_PREFIX).partition(":")
    return number, place
