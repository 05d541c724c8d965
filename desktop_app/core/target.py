"""What the data is for: a model that can be trained, with what it takes, what it costs and how long it lives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop_app.core.example import Shape

MIN_TRAINING = 10
"""Fewer training examples than this no provider accepts (OpenAI, Foundry and our engine alike)."""


class Method(StrEnum):
    """How a model learns."""

    SUPERVISED = "supervised"
    PREFERENCE = "dpo"


@dataclass(frozen=True, slots=True)
class Price:
    """What one million tokens cost in US dollars, None where nobody knows; read on the day `as_of` at `source`."""

    training: float | None = None
    input: float | None = None
    output: float | None = None
    as_of: date = date.min
    source: str = ""
    cached_input: float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A base model at a provider, as far as the data has to know it.

    `vocabulary` names how tokens are counted ("o200k_base", "cl100k_base", or the id of an open model whose own
    tokenizer counts); `limit` is the longest example in tokens, the rest of it would be cut. `last_start` is the last
    day a training can begin, `shutdown` the day the model and everything tuned from it stops to answer.
    """

    id: str
    title: str
    provider: str
    shapes: Mapping[Shape, tuple[Method, ...]] = field(default_factory=dict)
    vocabulary: str = ""
    limit: int | None = None
    least_rows: int = MIN_TRAINING
    largest_file: int | None = None
    price: Price | None = None
    last_start: date | None = None
    shutdown: date | None = None
    local: bool = False

    @property
    def completes(self) -> bool:
        """Tell whether the model goes on writing a text (prompt and completion), rather than chat alone."""
        return Shape.COMPLETION in self.shapes

    @property
    def only_completes(self) -> bool:
        """Tell whether the model knows no chat: prompt and completion reach it as one text and nothing else."""
        return frozenset(self.shapes) == {Shape.COMPLETION}
