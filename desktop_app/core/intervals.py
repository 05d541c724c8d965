"""How sure a figure is: intervals of a rate and of a mean."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL = 0.95
"""What intervals are given for: of a hundred such intervals about ninety-five hold the true value."""
RESAMPLES = 2000
"""So many samples are drawn anew for the interval of a mean."""
_PORTION = 1_000_000
"""So many values are drawn at a time, for memory's sake; what is drawn does not depend on it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies: what was measured, and the ends between which the true value probably is."""

    value: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within."""
        return self.low <= value <= self.high


def wilson(successes: float, total: int, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval of a rate; ValueError for a rate of nothing. Successes need not be whole."""
    if total <= 0 or not 0 <= successes <= total:
        raise ValueError(f"no rate: {successes} of {total}")
    rate = successes / total
    z = NormalDist().inv_cdf(0.5 + level / 2)
    spread = z * z / total
    middle = (rate + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(rate * (1 - rate) / total + spread / (4 * total))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == total else min(1.0, middle + half)
    return Interval(rate, low, high)


def mean_of(values: Sequence[float], seed: int = 0, level: float = LEVEL, resamples: int = RESAMPLES) -> Interval:
    """Return the mean with its percentile bootstrap interval; ValueError for the mean of nothing.

    The same values in the same order with the same seed always give the same interval.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    if not values:
        raise ValueError("no mean: there are no values")
    means = bootstrap_means(values, seed, resamples)
    low, high = np.percentile(means, [50 * (1 - level), 50 * (1 + level)])
    return Interval(float(np.mean(np.asarray(values, dtype=float))), float(low), float(high))


def bootstrap_means(values: Sequence[float], seed: int, resamples: int = RESAMPLES) -> "NDArray[np.float64]":
    """Return the means of `resamples` samples drawn from the values with replacement, each as large as they are."""
    import numpy as np  # noqa: PLC0415 - heavy

    given = np.asarray(values, dtype=float)
    chance = np.random.default_rng(seed)
    rows = max(1, _PORTION // len(given))
    drawn = [
        given[chance.integers(0, len(given), (min(rows, resamples - at), len(given)))].mean(axis=1)
        for at in range(0, resamples, rows)
    ]
    return np.concatenate(drawn)
