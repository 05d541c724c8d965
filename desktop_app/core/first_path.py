"""The first path through the program: its stops, and which one is next after what has been seen."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.wizard import Step


class Stop(StrEnum):
    """One thing that the user does on the first path, in order."""

    OPEN = "open"
    READ = "read"
    SHAPE = "shape"
    CHECK = "check"
    SPLIT = "split"
    ROWS = "rows"
    TRAIN = "train"
    WAIT = "wait"
    COMPARE = "compare"


STOPS = tuple(Stop)
"""Every stop, in order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the program shows by itself of how far the user is.

    `step` is the page of the wizard on show, None without a file on its way; `rows` tells whether the open project
    has any, `looked` whether the user has looked at them; `training` and `trained` whether a training is under way
    or has made a model; `compared` whether answers stand side by side.
    """

    step: Step | None = None
    rows: bool = False
    looked: bool = False
    training: bool = False
    trained: bool = False
    compared: bool = False


def next_stop(seen: Seen) -> Stop | None:
    """Return what the user does next; None at the end of the path."""
    if seen.step is not None:
        return Stop(seen.step.value)
    if not seen.rows:
        return Stop.OPEN
    if seen.training:
        return Stop.WAIT
    if seen.trained:
        return None if seen.compared else Stop.COMPARE
    return Stop.TRAIN if seen.looked else Stop.ROWS


def done_before(stop: Stop | None) -> tuple[Stop, ...]:
    """Return the stops that lie behind; all of them at the end."""
    return STOPS if stop is None else STOPS[: STOPS.index(stop)]
