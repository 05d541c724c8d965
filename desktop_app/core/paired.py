"""Whether one model is better than another on the same rows, or only seems so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desktop_app.core.intervals import LEVEL, RESAMPLES, Interval, bootstrap_means


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows by who had them right: both, only the first, only the second, neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def total(self) -> int:
        """Return how many rows both have answered."""
        return self.both + self.first + self.second + self.neither


def pairs(right: Iterable[tuple[bool, bool]]) -> Pairs:
    """Return the Pairs of (first was right, second was right)."""
    found = {(a, b): 0 for a in (True, False) for b in (True, False)}
    for pair in right:
        found[pair] += 1
    return Pairs(found[True, True], found[True, False], found[False, True], found[False, False])


def sign_test(wins: int, losses: int) -> float:
    """Return how likely a difference at least this large is if neither is better (two-sided, exact); 1 for no row."""
    return min(1.0, float(2 * _at_most(min(wins, losses), wins + losses))) if wins != losses else 1.0


def mcnemar(rows: Pairs) -> float:
    """Return McNemar's exact p of two models on the same rows."""
    return sign_test(rows.first, rows.second)


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the second is above the first, and `p`: how likely that is by chance alone (bootstrap)."""

    interval: Interval
    p: float


def difference(
    first: Sequence[float], second: Sequence[float], seed: int = 0, resamples: int = RESAMPLES
) -> Difference:
    """Return the mean difference of figures of the same rows, in the same order, with its paired bootstrap interval."""
    import numpy as np  # noqa: PLC0415 - heavy

    apart = [b - a for a, b in zip(first, second, strict=True)]
    if not apart:
        raise ValueError("no difference: there are no rows")
    means = bootstrap_means(apart, seed, resamples)
    low, high = np.percentile(means, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    rarer = min(int((means <= 0).sum()), int((means >= 0).sum()))
    return Difference(
        Interval(float(np.mean(apart)), float(low), float(high)), min(1.0, 2 * (rarer + 1) / (resamples + 1))
    )


def _at_most(few: int, total: int) -> Fraction:
    """Return how likely at most `few` heads in `total` tosses of a coin are."""
    ways = term = 1
    for heads in range(few):
        term = term * (total - heads) // (heads + 1)
        ways += term
    return Fraction(ways, 2**total)
