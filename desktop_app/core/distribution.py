"""How a row of numbers lies: bars for a plot, percentiles, and where the largest are."""

import heapq
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 5)
"""The widths a bar may have, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram: the rows with at least `start` and less than `stop`."""

    start: int
    stop: int
    rows: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The least and the largest number, the mean, the median, and between which two numbers 90 % of all lie."""

    least: int
    p5: float
    median: float
    mean: float
    p95: float
    largest: int


def bars(values: Sequence[int], most: int = 40) -> tuple[Bar, ...]:
    """Return at most `most` bars of equal, round width over all values (whole, not negative); empty for no values."""
    if not values:
        return ()
    low, high = min(values), max(values)
    width = _width(max(1, math.ceil((high - low + 1) / max(1, most - 1))))
    first = low // width
    counts = array("q", bytes(8 * (high // width - first + 1)))
    for value in values:
        counts[value // width - first] += 1
    return tuple(Bar((first + at) * width, (first + at + 1) * width, rows) for at, rows in enumerate(counts))


def spread(values: Sequence[int]) -> Spread | None:
    """Return how the values lie; None for no values."""
    if not values:
        return None
    ordered = sorted(values)
    mean = sum(ordered) / len(ordered)
    p5, median, p95 = (_percentile(ordered, share) for share in (0.05, 0.5, 0.95))
    return Spread(ordered[0], p5, median, mean, p95, ordered[-1])


def longest(values: Iterable[int], count: int = 10) -> list[int]:
    """Return the places of the largest values, the largest first, equal ones in their order."""
    return [place for place, _ in heapq.nsmallest(count, enumerate(values), key=lambda each: (-each[1], each[0]))]


def _width(least: int) -> int:
    """Return the smallest round width that is at least `least`."""
    power: int = 10 ** (len(str(least)) - 1)
    return next(step * power for step in (*_STEPS, 10) if step * power >= least)


def _percentile(ordered: Sequence[int], share: float) -> float:
    """Return the value below which a share of the values lies, between two neighbours in proportion."""
    at = (len(ordered) - 1) * share
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)
