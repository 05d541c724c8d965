"""Hand-made training curves with noise, for the coach: each kind from a formula of its own and a seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from math import exp, pi, sin

import numpy as np

from desktop_app.core.metrics import MetricPoint
from desktop_app.core.smoothing import Smoother

Course = Callable[[float], float]
"""The loss at a share of the training, 0 to 1."""


def curve(
    train: Course,
    valid: Course | None,
    *,
    steps: int = 200,
    every: int = 20,
    noise: float = 0.1,
    seed: int = 0,
    breaks: float = 2.0,
) -> Iterator[MetricPoint]:
    """Yield the points of a training; the training loss is noisy, the validation loss is not.

    From the share `breaks` on the training loss is no number.
    """
    chance = random.Random(f"curve {seed}")
    for step in range(steps + 1):
        share = step / steps
        values = {}
        broken = ()
        if step:
            loss = train(share) * max(0.05, chance.gauss(1.0, noise))
            if share >= breaks:
                broken = ("train_loss",)
            else:
                values["train_loss"] = loss
        if valid is not None and step % every == 0 and share < breaks:
            values["full_valid_loss"] = valid(share)
        yield MetricPoint(step, values, broken)


def falling(first: float, last: float, speed: float = 4.0) -> Course:
    """Return a course that falls quickly at first and ever slower then."""
    return lambda share: last + (first - last) * exp(-speed * share)


def turning(first: float, low: float, last: float, at: float) -> Course:
    """Return a course that falls to its lowest at the share `at` and rises from there."""

    def course(share: float) -> float:
        if share <= at:
            return first + (low - first) * share / at
        return low + (last - low) * (share - at) / (1 - at)

    return course


def level(value: float) -> Course:
    """Return a course that stays where it is."""
    return lambda _: value


def waves(middle: float, height: float, times: float) -> Course:
    """Return a course that goes up and down so many times."""
    return lambda share: middle + height * sin(2 * pi * times * share)


def smooth(values: Sequence[float], weight: float) -> list[float]:
    """Return the smoothed values, told to the smoother all at once."""
    return [float(value) for value in Smoother(weight).smooth(np.array(values, dtype=np.float64))]
