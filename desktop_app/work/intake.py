"""What the verbs of the intake tell: progress, what was taken in, what remedies would do and did, how rows divide."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.core.checks.finding import Finding
from desktop_app.core.distribution import Bar, Spread
from desktop_app.core.example import Example, Part
from desktop_app.core.reading import Found
from desktop_app.core.text import Text
from desktop_app.formats.records import Record, Unread


@dataclass(frozen=True, slots=True)
class Look:
    """The beginning of a file: what was found out about it, its first records, and what among them cannot be read.

    `target` is the id of the model the rows were prepared for, where that is known.
    """

    found: Found
    records: tuple[Record, ...]
    unread: tuple[Unread, ...]
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is. Bytes are those of the file; both are 0 where only rows are known.

    `rows` counts records of the file while it is taken in, rows of the draft afterwards.
    """

    done_bytes: int
    total_bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of many rows: all of them, those the model learns, and whether they are counted rather than guessed."""

    total: int = 0
    learnt: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: `rows_in` records came in, `used` of them gave `made` examples, `left_out` gave none.

    rows_in = used + left_out always; made is larger than used where one record gave several examples. `late` names
    columns that were not there when the file was looked at, with the line where each was seen first.
    """

    rows_in: int
    used: int
    made: int
    left_out: int
    tokens: Tokens
    findings: tuple[Finding, ...]
    late: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row a finding is about, before and after its remedy; `after` is None where the row would be taken out.

    Where the finding has no remedy, `after` is `before`.
    """

    id: int
    line: int
    before: Example
    after: Example | None


@dataclass(frozen=True, slots=True)
class Done:
    """A remedy that was carried out: the check, the words of its undo step, and how many rows it changed."""

    check: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done in the draft, in order, what the check-up finds in it now, the rows and tokens that are left."""

    done: tuple[Done, ...]
    findings: tuple[Finding, ...]
    rows: int
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Long:
    """One of the longest rows: where the user finds it, and its length in tokens."""

    id: int
    line: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Division:
    """How the draft's rows divide: rows and tokens of each part, and how long rows are (`spread`: None for no rows).

    `longest` come longest first; `cut` counts the rows longer than the target's limit. `labels` are the answers with
    their numbers, most frequent first, where the data is a classification; else empty. `met` rows ask what rows of the
    project ask, and go to the part of those. Of rows that are in the project already, `moved` go to another part.
    """

    counts: Mapping[Part, int]
    tokens: Mapping[Part, Tokens]
    histogram: tuple[Bar, ...]
    longest: tuple[Long, ...]
    cut: int
    labels: tuple[tuple[str, int], ...]
    spread: Spread | None = None
    met: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to the project: rows created, and how many records of the file were left out."""

    created: int
    left_out: int
