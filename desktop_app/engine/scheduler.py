"""One training worker at a time: which job is next, and what the end of a worker means."""

import asyncio
import logging
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import FULL, read_json, write_text
from desktop_app.engine.files import FileShelf
from desktop_app.engine.folder import NO_ROOM_LEFT
from desktop_app.engine.jobs import Job, JobBook
from desktop_app.engine.results import table
from desktop_app.engine.runner import NotTakenError, Runner
from desktop_app.engine.wire import now
from desktop_app.engine.workers import extra_installed

_LOG = logging.getLogger(__name__)
TICK = 0.1
TROUBLE = 2.0
"""Seconds to wait after something could not be written."""
CANCEL_GRACE = 10.0
MOST_CRASHES = 3
_GAVE_UP = (
    "The training was ended from outside {count} times without getting any further, most likely because the memory "
    "of this computer ran out. Close other programs, or choose a smaller batch or shorter examples, and start again."
)
_NO_ROOM = (
    "The disk is full, so the training could not keep what it has learnt. Nothing else is damaged. "
    "Make some room and start again."
)
_BROKE = (
    "The training broke off because of a fault in the program: {words} Nothing else is damaged. "
    "Start again with other settings, and please report it if it comes back."
)
_NOT_TAKEN = (
    "The training could not be started where this engine lets its jobs run: {words} Nothing is lost. "
    "Ask whoever looks after that place, then let the job go on."
)
_TRACEBACK = "Traceback (most recent call last)"
_DISK_FULL = ("No space left on device", "PytorchStreamWriter failed writing")
_NOTHING = 1_000_000
"""Free bytes below which a disk counts as full: there may have been no room for the log's last words either."""


@dataclass(slots=True)
class Scheduler:
    """Runs the queued jobs one after the other and keeps their state."""

    book: JobBook
    files: FileShelf
    runner: Runner
    current: Job | None = None
    _handle: str = ""
    _kill_at: float | None = None
    _closing: bool = field(default=False)

    @property
    def is_training(self) -> bool:
        """Whether a worker is at work."""
        return self.current is not None

    def recover(self) -> None:
        """End workers that an earlier supervisor left behind; their jobs go on from the last checkpoint.

        One of a runner whose workers outlive us is watched on.
        """
        for job in self.book.all():
            handle = job.state.get("handle")
            if handle and self.runner.outlives and self.current is None and job.status == "running":
                self.current, self._handle = job, handle
            elif handle:
                self.runner.signal(handle)
                job.update(handle=None)
                if job.status == "cancelled":
                    job.say("Fine-tuning job cancelled")  # the one before us had no time to say it

    async def run(self) -> None:
        """Look after the worker and the queue until cancelled."""
        while True:
            pause = TICK
            try:
                self.tick()
            except OSError as error:
                # A full disk must not end the queue; the folders still say where each job stands.
                _LOG.exception("The state of a job could not be kept")
                if error.errno in FULL:
                    self._say_no_room()
                pause = TROUBLE
            await asyncio.sleep(pause)

    def tick(self) -> None:
        """Do what is due now."""
        if self.current is not None:
            self._look(self.current)
        if self.current is None and not self._closing:
            self._start_next()

    def pause(self, job: Job) -> None:
        """Ask the job to wait; a running one stops after its present step."""
        if job is self.current:
            job.update(pause_requested=True)
            job.folder.order("pause")
        elif not job.is_paused:
            job.say("Fine-tuning job paused")
            job.update(status="queued", paused=True)

    def resume(self, job: Job) -> None:
        """Let the job go on from where it stands."""
        if job is self.current:
            job.folder.control.unlink(missing_ok=True)
            job.update(pause_requested=False)
        elif job.is_paused or job.can_go_on:
            job.say("Fine-tuning job resumed")
            fresh = {"error": None, "finished_at": None, "crashes": 0, "crashed_at": -1} if job.can_go_on else {}
            job.update(status="queued", paused=False, pause_requested=False, **fresh)

    def cancel(self, job: Job) -> None:
        """End the job; a worker gets ten seconds to finish its step."""
        job.update(status="cancelled", finished_at=now(), paused=False)
        if job is self.current:
            self._kill_at = time.monotonic() + CANCEL_GRACE
            job.folder.order("cancel")
        else:
            job.say("Fine-tuning job cancelled")

    async def close(self, patience: float) -> None:
        """Let the running job keep a checkpoint and stop; it goes on at the next start, if it does not outlive us."""
        self._closing = True
        if self.runner.outlives:
            return
        if self.current is not None:
            self.current.folder.order("stop")
        until = time.monotonic() + patience
        while self.current is not None and time.monotonic() < until:
            self.tick()
            await asyncio.sleep(TICK)
        if self.current is not None:
            self.runner.signal(self._handle)

    def _start_next(self) -> None:
        waiting = [job for job in self.book.all() if job.status in ("running", "queued") and not job.is_paused]
        if not waiting or not extra_installed():
            return
        # A job that was interrupted comes before those that have not begun.
        job = min(waiting, key=lambda each: (each.status != "running", each.request["order"]))
        job.folder.control.unlink(missing_ok=True)
        job.folder.outcome.unlink(missing_ok=True)
        begun = bool(job.state.get("started_at"))
        # Each worker of a job goes on in one log. What those before it said there is not the reason for its own end.
        since, log = job.state.get("started_at") or now(), _length(job.folder.stderr)
        # Written first: where there is no room for this, no worker may begin that nobody knows of.
        job.update(status="running", started_at=since, pause_requested=False, log_begins=log)
        job.say("Fine-tuning job goes on" if begun else "Fine-tuning job started")
        try:
            self._handle = self.runner.submit(job.folder)
        except NotTakenError as error:
            job.fail("not_started", _NOT_TAKEN.format(words=error))
            return
        self.current = job
        job.update(handle=self._handle)

    def _say_no_room(self) -> None:
        """End what had begun and has no worker any more; one that waits may begin when there is room."""
        for job in self.book.all():
            if job.status == "running" and job is not self.current:
                job.fail("disk_full", _NO_ROOM)

    def _look(self, job: Job) -> None:
        code = self.runner.poll(self._handle)
        if code is None:
            if self._kill_at is not None and time.monotonic() > self._kill_at:
                self.runner.signal(self._handle)
            return
        self.current, self._kill_at = None, None
        outcome = read_json(job.folder.outcome) or {}
        job.update(handle=None)
        if job.status == "cancelled":
            job.say("Fine-tuning job cancelled")
            return
        self._conclude(job, outcome, code)

    def _conclude(self, job: Job, outcome: dict[str, Any], code: int) -> None:
        status = outcome.get("status")
        if status == "succeeded":
            self._succeed(job, outcome)
        elif status == "failed":
            job.fail(**outcome["error"])
        elif status == "paused":
            if job.state.get("pause_requested"):
                job.say("Fine-tuning job paused")
            job.update(status="queued", paused=bool(job.state.get("pause_requested")), pause_requested=False)
        elif status != "stopped" and not self._closing:
            self._crashed(job, code)

    def _crashed(self, job: Job, code: int) -> None:
        reached = max((found.step for found in job.folder.complete_checkpoints()), default=0)
        further = reached > int(job.state.get("crashed_at", -1))
        crashes = 1 if further else int(job.state.get("crashes", 0)) + 1
        job.update(crashes=crashes, crashed_at=reached)
        log = self.runner.logs(job.folder, int(job.state.get("log_begins", 0)))
        if code == NO_ROOM_LEFT or any(sign in log for sign in _DISK_FULL) or _is_full(job.folder.path):
            job.fail("disk_full", _NO_ROOM)
        elif code == 1 and _TRACEBACK in log:
            # It would break at the same place again.
            job.fail("worker_broke", _BROKE.format(words=log.strip().splitlines()[-1][:300]))
        elif crashes > MOST_CRASHES:
            if words := log.strip().splitlines()[-1:]:
                job.say(f"The last words in the training's log: {words[0]}", "warn")
            job.fail("worker_died", _GAVE_UP.format(count=crashes))
        else:
            job.say(f"The training was ended from outside (exit status {code}) and goes on from step {reached}", "warn")

    def _succeed(self, job: Job, outcome: dict[str, Any]) -> None:
        results = job.folder.results
        results.parent.mkdir(exist_ok=True)
        write_text(results, table(job.reader.events()))
        with results.open("rb") as file:
            kept = self.files.add(file, "results.csv", "fine-tune-results")
        job.say(f"New fine-tuned model created: {job.model_name}")
        job.say("The job has successfully completed")
        job.update(
            status="succeeded",
            finished_at=now(),
            trained_tokens=outcome["trained_tokens"],
            result_files=[kept["id"]],
            fine_tuned_model=job.model_name,
        )


def _length(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _NOTHING
    except OSError:
        return False
