"""What the chart draws, worked out of the points; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.job import Job
from desktop_app.core.metrics import MetricPoint, decimate, series, smooth, validation_series

SMOOTHING = 0.8
_MOST_MARKS = 30

Line = tuple[list[float], list[float]]
"""Steps and values."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The curves of one training; `epochs` are the steps at which a pass over the data ends, `end` the last step."""

    raw: Line
    smoothed: Line
    validation: Line
    epochs: tuple[float, ...]
    end: float

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not self.raw[0] and not self.validation[0]


def lines(points: Sequence[MetricPoint], job: Job) -> Lines:
    """Return the curves of a job's points."""
    steps, losses = series(points, "train_loss")
    checked_at, checked = validation_series(points)
    end = float(max([job.total_steps, *steps[-1:], *checked_at[-1:], 1]))
    return Lines(
        raw=decimate(steps, losses),
        smoothed=decimate(steps, smooth(losses, SMOOTHING)),
        validation=decimate(checked_at, checked),
        epochs=_epoch_ends(job),
        end=end,
    )


def ticks(end: float, wanted: int = 6) -> list[int]:
    """Return round steps from 0 to `end`, about as many as `wanted`."""
    rough = max(end / wanted, 1)
    power = 10 ** (len(str(int(rough))) - 1)
    width = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return list(range(0, int(end) + 1, width))


def _epoch_ends(job: Job) -> tuple[float, ...]:
    if not job.epochs or not job.total_steps or job.total_steps % job.epochs or job.epochs > _MOST_MARKS:
        return ()
    width = job.total_steps // job.epochs
    return tuple(float(width * number) for number in range(1, job.epochs + 1))
