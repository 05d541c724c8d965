"""What the charts are given to show, and how the user wants to see it."""

from dataclasses import dataclass

from desktop_app.core.axes import Axis
from desktop_app.core.curves import Curves
from desktop_app.core.job import Checkpoint, Job

SMOOTHING = 80.0
"""How much is smoothed unless the user says otherwise, in per cent."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One training on the charts; `name` is what it is called where several are shown."""

    job: Job
    curves: Curves
    checkpoints: tuple[Checkpoint, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the curves are drawn: over what, how smooth, on which scale, and which further ones.

    `smoothing` is in per cent; `calm` leaves outliers out of the picture; `span` is the piece of the axis that is
    looked at, None for all of it; `further` are the keys of panels that are drawn on demand alone.
    """

    axis: Axis = Axis.STEP
    smoothing: float = SMOOTHING
    log: bool = False
    calm: bool = False
    further: frozenset[str] = frozenset()
    span: tuple[float, float] | None = None

    @property
    def weight(self) -> float:
        """Return the weight of the past in the smoothed line."""
        return self.smoothing / 100
