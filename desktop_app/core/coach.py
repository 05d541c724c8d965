"""One plain sentence on how a training goes."""

from collections.abc import Sequence

from desktop_app.core.metrics import MetricPoint, series, smooth, validation_series
from desktop_app.core.text import Text, text

WORSE = 1.2
"""Validation loss this many times its best means memorising (rule of thumb of Microsoft's fine-tuning skill)."""


def advise(points: Sequence[MetricPoint], *, ended: bool = False) -> Text:
    """Return the sentence for the points measured so far, or for all of them when the training has ended."""
    _, train = series(points, "train_loss")
    steps, valid = validation_series(points)
    if len(train) < 2:
        return text("coach.unmeasured" if ended else "coach.waiting")
    if len(valid) >= 2:
        best = min(range(len(valid)), key=valid.__getitem__)
        if valid[-1] > WORSE * valid[best]:
            key = "coach.memorised" if ended else "coach.memorising"
            return text(key, step=steps[best], best=round(valid[best], 2), last=round(valid[-1], 2))
        if valid[-1] < valid[0]:
            key = "coach.learned" if ended else "coach.learning"
        else:
            key = "coach.not_learned" if ended else "coach.not_yet"
        return text(key, first=round(valid[0], 2), last=round(valid[-1], 2))
    curve = smooth(train, 0.8)
    if curve[-1] < train[0]:
        key = "coach.training_falls"
    else:
        key = "coach.training_stood" if ended else "coach.training_stands"
    return text(key, first=round(train[0], 2), last=round(curve[-1], 2))
