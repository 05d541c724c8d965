"""A real training and real answers that were recorded once, for pages that are drawn without an engine."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.job import STARTER, Job, JobEvent, JobStatus, Plan
from desktop_app.core.measured import from_event
from desktop_app.core.metrics import MetricPoint

FILE = Path(__file__).with_name("recording.json")
TUNED = f"ft:{STARTER}:local:heroes:4f1c9a"


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded: the starter model over the sample table, on two processor cores."""

    job: dict[str, Any]
    measured: list[tuple[float, dict[str, Any]]]
    said: list[tuple[float, str]]
    answers: list[dict[str, Any]]
    max_tokens: int

    @classmethod
    def read(cls) -> "Recording":
        """Read the recording."""
        found = json.loads(FILE.read_text(encoding="utf-8"))
        return cls(
            found["job"],
            [(at, data) for at, data in found["measured"]],
            [(at, words) for at, words in found["said"]],
            found["answers"],
            found["max_tokens"],
        )

    @property
    def seconds(self) -> float:
        """Return how long the training took."""
        return max(at for at, _ in self.said)

    def finished(self, job_id: str, began: float) -> Job:
        """Return the job as it was in the end, had it begun at `began` (seconds since 1970)."""
        return Job(
            id=job_id,
            provider="local",
            base_model=STARTER,
            status=JobStatus.SUCCEEDED,
            created=began,
            finished=began + self.seconds,
            tuned_model=TUNED,
            **self.job,
        )

    def points(self) -> list[MetricPoint]:
        """Return everything that was measured, one point a step."""
        found = {point.step: point for _, data in self.measured if (point := from_event(data)) is not None}
        return list(found.values())

    def events(self, began: float) -> list[JobEvent]:
        """Return the job's story, had it begun at `began`."""
        return [JobEvent(f"e{n}", began + at, "info", words) for n, (at, words) in enumerate(self.said)]

    @staticmethod
    def plan() -> Plan:
        """Return what had been decided."""
        return Plan(STARTER, suffix="heroes")
