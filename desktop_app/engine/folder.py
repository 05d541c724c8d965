"""The folder of one job: the whole truth about it, readable with nothing but the file system."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import read_json, write_json

NO_ROOM_LEFT = 74
"""The exit status of a worker that found the disk full, where it may have had no room to say so."""
COMPLETE = "COMPLETE"
"""The file written last into a checkpoint; a checkpoint without it does not count."""
ADAPTER = ("adapter_config.json", "adapter_model.safetensors")
"""The files of a tuned model."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A finished checkpoint: its step, its folder, and what was written into its mark."""

    step: int
    folder: Path
    mark: dict[str, Any]

    @property
    def is_listed(self) -> bool:
        """Whether it ends an epoch and is served as a model, rather than being kept for recovery only."""
        return self.mark.get("kind") == "epoch"


@dataclass(frozen=True, slots=True)
class JobFolder:
    """Names and readers of everything in a job's folder."""

    path: Path

    @property
    def request(self) -> Path:
        """What was asked for, and the settings resolved from it."""
        return self.path / "job.json"

    @property
    def state(self) -> Path:
        """Status, process, error and results, written by the supervisor alone."""
        return self.path / "state.json"

    @property
    def events(self) -> Path:
        """One JSON object a line, oldest first."""
        return self.path / "events.jsonl"

    @property
    def control(self) -> Path:
        """One word for the worker: pause, cancel or stop."""
        return self.path / "control"

    @property
    def outcome(self) -> Path:
        """What the worker says when it ends: succeeded, paused, stopped, cancelled or failed with an error."""
        return self.path / "outcome.json"

    @property
    def training(self) -> Path:
        """The job's own copy of the training examples."""
        return self.path / "data" / "training.jsonl"

    @property
    def validation(self) -> Path:
        """The job's own copy of the validation examples, where there are any."""
        return self.path / "data" / "validation.jsonl"

    @property
    def start(self) -> Path:
        """The job's own copy of the tuned model that it goes on from, where it does not begin with the base model."""
        return self.path / "start"

    @property
    def tokens(self) -> Path:
        """The examples as token ids and labels, and the report about them."""
        return self.path / "tokens"

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoints."""
        return self.path / "checkpoints"

    @property
    def adapter(self) -> Path:
        """The tuned model's adapter."""
        return self.path / "result" / "adapter"

    @property
    def results(self) -> Path:
        """The table of metrics."""
        return self.path / "result" / "results.csv"

    @property
    def stderr(self) -> Path:
        """What the worker's libraries said."""
        return self.path / "stderr.log"

    @property
    def exit_status(self) -> Path:
        """The exit status of a worker that no supervisor waits for, as a number."""
        return self.path / "exit-status"

    def order(self, word: str) -> None:
        """Leave `word` for the worker, which looks after every step."""
        write_json(self.control, {"order": word})

    def ordered(self) -> str | None:
        """Return the word left for the worker, if any."""
        found = read_json(self.control)
        return None if found is None else str(found.get("order"))

    def complete_checkpoints(self) -> list[Checkpoint]:
        """Return the finished checkpoints, lowest step first."""
        found = []
        for folder in self.checkpoints.glob("checkpoint-*"):
            mark = read_json(folder / COMPLETE)
            if mark is not None:
                found.append(Checkpoint(int(mark["step"]), folder, mark))
        return sorted(found, key=lambda checkpoint: checkpoint.step)
