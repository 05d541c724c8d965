"""What a training was made of: written down before anything is sent, and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.core.example import Part
from desktop_app.core.job import Plan
from desktop_app.core.target import Price

RUN_KEY = "tunedesk_run"
"""The name under which a job's metadata holds the run's mark, so that the job is found again."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file made for a training: the part it holds, its name at the provider, its SHA-256, bytes and rows."""

    part: Part
    name: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One planned training. `mark` (32 hex digits) names it everywhere, `planned` is in seconds since 1970.

    `left_out` are the keys that lines went without because the provider does not know them; `rows_sha256` is the hash
    of all row hashes in the order of the table; `tokens` are those of the training part, None where nobody counted;
    `host` is where it went ("" for this computer), `versions` what made the files.
    """

    mark: str
    planned: float
    connection: str
    plan: Plan
    files: tuple[SentFile, ...]
    rows_sha256: str
    left_out: tuple[str, ...] = ()
    tokens: int | None = None
    price: Price | None = None
    project: str = ""
    host: str = ""
    profile: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> dict[Part, int]:
        """Return how many rows of each part were sent."""
        return {file.part: file.rows for file in self.files}

    @property
    def bytes(self) -> int:
        """Return how much was to be sent."""
        return sum(file.bytes for file in self.files)

    def file(self, part: Part) -> SentFile | None:
        """Return the file of a part; None where nothing of it was sent."""
        return next((file for file in self.files if file.part is part), None)


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row of a training: its id in the project, the part it was sent as, and the hash of its line."""

    row: int
    part: Part
    hash: bytes


@dataclass(frozen=True, slots=True)
class RowChanges:
    """How the rows differ from those of a training: ids that are new, changed, in another part, or gone.

    A row that is excluded by now, or moved to a part that is not sent, is gone.
    """

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Return how many rows differ."""
        return len(self.new) + len(self.changed) + len(self.moved) + len(self.gone)


class Phase(StrEnum):
    """What happens between the plan and the job."""

    WRITING = "writing"
    SENDING = "sending"
    CREATING = "creating"


@dataclass(frozen=True, slots=True)
class Sending:
    """How far the way to the job is: rows in WRITING, bytes in SENDING, nothing to count in CREATING.

    `mark` is the run's, "" until it is written down.
    """

    phase: Phase
    done: int = 0
    total: int = 0
    mark: str = ""
