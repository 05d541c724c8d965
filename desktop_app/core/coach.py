"""One plain sentence on how a training goes."""

from collections.abc import Sequence

from desktop_app.core.metrics import MetricPoint, series, smooth, validation_series
from desktop_app.core.text import Text, text

WORSE = 1.2
"""Validation loss this many times its best means memorising (rule of thumb of Microsoft's fine-tuning skill)."""


def advise(points: Sequence[MetricPoint]) -> Text:
    """Return the sentence for the points measured so far."""
    _, train = series(points, "train_loss")
    steps, valid = validation_series(points)
    if len(train) < 2:
        return text("coach.waiting")
    if len(valid) >= 2:
        best = min(range(len(valid)), key=valid.__getitem__)
        if valid[-1] > WORSE * valid[best]:
            return text("coach.memorising", step=steps[best], best=round(valid[best], 2), last=round(valid[-1], 2))
        if valid[-1] < valid[0]:
            return text("coach.learning", first=round(valid[0], 2), last=round(valid[-1], 2))
        return text("coach.not_yet", first=round(valid[0], 2), last=round(valid[-1], 2))
    curve = smooth(train, 0.8)
    key = "coach.training_falls" if curve[-1] < train[0] else "coach.training_stands"
    return text(key, first=round(train[0], 2), last=round(curve[-1], 2))
