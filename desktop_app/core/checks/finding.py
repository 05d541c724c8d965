"""What a check finds, what can be done about it, and what all checks have in common."""

from array import array
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from desktop_app.core.example import Example, Part
from desktop_app.core.target import Target
from desktop_app.core.text import Text, Value, text

if TYPE_CHECKING:
    from desktop_app.core.checks.portion import Portion


class Subject(StrEnum):
    """What a check is about; the check-up shows its findings in this order, and remedies are done in it too."""

    AMOUNT = "amount"
    ROWS = "rows"
    DUPLICATES = "duplicates"
    LABELS = "labels"
    DESIGN = "design"
    CHAT = "chat"
    LENGTH = "length"
    CHARACTERS = "characters"
    PRIVACY = "privacy"
    PARTS = "parts"


SHOWN = 1000
"""A finding names at most so many rows to be shown; its remedy knows all of them."""

Change = Callable[[Example, Mapping[str, Value]], Example | None]
"""How one kind of remedy changes an example by its values; None takes the row out. See core.checks.remedies."""


class Severity(StrEnum):
    """How much a finding matters, the gravest first."""

    BLOCKS = "blocks"
    """Nothing can be trained before this is mended."""
    PROBLEM = "problem"
    """The model would learn something wrong, or a provider would refuse the file."""
    ADVICE = "advice"
    """It would go better otherwise."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that can be done about a finding, as data: `kind` names it, `values` say exactly what.

    `rows` are the ids it touches; None for every row. `core.checks.remedies` knows how each kind is done.
    """

    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: "array[int] | None" = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. The sentences are `finding.<check>.title` and `.why`, with `values` in their gaps.

    `count` says how many rows it is about; `rows` are the ids of those to be shown, at most SHOWN, in the order of the
    table. `recommended` tells whether the remedy is what we would do. `each` tells that every row was judged by itself
    alone: what is said of it stays true when other rows are taken out.
    """

    check: str
    subject: Subject
    severity: Severity
    count: int
    rows: "array[int]"
    values: Mapping[str, Value] = field(default_factory=dict)
    remedy: Remedy | None = None
    recommended: bool = False
    each: bool = False
    whole: "array[int] | None" = None
    """The ids of all its rows, where a finding without a remedy knows them."""

    @property
    def title(self) -> Text:
        """What was found, in one sentence."""
        return text(f"finding.{self.check}.title", count=self.count, **self.values)

    @property
    def why(self) -> Text:
        """Why it matters, in one or two sentences."""
        return text(f"finding.{self.check}.why", count=self.count, **self.values)

    @property
    def act(self) -> Text | None:
        """What the remedy would do, as the words of a button and of an undo step."""
        if self.remedy is None:
            return None
        return text(f"remedy.{self.remedy.kind}", count=self.count, **self.remedy.values)

    def without(self, gone: Container[int]) -> "Finding | None":
        """Return the finding without some of its rows, each of which was judged by itself; None if none is left.

        Only one with a remedy knows all of its rows.
        """
        if self.remedy is None or self.remedy.rows is None:
            raise ValueError(f"{self.check} does not know all of its rows")
        rows = array("q", (row for row in self.remedy.rows if row not in gone))
        remedy = replace(self.remedy, rows=rows)
        return replace(self, count=len(rows), rows=rows[:SHOWN], remedy=remedy) if rows else None


class Seen(NamedTuple):
    """One row as the checks see it. `line` is where the user finds it: the file's line, or the row's number.

    `prompt` is what is asked as one text (without the system message), `answer` the expected answer; `tokens` is the
    row's length for the target, None where nobody counted. `said` is every text of the row in UTF-8, in the order of
    `texts_of`; `answered` is a number that is equal for equal answers. `seeing.seen` makes it.
    """

    id: int
    line: int
    part: Part
    example: Example
    prompt: str
    answer: str
    tokens: int | None
    said: Sequence[bytes]
    answered: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a check may know besides the rows: what they are for, and the columns of the file nobody used."""

    target: Target
    unused_columns: tuple[str, ...] = ()


class Check(Protocol):
    """Sees every row once, then says what it found. Memory grows with hashes and ids at most, never with texts."""

    def see(self, rows: "Portion") -> None:
        """Look at some rows; called again and again, in the order of the table."""

    def finish(self) -> Iterable[Finding]:
        """Return what was found; nothing for data that is fine."""
