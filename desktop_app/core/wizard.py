"""The import wizard as a state machine: steps, answers, what stands in the way, what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from desktop_app.core import mapping as mapping_
from desktop_app.core.example import Example, Part, Shape, question_key
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.split import Shares, split
from desktop_app.core.text import Text, text

MIN_TRAINING = 10
"""Fewer training examples than this no provider accepts (OpenAI, Foundry and our engine alike)."""


class Step(StrEnum):
    """The wizard's steps, in order."""

    COLUMNS = "columns"
    SHAPE = "shape"
    SPLIT = "split"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the present answers would create: the examples with their parts, and the rows left out with their reasons.

    `skipped` pairs the row's number in the table (from 1, header not counted) with the reason.
    """

    examples: tuple[Example, ...]
    parts: tuple[Part, ...]
    skipped: tuple[tuple[int, Text], ...]

    def count(self, part: Part) -> int:
        """Return how many examples a part gets."""
        return self.parts.count(part)


@dataclass(frozen=True, slots=True)
class Wizard:
    """All that was answered so far; every answer gives a new Wizard."""

    columns: tuple[str, ...]
    mapping: ColumnMapping
    shares: Shares = field(default_factory=Shares)
    seed: int = 42
    step: Step = Step.COLUMNS

    @classmethod
    def start(cls, columns: Sequence[str], mapping: ColumnMapping | None = None) -> "Wizard":
        """Return the wizard for a table with these columns, with the likeliest answers filled in."""
        return cls(tuple(columns), mapping or mapping_.guess(columns))

    def answer(
        self,
        *,
        prompt: str | None = None,
        answer: str | None = None,
        shape: Shape | None = None,
        system: str | None = None,
        shares: Shares | None = None,
    ) -> "Wizard":
        """Return the wizard with the given answers replaced."""
        given: dict[str, Any] = {"prompt": prompt, "answer": answer, "shape": shape, "system": system}
        new = replace(self.mapping, **{k: v for k, v in given.items() if v is not None})
        return replace(self, mapping=new, shares=shares or self.shares)

    def problems(self) -> list[Text]:
        """Return what must be mended before the present step can be left."""
        return mapping_.problems(self.mapping, self.columns)

    @property
    def is_first(self) -> bool:
        """Tell whether there is no step before this one."""
        return self.step is STEPS[0]

    @property
    def is_last(self) -> bool:
        """Tell whether the next act is to create the examples."""
        return self.step is STEPS[-1]

    def next(self) -> "Wizard":
        """Return the wizard one step on; it stays where it is while there are problems or nothing follows."""
        if self.problems() or self.is_last:
            return self
        return replace(self, step=STEPS[STEPS.index(self.step) + 1])

    def back(self) -> "Wizard":
        """Return the wizard one step back; the first step stays."""
        return self if self.is_first else replace(self, step=STEPS[STEPS.index(self.step) - 1])

    def preview(self, row: Mapping[str, str]) -> Example | Text:
        """Return what the model would see of one row, or why the row would be left out."""
        found = self.problems()
        return found[0] if found else mapping_.apply(self.mapping, row)

    def outcome(self, rows: Sequence[Mapping[str, str]]) -> Outcome:
        """Return what these rows become; the mapping must have no problems."""
        made = [mapping_.apply(self.mapping, row) for row in rows]
        examples = tuple(item for item in made if not isinstance(item, Text))
        skipped = tuple((number, item) for number, item in enumerate(made, start=1) if isinstance(item, Text))
        parts = split([question_key(example) for example in examples], self.shares, self.seed)
        return Outcome(examples, tuple(parts), skipped)


def create_label(outcome: Outcome) -> Text:
    """Return the words of the wizard's last button: the act and its size."""
    return text("wizard.create", count=len(outcome.examples))


def too_few(outcome: Outcome) -> Text | None:
    """Return the warning that a training needs more rows, if it does."""
    training = outcome.count(Part.TRAINING)
    return text("wizard.too_few", count=training, least=MIN_TRAINING) if training < MIN_TRAINING else None
