"""Bringing home what lies at a provider: what there is, what was chosen, and what became of each thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop_app.core.job import Job
from desktop_app.core.remote_file import RemoteFile


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """A training at the provider; `record` is its JSON object as it came."""

    job: Job
    record: Mapping[str, Any]

    @property
    def training_file(self) -> str:
        """Return the id of the file it learned from, "" where the provider names none."""
        return str(self.record.get("training_file") or "")

    @property
    def validation_file(self) -> str:
        """Return the id of its validation file, "" where there was none."""
        return str(self.record.get("validation_file") or "")

    @property
    def title(self) -> str:
        """Return what people know it by: the suffix they gave it, else its model, else its id."""
        return str(self.record.get("user_provided_suffix") or "") or self.job.tuned_model or self.job.id

    @property
    def files(self) -> tuple[str, ...]:
        """Return the ids of all files it needs and left, each once."""
        names = (self.training_file, self.validation_file, *self.job.result_files)
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Stock:
    """What an account holds, the newest first; models are the ids of the tuned ones with their day of shutdown."""

    jobs: tuple[RemoteJob, ...] = ()
    files: tuple[RemoteFile, ...] = ()
    models: Mapping[str, str | None] = field(default_factory=dict)

    def needed(self, chosen: frozenset[str]) -> tuple[str, ...]:
        """Return the ids of the files that the chosen jobs need, each once, in the order of the jobs."""
        return tuple(dict.fromkeys(name for job in self.jobs if job.job.id in chosen for name in job.files))

    def users(self, file_id: str) -> tuple[str, ...]:
        """Return the titles of the trainings that used a file."""
        return tuple(job.title for job in self.jobs if file_id in job.files)

    def length(self, names: tuple[str, ...]) -> int:
        """Return how many bytes these files have together, as far as they are still there."""
        lengths = {found.id: found.length for found in self.files}
        return sum(lengths.get(name, 0) for name in names)


class Kind(StrEnum):
    """What is brought home."""

    FILE = "file"
    JOB = "job"
    PROJECT = "project"
    ANSWERS = "answers"


class Fate(StrEnum):
    """What became of a thing that was to be brought home."""

    HOME = "home"
    """It is here, complete and checked."""
    GONE = "gone"
    """The provider has it no more."""
    REFUSED = "refused"
    """The provider does not give it, or it could not be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rescue's log. `name` is the path in its folder, `reason` the key of the Problem in the way.

    `count` is what there is to count: bytes of a file, events of a job, rows of a project, answers of a model.
    """

    kind: Kind
    id: str
    fate: Fate
    name: str = ""
    count: int = 0
    sha256: str = ""
    reason: str = ""
    details: str = ""
