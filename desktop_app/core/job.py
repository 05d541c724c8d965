"""A training job as the house sees it, whoever runs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.core.classes import Classes
from desktop_app.core.target import Method

STARTER = "SmolLM2-135M-Instruct"
"""The base model that is trained unless the user chooses another: small, free (Apache-2.0), at home on any computer."""


HERE = "local"
"""What jobs call the engine on this computer."""

ELSEWHERE = "elsewhere"
"""What jobs call the place of a training that is known from its results file alone."""


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
    """What the user decided about a training; None means "automatic", which the provider resolves and reports.

    `connection` is where it trains; `base_model` may be a tuned model to go on from. `more` holds further
    hyperparameters by their names at the provider, those left automatic are not in it. `validation` tells whether the
    validation part is sent as well; `training_type` is what some providers want to know about where they train.
    `patience` ends a training after so many passes whose validation loss did not improve, 0 never; `awake` keeps this
    computer from falling asleep while it trains. `classes` is what is measured of classes, None for nothing.
    """

    base_model: str
    epochs: int | None = None
    batch_size: int | None = None
    learning_rate_multiplier: float | None = None
    seed: int = 42
    suffix: str = ""
    connection: str = HERE
    method: Method = Method.SUPERVISED
    more: Mapping[str, float] = field(default_factory=dict)
    validation: bool = True
    training_type: str = ""
    patience: int = 0
    awake: bool = False
    classes: Classes | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One training job. Times are seconds since 1970; numbers are those the provider resolved, 0 while unknown.

    `provider` is the connection's id, HERE, or ELSEWHERE for a curve that was read from a file; `settings` are the
    hyperparameters as the provider reports them ("auto" where it has not decided yet); `estimated_finish` is the
    provider's own guess; the files are ids at the provider. `resumable` tells that a job that was stopped by a problem
    can go on from its last checkpoint once that is mended.
    """

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
    method: Method = Method.SUPERVISED
    seed: int | None = None
    settings: Mapping[str, float | str] = field(default_factory=dict)
    estimated_finish: float | None = None
    training_file: str = ""
    validation_file: str = ""
    title: str = ""
    """What people call it: the suffix, or the name of the file its curve came from."""
    resumable: bool = False

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


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of the model that was kept on the way; `model` is the name it answers to, `created` seconds since 1970.

    `values` are what was measured there, under the names of `core.metrics`.
    """

    id: str
    step: int
    model: str
    created: float
    values: Mapping[str, float]


def running_here(known: Sequence[Job]) -> Job | None:
    """Return the job that is still under way on this computer, if any; of several the one that trains."""
    here = [job for job in known if job.here and job.status is not JobStatus.UNKNOWN and not job.status.ended]
    return next((job for job in here if job.status is JobStatus.RUNNING), here[0] if here else None)
