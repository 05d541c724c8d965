"""Training metrics: one point a step, under one set of names whatever the provider calls them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAMES: Mapping[str, str] = {
    "train_loss": "train_loss",
    "training_loss": "train_loss",
    "train_mean_token_accuracy": "train_accuracy",
    "train_accuracy": "train_accuracy",
    "training_token_accuracy": "train_accuracy",
    "valid_loss": "valid_loss",
    "validation_loss": "valid_loss",
    "valid_mean_token_accuracy": "valid_accuracy",
    "validation_token_accuracy": "valid_accuracy",
    "full_valid_loss": "full_valid_loss",
    "full_valid_mean_token_accuracy": "full_valid_accuracy",
    "learning_rate": "learning_rate",
}
"""Wire name -> our name (facts: the current, the Foundry and the legacy dialect)."""


@dataclass(frozen=True, slots=True)
class MetricPoint:
    """What was measured at one optimiser step; step 0 is before the first. `values` holds finite numbers only."""

    step: int
    values: Mapping[str, float]


def from_event(data: Mapping[str, Any]) -> MetricPoint | None:
    """Return the point a metrics event carries, or None if it names no step."""
    step = data.get("step")
    if not isinstance(step, int):
        return None
    values = {}
    for wire, name in NAMES.items():
        value = data.get(wire)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            values[name] = float(value)
    return MetricPoint(step, values)


def series(points: Iterable[MetricPoint], name: str) -> tuple[list[int], list[float]]:
    """Return the steps and values at which `name` was measured, in order of step."""
    found = sorted((p.step, p.values[name]) for p in points if name in p.values)
    return [step for step, _ in found], [value for _, value in found]


def validation_series(points: Iterable[MetricPoint]) -> tuple[list[int], list[float]]:
    """Return the validation loss over the whole validation part where it was measured, else over batches of it."""
    kept = list(points)
    full = series(kept, "full_valid_loss")
    return full if full[0] else series(kept, "valid_loss")


def smooth(values: Sequence[float], weight: float) -> list[float]:
    """Return the debiased exponential moving average; `weight` 0 changes nothing, towards 1 smooths more."""
    if not 0 <= weight < 1:
        raise ValueError(f"weight must be at least 0 and below 1, not {weight}")
    average, out = 0.0, []
    for count, value in enumerate(values, start=1):
        average = weight * average + (1 - weight) * value
        out.append(average / (1 - weight**count))
    return out


def decimate(xs: Sequence[float], ys: Sequence[float], limit: int = 2000) -> tuple[list[float], list[float]]:
    """Return at most `limit` points that keep each block's lowest and highest value, so that no spike is lost."""
    if len(xs) <= limit:
        return list(xs), list(ys)
    blocks = max(limit // 2, 1)
    size = math.ceil(len(xs) / blocks)
    kept: list[int] = []
    for start in range(0, len(xs), size):
        block = range(start, min(start + size, len(xs)))
        low, high = min(block, key=ys.__getitem__), max(block, key=ys.__getitem__)
        kept.extend(sorted({low, high}))
    return [xs[i] for i in kept], [ys[i] for i in kept]
