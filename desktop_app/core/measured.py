"""What providers tell of a training's steps, under one set of names: data of events, words of messages, cells."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app.core.metrics import AXES, MetricPoint

NAMES: Mapping[str, str] = {
    "train_loss": "train_loss",
    "training_loss": "train_loss",
    "train_mean_token_accuracy": "train_accuracy",
    "train_accuracy": "train_accuracy",
    "training_token_accuracy": "train_accuracy",
    "training_sequence_accuracy": "train_sequence_accuracy",
    "valid_loss": "valid_loss",
    "validation_loss": "valid_loss",
    "valid_mean_token_accuracy": "valid_accuracy",
    "validation_token_accuracy": "valid_accuracy",
    "validation_sequence_accuracy": "valid_sequence_accuracy",
    "full_valid_loss": "full_valid_loss",
    "full_validation_loss": "full_valid_loss",
    "full_valid_mean_token_accuracy": "full_valid_accuracy",
    "learning_rate": "learning_rate",
    "elapsed_tokens": "tokens",
    "elapsed_examples": "examples",
}
"""A provider's name -> ours (facts: the present, the Foundry and the old dialect); others keep their own name."""

_GAPS = frozenset({"", "n/a", "na", "null", "none", "-"})
_NO_NUMBERS = frozenset({"nan", "inf", "-inf", "+inf", "infinity", "-infinity"})
_NO_CURVES = frozenset({"step", "step_number", "total_steps", "total_epochs", "created_at", "timestamp"})
_STEP_LINE = re.compile(r"\s*step\s+(\d+)(?:\s*/\s*(\d+))?\s*[:,-]\s*(.*)", re.IGNORECASE | re.DOTALL)
_SAID = re.compile(r"([a-z][a-z _]*?)\s*[=:]\s*([-+]?(?:\d*\.?\d+(?:e[-+]?\d+)?|nan|inf(?:inity)?))", re.IGNORECASE)
_SAME = 1e-5
"""Tables round to five digits; numbers that differ by less are the same measurement."""


def number(told: object) -> float | None:
    """Return what was told as a number: NaN for one that is not finite, None where nothing was measured."""
    if isinstance(told, bool) or told is None:
        return None
    if isinstance(told, int | float):
        return float(told) if math.isfinite(told) else math.nan
    word = told.strip().strip('"').lower() if isinstance(told, str) else ""
    if word in _GAPS:
        return None
    if word in _NO_NUMBERS:
        return math.nan
    try:
        return number(float(word))
    except ValueError:
        return None


def point_of(step: int, told: Mapping[str, object]) -> MetricPoint:
    """Return what was told of a step: finite numbers as values, others among the broken."""
    numbers = {NAMES.get(name, name): number(value) for name, value in told.items() if name not in _NO_CURVES}
    found = {name: value for name, value in numbers.items() if value is not None}
    values = {name: value for name, value in found.items() if math.isfinite(value)}
    return MetricPoint(step, values, tuple(name for name in found if name not in values))


def from_event(data: object, message: str = "", *, metrics: bool = True) -> MetricPoint | None:
    """Return the point an event carries, in its data or else in its words; None for an event that measured nothing.

    `metrics` tells whether the provider calls it a measurement; of another only names that are known count.
    """
    if isinstance(data, Mapping):
        step = number(data.get("step"))
        if step is not None and math.isfinite(step) and (metrics or not NAMES.keys().isdisjoint(data)):
            found = point_of(int(step), data)
            if found.values or found.broken:
                return found
    return _from_words(message)


def total_steps(data: object, message: str = "") -> int:
    """Return how many steps the training has by this event; 0 if it does not say."""
    told = data.get("total_steps") if isinstance(data, Mapping) else None
    if isinstance(told, int) and not isinstance(told, bool) and told > 0:
        return told
    line = _STEP_LINE.match(message)
    return int(line[2]) if line and line[2] else 0


def completed(known: MetricPoint | None, told: MetricPoint) -> MetricPoint:
    """Return a known point with what a table or a checkpoint tells of its step.

    A number that was known with more digits stays, and so do the axes: a table is written after the event.
    """
    if known is None:
        return told
    values = dict(known.values)
    for name, value in told.values.items():
        if name not in values or (name not in AXES and not _same(values[name], value)):
            values[name] = value
    broken = tuple(name for name in dict.fromkeys((*known.broken, *told.broken)) if name not in values)
    return MetricPoint(known.step, values, broken)


def renewed(known: MetricPoint | None, told: MetricPoint) -> MetricPoint:
    """Return a known point with what was measured anew or further at its step."""
    if known is None:
        return told
    values = {name: value for name, value in {**known.values, **told.values}.items() if name not in told.broken}
    broken = tuple(name for name in dict.fromkeys((*known.broken, *told.broken)) if name not in values)
    return MetricPoint(known.step, values, broken)


def joined(points: Iterable[MetricPoint]) -> list[MetricPoint]:
    """Return the points in order of step, those of one step made one; of two numbers the later counts."""
    found: dict[int, MetricPoint] = {}
    for point in points:
        found[point.step] = renewed(found.get(point.step), point)
    return [found[step] for step in sorted(found)]


def _from_words(message: str) -> MetricPoint | None:
    line = _STEP_LINE.match(message)
    if line is None:
        return None
    said = {words.strip().lower().replace(" ", "_"): value for words, value in _SAID.findall(line[3])}
    found = point_of(int(line[1]), {name: value for name, value in said.items() if name in NAMES})
    return found if found.values or found.broken else None


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(1.0, abs(one), abs(other))


def as_values(told: Mapping[str, Any]) -> Mapping[str, float]:
    """Return a checkpoint's measurements under our names, finite ones only."""
    return point_of(0, told).values
