"""What is marked on the curves: where a pass ends, where the model was kept, which state is the best, where it goes."""

import math
from collections.abc import Sequence
from enum import StrEnum

from desktop_app.core.curves import VALIDATION, Curves
from desktop_app.core.job import Checkpoint, Job
from desktop_app.core.line import Line

_LOOKED_AT = 2000
_CLEAR = 2.0
"""So many standard errors lie between two means that really differ."""
_WORTH = 0.01
"""A smaller share than this of the mean is no change anybody would speak of."""


class Trend(StrEnum):
    """Which way a line goes at its end."""

    FALLING = "falling"
    RISING = "rising"
    LEVEL = "level"
    UNKNOWN = "unknown"


def epoch_ends(job: Job) -> tuple[float, ...]:
    """Return the steps at which the passes over the rows end; a pass may end within a step."""
    if not job.epochs or not job.total_steps:
        return ()
    return tuple(job.total_steps * number / job.epochs for number in range(1, job.epochs + 1))


def best_checkpoint(curves: Curves, checkpoints: Sequence[Checkpoint]) -> Checkpoint | None:
    """Return the checkpoint with the lowest validation loss, the earliest of equals; None where none was measured."""
    rated = [(loss, kept.step, kept) for kept in checkpoints if (loss := loss_at(curves, kept)) is not None]
    return min(rated, key=lambda each: each[:2])[2] if rated else None


def loss_at(curves: Curves, kept: Checkpoint) -> float | None:
    """Return the validation loss of a checkpoint: as it was told with it, else as the curve has it at its step.

    Between two measurements of the curve it is what lies between them.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

    told = next((kept.values[name] for name in VALIDATION if name in kept.values), None)
    if told is not None:
        return told if math.isfinite(told) else None
    line = curves.validation
    if line is None:
        return None
    steps, values = line.numbers
    inside = len(steps) > 0 and steps[0] <= kept.step <= steps[-1]
    return float(np.interp(kept.step, steps, values)) if inside else None


def trend(line: Line) -> Trend:
    """Return which way the last quarter of a line lies from the quarter before; noise is no trend."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

    values = line.values[-2 * max(2, len(line) // 4) :]
    values = values[:: max(1, len(values) // _LOOKED_AT)]
    values = values[np.isfinite(values)]
    half = len(values) // 2
    if half < 1 or len(line) < 3:
        return Trend.UNKNOWN
    before, after = values[:half], values[half:]
    change = float(after.mean() - before.mean())
    noise = math.sqrt(float(before.var() / len(before) + after.var() / len(after)))
    if half < 3:
        noise = 0.0  # of so few values the spread is mostly the trend itself
    if abs(change) <= max(_CLEAR * noise, _WORTH * abs(float(before.mean()))):
        return Trend.LEVEL
    return Trend.FALLING if change < 0 else Trend.RISING
