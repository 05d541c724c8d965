"""A training job as the house sees it, whoever runs it."""

from dataclasses import dataclass
from enum import StrEnum

STARTER = "SmolLM2-135M-Instruct"
"""The base model that is trained unless the user chooses another: small, free (Apache-2.0), at home on any computer."""


HERE = "local"
"""What jobs call the engine on this computer."""


class JobStatus(StrEnum):
    """The states of a job, OpenAI's words plus `paused` and `unknown` for words we do not know yet."""

    VALIDATING = "validating_files"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will happen to the job."""
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the user decided about a training; None means "automatic", which the provider resolves and reports."""

    base_model: str
    epochs: int | None = None
    batch_size: int | None = None
    learning_rate_multiplier: float | None = None
    seed: int = 42
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One training job. Times are seconds since 1970; numbers are those the provider resolved, 0 while unknown."""

    id: str
    provider: str
    base_model: str
    status: JobStatus
    created: float
    finished: float | None = None
    tuned_model: str | None = None
    epochs: int = 0
    batch_size: int = 0
    total_steps: int = 0
    trained_tokens: int = 0
    error: str = ""
    result_files: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Tell whether the engine on this computer runs the job and answers for its model."""
        return self.provider == HERE


@dataclass(frozen=True, slots=True)
class JobEvent:
    """One line of a job's story, in the provider's words. `time` is in seconds since 1970."""

    id: str
    time: float
    level: str
    message: str
