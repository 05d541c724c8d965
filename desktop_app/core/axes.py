"""What a curve is drawn over: steps, passes over the rows, tokens or time, as far as they are known."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.core.curves import Curves
from desktop_app.core.job import Job
from desktop_app.core.metrics import AXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class Axis(StrEnum):
    """What stands below the curves; time is in seconds since the first measurement."""

    STEP = "step"
    EPOCH = "epoch"
    TOKENS = "tokens"
    TIME = "time"


COLUMNS = {
    Axis.EPOCH: ("epoch",),
    Axis.TOKENS: ("tokens", "elapsed_tokens"),
    Axis.TIME: ("time",),
}
"""The names under which trainings measure where they are, the best first."""

ASIDE = frozenset({*AXES, "epoch", "elapsed_tokens", "elapsed_examples"})
"""Names of what only ever grows: good to draw over, not worth a curve."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where steps lie on an axis: between known pairs, and on a straight line beyond them; both rise."""

    steps: "NDArray[np.float64]"
    places: "NDArray[np.float64]"

    def place(self, steps: "NDArray[np.int64] | NDArray[np.float64] | Sequence[float]") -> "NDArray[np.float64]":
        """Return where these steps lie."""
        return _between(steps, self.steps, self.places)

    def step(self, place: float) -> float:
        """Return the step that lies at a place."""
        return float(_between([place], self.places, self.steps)[0])


def scale(curves: Curves, job: Job, axis: Axis) -> Scale | None:
    """Return where the steps of a training lie on an axis; None if that is not known."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something is drawn

    if axis is Axis.STEP:
        return _straight(1.0)
    line = curves.first_of(COLUMNS[axis])
    if axis is Axis.EPOCH and job.epochs and job.total_steps:
        return _straight(job.epochs / job.total_steps)
    if line is not None and len(line.numbers[0]) > 1:
        steps, values = line.numbers
        # A training that went back to a checkpoint tells some steps twice; the clock went on meanwhile.
        places = np.maximum.accumulate(values) - (values[0] if axis is Axis.TIME else 0.0)
        if places[-1] > places[0]:
            return _measured(steps.astype(np.float64), places, through_zero=axis is not Axis.TIME)
    if axis is Axis.TOKENS and job.trained_tokens and job.total_steps:
        return _straight(job.trained_tokens / job.total_steps)
    return None


def known_axes(curves: Curves, job: Job) -> tuple[Axis, ...]:
    """Return the axes over which the curves of a training can be drawn."""
    return tuple(axis for axis in Axis if _is_known(curves, job, axis))


def _is_known(curves: Curves, job: Job, axis: Axis) -> bool:
    planned = bool(job.total_steps)
    if axis is Axis.STEP or (axis is Axis.EPOCH and planned and job.epochs):
        return True
    if axis is Axis.TOKENS and planned and job.trained_tokens:
        return True
    line = curves.first_of(COLUMNS[axis])
    return line is not None and len(line) > 1 and float(line.values[-1]) > float(line.values[0])


def _straight(factor: float) -> Scale:
    import numpy as np  # noqa: PLC0415 - see scale

    return Scale(np.array([0.0, 1.0]), np.array([0.0, factor]))


def _measured(steps: "NDArray[np.float64]", places: "NDArray[np.float64]", *, through_zero: bool) -> Scale:
    import numpy as np  # noqa: PLC0415 - see scale

    if through_zero and steps[0] > 0 and places[0] > 0:
        steps, places = np.insert(steps, 0, 0.0), np.insert(places, 0, 0.0)
    return Scale(steps, places)


def _between(
    wanted: "NDArray[np.int64] | NDArray[np.float64] | Sequence[float]",
    known: "NDArray[np.float64]",
    values: "NDArray[np.float64]",
) -> "NDArray[np.float64]":
    import numpy as np  # noqa: PLC0415 - see scale

    asked = np.asarray(wanted, dtype=np.float64)
    found = np.asarray(np.interp(asked, known, values), dtype=np.float64)
    width = known[-1] - known[0]
    slope = (values[-1] - values[0]) / width if width else 0.0
    found = np.where(asked > known[-1], values[-1] + (asked - known[-1]) * slope, found)
    return np.where(asked < known[0], values[0] + (asked - known[0]) * slope, found)
