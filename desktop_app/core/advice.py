"""What the coach can say of a training: the case, what to do next, and the one thing a button may do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.job import Checkpoint
from desktop_app.core.text import Text


class Case(StrEnum):
    """How a training goes."""

    WAITING = "waiting"
    UNMEASURED = "unmeasured"
    NOTHING_LEARNABLE = "nothing_learnable"
    NOT_A_NUMBER = "not_a_number"
    DIVERGING = "diverging"
    ALREADY_KNOWN = "already_known"
    OSCILLATING = "oscillating"
    MEMORISING = "memorising"
    PARTS_DIFFER = "parts_differ"
    FAR_APART = "far_apart"
    APART = "apart"
    FLAT = "flat"
    NARROW = "narrow"
    DRIFTING = "drifting"
    FEW_ROWS = "few_rows"
    LEARNING = "learning"


class Act(StrEnum):
    """What the user can be offered to do: try a checkpoint, plan the training again, or go to the data."""

    NOTHING = "nothing"
    CHECKPOINT = "checkpoint"
    RATE = "rate"
    PASSES = "passes"
    ADD_ROWS = "add_rows"
    LOOK_AT_ROWS = "look_at_rows"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a training besides its losses: rows in the training part, passes, steps; 0 while unknown.

    `cut` tells that it ended before it was done, so that there is no model to compare.
    """

    rows: int = 0
    passes: int = 0
    steps: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence, and what to do next (None: nothing).

    `step` is that of the best validation loss where `act` is CHECKPOINT; `value` is the factor for the learning rate
    where it is RATE, and the number of passes where it is PASSES.
    """

    case: Case
    sentence: Text
    then: Text | None = None
    act: Act = Act.NOTHING
    step: int = 0
    value: float = 0.0

    def checkpoint(self, kept: Iterable[Checkpoint]) -> Checkpoint | None:
        """Return the checkpoint the advice means: of those kept, the nearest to its step; None if there is none."""
        if self.act is not Act.CHECKPOINT:
            return None
        usable = (checkpoint for checkpoint in kept if checkpoint.model)
        return min(usable, key=lambda checkpoint: (abs(checkpoint.step - self.step), checkpoint.step), default=None)
