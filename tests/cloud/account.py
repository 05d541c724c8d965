"""What the cloud remembers of one customer: files, uploads, jobs, models."""

import base64
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.cloud.dialects import OPENAI, Dialect

CHUNK = 1 << 16
BEGUN = 1_780_000_000


@dataclass
class Stored:
    """A file. A big one is not kept: `pattern` again and again up to `size` bytes."""

    id: str
    name: str
    purpose: str
    content: bytes = b""
    pattern: bytes = b""
    size: int = 0
    created: int = BEGUN
    served: int = 0
    """How often it was sent as a whole."""
    begun: int = 0
    """How often somebody began to fetch it, and `went_on` how often from somewhere in the middle."""
    went_on: int = 0
    expired: bool = False
    states: list[str] = field(default_factory=list)
    """What the file is said to be at the next looks at it, before it is what the dialect says; "error" stays."""

    @property
    def length(self) -> int:
        return self.size or len(self.content)

    def pieces(self) -> Iterator[bytes]:
        """Yield its content."""
        if not self.pattern:
            for at in range(0, len(self.content), CHUNK):
                yield self.content[at : at + CHUNK]
            return
        whole = self.pattern * (CHUNK // len(self.pattern) + 1)
        length, sent = len(self.pattern) * (CHUNK // len(self.pattern)), 0
        while sent < self.size:
            piece = whole[: min(length, self.size - sent)]
            sent += len(piece)
            yield piece

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def as_object(self, dialect: Dialect) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": "file",
            "bytes": self.length,
            "created_at": self.created,
            "filename": self.name,
            "purpose": self.purpose,
            "status": self.states[0] if self.states else dialect.file_status,
        }

    def looked_at(self) -> None:
        """Let the provider get on with looking the file over."""
        if self.states and self.states != ["error"]:
            self.states.pop(0)


@dataclass
class CloudJob:
    """A training; `finish` lets it end with a curve, checkpoints and a model."""

    id: str
    asked: dict[str, Any]
    dialect: Dialect = OPENAI
    status: str = "queued"
    created: int = BEGUN
    finished: int | None = None
    tuned: str | None = None
    error: dict[str, Any] | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    checkpoints: list[dict[str, Any]] = field(default_factory=list)
    result_files: list[str] = field(default_factory=list)
    hyper: dict[str, Any] = field(default_factory=lambda: {"n_epochs": 3, "batch_size": 1})
    deployed: bool = False
    step: int = 0
    total: int = 0

    def say(self, message: str, data: dict[str, Any] | None = None, level: str = "info") -> None:
        """Add an event; without metrics events the numbers are in no event at all."""
        if data is not None and not self.dialect.metrics_events:
            return
        number = len(self.events)
        self.events.append(
            {
                "id": f"ftevent-{self.id}-{number:06d}",
                "object": "fine_tuning.job.event",
                "created_at": self.created + number,
                "level": level,
                "message": message,
                "type": "metrics" if data else "message",
                "data": data or {},
            }
        )

    def as_object(self) -> dict[str, Any]:
        ended = self.status in ("succeeded", "failed", "cancelled")
        return {
            "id": self.id,
            "object": "fine_tuning.job",
            "created_at": self.created,
            "finished_at": self.finished if ended else None,
            "model": self.asked.get("model", "gpt-4o-mini-2024-07-18"),
            "organization_id": "org-1",
            "status": self.status,
            "seed": self.asked.get("seed") or 7,
            "training_file": self.asked["training_file"],
            "validation_file": self.asked.get("validation_file"),
            "result_files": self.result_files,
            "hyperparameters": self.hyper,
            "method": self.asked.get("method"),
            "metadata": self.asked.get("metadata"),
            "trained_tokens": 1000 if self.status == "succeeded" else None,
            "fine_tuned_model": self.tuned,
            "user_provided_suffix": self.asked.get("suffix"),
            # A job without a fault may carry an empty one.
            "error": self.error or {"code": None, "message": None, "param": None},
        }


@dataclass
class Account:
    """One customer's things at one provider."""

    dialect: Dialect = OPENAI
    key: str = "sk-cloud-key-0123456789"
    files: dict[str, Stored] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[str, CloudJob] = field(default_factory=dict)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Every body that asked for an answer."""
    spoken: dict[str, str] = field(default_factory=dict)
    """Model -> what it says; else it names itself and the question."""
    file_states: list[str] = field(default_factory=list)
    """What every file that is sent from now on passes through."""
    count: int = 0

    def __post_init__(self) -> None:
        self.add_model("gpt-4o-mini-2024-07-18", shutdown="2027-01-14")
        self.add_model("gpt-4.1-mini-2025-04-14", shutdown="2027-01-14")

    def number(self) -> int:
        """Return a number that was not used before."""
        self.count += 1
        return self.count

    def add_model(self, name: str, *, shutdown: str | None = None, owner: str = "system") -> None:
        """Put up a model."""
        entry: dict[str, Any] = {"id": name, "object": "model", "created": BEGUN + len(self.models), "owned_by": owner}
        if shutdown:
            entry["shutdown_date"] = shutdown
        self.models[name] = entry

    def add_file(self, name: str, content: bytes = b"", purpose: str = "fine-tune", **more: Any) -> Stored:
        """Put up a file."""
        number = self.number()
        stored = Stored(f"file-{number:05d}", name, purpose, content, created=BEGUN + number, **more)
        self.files[stored.id] = stored
        return stored

    def add_job(self, asked: dict[str, Any], created: int | None = None) -> CloudJob:
        """Put up a job that waits in the queue."""
        number = self.number()
        status = "pendingValidation" if self.dialect.odd_statuses else "queued"
        job = CloudJob(f"ftjob-{number:05d}", asked, self.dialect, status, created=created or BEGUN + number)
        job.say(f"Created fine-tuning job: {job.id}")
        self.jobs[job.id] = job
        return job

    def begin(self, job: CloudJob, total: int = 12) -> None:
        """Start the training."""
        job.status, job.total = "running", total
        job.say("Fine-tuning job started")

    def advance(self, job: CloudJob, steps: int = 1) -> None:
        """Train so many steps; every fourth one measures the validation part and is kept as a checkpoint."""
        for _ in range(steps):
            job.step += 1
            point = curve(job.step)
            said = f"Step {job.step}/{job.total}: training loss={point['train_loss']:.2f}"
            job.say(said, {**point, "total_steps": job.total})
            if job.step % 4 == 0:
                self._keep(job, point)

    def finish(self, job: CloudJob) -> None:
        """Train to the end and put up the model and the results; whoever hears of the end finds all of them."""
        self.advance(job, job.total - job.step)
        suffix = job.asked.get("suffix") or ""
        tuned, files = f"ft:{job.asked['model']}:org-1:{suffix}:{job.id[-5:]}", job.result_files
        job.say(f"New fine-tuned model created: {tuned}")
        job.say("The job has successfully completed")
        self.add_model(tuned, shutdown="2027-01-14", owner="org-1")
        if self.dialect.results != "none":
            content = results(job, self.dialect)
            if self.dialect.results == "base64":
                content = base64.b64encode(content)
            files = [self.add_file("step_metrics.csv", content, "fine-tune-results").id]
        job.tuned, job.result_files, job.finished, job.status = tuned, files, job.created + 600, "succeeded"

    def fail(self, job: CloudJob, code: str, message: str) -> None:
        """Let the training end with a fault; whoever hears of the end finds the reason."""
        job.say(message, level="error")
        job.error = {"code": code, "message": message, "param": "training_file"}
        job.status, job.finished = "failed", job.created + 60

    def _keep(self, job: CloudJob, point: dict[str, float]) -> None:
        name = f"ft:{job.asked['model']}:org-1:{job.asked.get('suffix') or ''}:{job.id[-5:]}:ckpt-step-{job.step}"
        job.checkpoints.append(
            {
                "id": f"ftckpt_{job.id}_{job.step}",
                "object": "fine_tuning.job.checkpoint",
                "created_at": int(time.time()),
                "fine_tuned_model_checkpoint": name,
                "fine_tuning_job_id": job.id,
                "metrics": point,
                "step_number": job.step,
            }
        )


def curve(step: int) -> dict[str, float]:
    """Return what is measured at a step, the same at every place that tells it."""
    point: dict[str, float] = {"step": step, "train_loss": 4.0 / step + 0.25}
    if step % 4 == 0:
        point |= {"valid_loss": 4.5 / step + 0.5, "full_valid_loss": 4.75 / step + 0.5}
    return point


def results(job: CloudJob, dialect: Dialect) -> bytes:
    """Return the job's table of measurements with the columns of the dialect; gaps as it writes them."""
    gap = "" if dialect.name == "openai" else "N/A"
    lines = [",".join(dialect.columns)]
    for step in range(1, job.step + 1):
        point = curve(step)
        lines.append(",".join(str(point.get(name, gap)) for name in dialect.columns))
    return ("\n".join(lines) + "\n").encode()
