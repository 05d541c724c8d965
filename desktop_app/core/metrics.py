"""Training metrics: one point a step, under one set of names whatever the provider calls them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

AXES = ("time", "tokens", "examples", "epoch")
"""Names among a point's values that tell where on an axis it lies: when it was measured (seconds since 1970), and how
much was trained until then. They are no curves."""


@dataclass(frozen=True, slots=True)
class MetricPoint:
    """What was measured at one optimiser step; step 0 is before the first. `values` holds finite numbers only.

    `broken` names what was measured there but came as no finite number (NaN, infinity).
    """

    step: int
    values: Mapping[str, float]
    broken: tuple[str, ...] = ()


def series(points: Iterable[MetricPoint], name: str) -> tuple[list[int], list[float]]:
    """Return the steps and values at which `name` was measured, in order of step."""
    found = sorted((p.step, p.values[name]) for p in points if name in p.values)
    return [step for step, _ in found], [value for _, value in found]


def validation_series(points: Iterable[MetricPoint]) -> tuple[list[int], list[float]]:
    """Return the validation loss over the whole validation part where it was measured, else over batches of it."""
    kept = list(points)
    full = series(kept, "full_valid_loss")
    return full if full[0] else series(kept, "valid_loss")
