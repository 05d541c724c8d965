"""How strong each of several models is, judged by votes between two at a time (Bradley and Terry 1952)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from desktop_app.core.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS = 100
_STILL = 1e-12
"""Where no strength moves by more, the best ones are found."""
_ROUNDING = 1e-10
"""A likelihood that is lower by this share may be so for its last digits alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One model's strength: the logarithm of its odds against the average of all, with an interval."""

    name: str
    strength: Interval

    @property
    def chance(self) -> float:
        """Return how likely its answer is preferred to that of an average one."""
        return 1 / (1 + math.exp(-self.strength.value))


def standings(
    names: Sequence[str], won: Mapping[tuple[str, str], float], level: float = LEVEL
) -> list[Standing] | None:
    """Return the models with their strengths, the strongest first; `won` is how often the first beat the second.

    A tie counts half a win for both. None where the votes cannot rank all models: fewer than two, or some of them have
    never lost to (or never beaten) any of the others, so that their strength would be without bound.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    wins = np.array([[0.0 if a == b else float(won.get((a, b), 0.0)) for b in names] for a in names])
    if len(names) < 2 or not _all_reach_all(wins):
        return None
    strengths = _fitted(wins)
    weights = _information(wins, strengths)
    # The weights say nothing about all strengths rising together; fixed mean zero leaves the pseudo-inverse.
    errors = np.sqrt(np.diag(np.linalg.pinv(weights, hermitian=True)))
    z = NormalDist().inv_cdf(0.5 + level / 2)
    found = [
        Standing(name, Interval(float(value), float(value - z * error), float(value + z * error)))
        for name, value, error in zip(names, strengths, errors, strict=True)
    ]
    return sorted(found, key=lambda each: -each.strength.value)


def _fitted(wins: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the likeliest strengths, of mean zero, by Newton's steps, halved where one would overshoot."""
    import numpy as np  # noqa: PLC0415 - see standings

    strengths = np.zeros(len(wins))
    for _ in range(_STEPS):
        apart = strengths[:, None] - strengths[None, :]
        slope = (wins - (wins + wins.T) / (1 + np.exp(-apart))).sum(axis=1)
        step = np.linalg.pinv(_information(wins, strengths), hermitian=True) @ slope
        reached = _likelihood(wins, strengths)
        while _likelihood(wins, strengths + step) < reached - _ROUNDING * abs(reached):
            step = step / 2
        strengths = strengths + step
        strengths -= strengths.mean()
        if np.abs(step).max() <= _STILL:
            break
    return strengths


def _information(wins: "NDArray[np.float64]", strengths: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return how sharply the likelihood bends at these strengths (Fisher's information)."""
    import numpy as np  # noqa: PLC0415 - see standings

    chance = 1 / (1 + np.exp(strengths[None, :] - strengths[:, None]))
    weights = (wins + wins.T) * chance * (1 - chance)
    bends: NDArray[np.float64] = np.diag(weights.sum(axis=1)) - weights
    return bends


def _likelihood(wins: "NDArray[np.float64]", strengths: "NDArray[np.float64]") -> float:
    import numpy as np  # noqa: PLC0415 - see standings

    return -float((wins * np.logaddexp(0.0, strengths[None, :] - strengths[:, None])).sum())


def _all_reach_all(wins: "NDArray[np.float64]") -> bool:
    """Tell whether a chain of wins leads from each model to each other one, without which no best strengths exist."""
    beaten = [{int(b) for b in row.nonzero()[0]} for row in wins]
    beat_by = [{int(a) for a in column.nonzero()[0]} for column in wins.T]
    return all(len(_reached(ways)) == len(wins) for ways in (beaten, beat_by))


def _reached(ways: Sequence[set[int]]) -> set[int]:
    """Return the models that can be come to from the first one."""
    found, open_ones = {0}, [0]
    while open_ones:
        new = ways[open_ones.pop()] - found
        found |= new
        open_ones += new
    return found
