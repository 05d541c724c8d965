"""The jobs of this engine: each is a folder; what is in memory is read from there at the start."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.engine import events
from desktop_app.engine.disk import read_json, write_json
from desktop_app.engine.folder import ADAPTER, JobFolder
from desktop_app.engine.wire import not_found, now

MENDABLE = ("disk_full", "out_of_memory", "worker_died", "not_started")
FINAL = ("succeeded", "failed", "cancelled")


@dataclass(slots=True)
class Job:
    """One job: what was asked for, and how it stands."""

    folder: JobFolder
    request: dict[str, Any]
    state: dict[str, Any]
    reader: events.EventReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = events.EventReader(self.folder.events)

    @property
    def id(self) -> str:
        """The job's identifier."""
        return str(self.request["id"])

    @property
    def status(self) -> str:
        """One of OpenAI's status words."""
        return str(self.state["status"])

    @property
    def is_paused(self) -> bool:
        """Whether it waits for somebody to resume it."""
        return bool(self.state.get("paused"))

    @property
    def is_final(self) -> bool:
        """Whether nothing will happen to it any more."""
        return self.status in FINAL

    @property
    def can_go_on(self) -> bool:
        """Whether it ended for a reason that can be put right, so that it can go on from where it stands."""
        code = (self.state.get("error") or {}).get("code")
        return self.status == "failed" and code in MENDABLE and "hyperparameters" in self.request

    @property
    def method(self) -> str:
        """How it trains: 'supervised' or 'dpo'."""
        return str(self.request.get("method", "supervised"))

    @property
    def model_name(self) -> str:
        """The name that the tuned model has, or is going to have."""
        return str(self.request["model_name"])

    def update(self, **changes: object) -> None:
        """Change the state, on disk first."""
        state = {**self.state, **changes}
        write_json(self.folder.state, state)
        self.state = state

    def settle(self, **changes: object) -> None:
        """Change what was asked for into what is going to be done, on disk first."""
        request = {**self.request, **changes}
        write_json(self.folder.request, request)
        self.request = request

    def say(self, message: str, level: str = "info") -> None:
        """Add a message to the job's events."""
        events.append(self.folder.events, message, level=level)

    def fail(self, code: str, message: str, param: str | None = None) -> None:
        """End the job with an error."""
        error = {"code": code, "message": message, "param": param}
        ended = {"status": "failed", "error": error, "finished_at": now(), "paused": False, "handle": None}
        try:
            self.say(message, level="error")
            self.update(**ended)
        except OSError:
            # On a full disk it is told all the same; the next start looks at the job anew.
            self.state = {**self.state, **ended}

    def metrics(self) -> list[dict[str, Any]]:
        """Return the data of all metrics events, oldest first."""
        return [event["data"] for event in self.reader.events() if event["type"] == "metrics"]


class JobBook:
    """All jobs, by id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._jobs: dict[str, Job] = {}
        for path in folder.glob("ftjob-*"):
            self.take(path)

    def take(self, path: Path) -> None:
        """Read a job from its folder; one without a request is half a job and none."""
        request = read_json(path / "job.json")
        if request is not None:
            state = read_json(path / "state.json") or {"status": "validating_files"}
            self._jobs[path.name] = Job(JobFolder(path), request, state)

    def add(self, request: dict[str, Any], training: Path, validation: Path | None, adapter: Path | None = None) -> Job:
        """Make the folder of a new job with its own copy of the data, and of the tuned model that it goes on from."""
        folder = JobFolder(self._folder / request["id"])
        job = Job(folder, request, {})
        try:
            folder.training.parent.mkdir(parents=True)
            _copy(training, folder.training)
            if validation is not None:
                _copy(validation, folder.validation)
            if adapter is not None:
                folder.start.mkdir()
                for name in ADAPTER:
                    _copy(adapter / name, folder.start / name)
            write_json(folder.request, request)
            job.update(status="validating_files")
        except BaseException:
            # Whoever asked is told that there is no job; the next start must not find one.
            shutil.rmtree(folder.path, ignore_errors=True)
            raise
        self._jobs[job.id] = job
        return job

    def get(self, name: str) -> Job:
        """Return a job; raises the 404."""
        job = self._jobs.get(name)
        if job is None:
            raise not_found("fine-tuning job", name, "fine_tune_not_found")
        return job

    def all(self) -> list[Job]:
        """Return all jobs, oldest first."""
        return sorted(self._jobs.values(), key=lambda job: (job.request["order"], job.id))

    @property
    def has_work(self) -> bool:
        """Whether any job is going to need this engine without being asked again."""
        # Some that are carried here are added in another thread meanwhile.
        return any(not job.is_final and not job.is_paused for job in list(self._jobs.values()))


def _copy(source: Path, target: Path) -> None:
    # A second name for the same bytes costs nothing; files are never written in place.
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
