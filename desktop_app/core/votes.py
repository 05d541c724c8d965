"""Votes between two models, judged so that one may look after each vote without being fooled by chance.

A win counts 1, a tie half, a loss 0; `rate` is the mean. The interval is a confidence sequence: the wager of Robbins
and Ville, mixed over a grid of rates. Against any true rate nobody can expect to win money; where the votes would have
multiplied a stake by 1 / (1 - LEVEL), the rate is given up. So however often somebody looks, the true rate was ever
outside in at most 1 - LEVEL of all cases, and one of two models that are equally good is named in no more.
"""

import math
from dataclasses import dataclass

from desktop_app.core.intervals import LEVEL, Interval

_GRID = 200
"""So many rates the stakes are spread over; any number is safe, this one is fine enough for thousands of votes."""
_BELIEVED = tuple((p, math.log(p), math.log1p(-p)) for p in ((step + 0.5) / _GRID for step in range(_GRID)))
"""Each rate that is wagered on, with the logarithms of a win and of a loss."""
_MOST_VOTES = 20_000
"""Further than this nobody goes on voting."""
_NO_RATE = 1e-12
"""As near to never or always as is reckoned with."""
_STEPS = 40
"""Halvings of an interval's end: more than anybody reads."""


@dataclass(frozen=True, slots=True)
class Votes:
    """How often the one model was preferred, the other one, neither although both are good, neither as both are bad."""

    wins: int = 0
    losses: int = 0
    ties: int = 0
    both_bad: int = 0

    @property
    def total(self) -> int:
        """Return how many votes there are."""
        return self.wins + self.losses + self.ties + self.both_bad

    @property
    def even(self) -> int:
        """Return how many votes prefer neither."""
        return self.ties + self.both_bad

    @property
    def rate(self) -> float:
        """Return the win rate, each tie counting half; one half without a vote."""
        return (self.wins + self.even / 2) / self.total if self.total else 0.5


def interval(votes: Votes, level: float = LEVEL) -> Interval:
    """Return the win rate with the interval that holds however often one looks; from 0 to 1 without a vote."""
    if not votes.total:
        return Interval(0.5, 0.0, 1.0)
    rate = votes.rate
    return Interval(rate, _end(votes, rate, 0.0, level), _end(votes, rate, 1.0, level))


def thinkable(votes: Votes, rate: float, level: float = LEVEL) -> bool:
    """Tell whether `rate`, between 0 and 1, may still be the true win rate."""
    return _wealth(votes.wins, votes.even, votes.losses, rate) < -math.log(1 - level)


def winner(votes: Votes, level: float = LEVEL) -> int:
    """Return 1 where the one model is better, -1 where the other is, 0 as long as that cannot be told."""
    if thinkable(votes, 0.5, level):
        return 0
    return 1 if votes.wins > votes.losses else -1


def more_wanted(votes: Votes, level: float = LEVEL) -> int | None:
    """Return about how many more votes would name a winner if they went on as they did so far; 0 where one is named.

    None where that cannot be said: without votes, at a draw, or where it would be more than anybody gives.
    """
    if winner(votes, level):
        return 0
    if votes.wins == votes.losses:
        return None
    limit = -math.log(1 - level)

    def settled(more: int) -> bool:
        times = (votes.total + more) / votes.total
        return _wealth(votes.wins * times, 0, votes.losses * times, 0.5) >= limit

    low, high = 0, 1
    while not settled(high):
        low, high = high, high * 2
        if high > _MOST_VOTES:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settled(middle) else (middle, high)
    return high


def _end(votes: Votes, inside: float, outside: float, level: float) -> float:
    """Return the end of the interval between a rate that stands and the outermost one."""
    if thinkable(votes, abs(outside - _NO_RATE), level):
        return outside
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if thinkable(votes, middle, level) else (inside, middle)
    return outside


def _wealth(wins: float, even: float, losses: float, rate: float) -> float:
    """Return the logarithm of what a stake of 1 has become by wagering against a true rate between 0 and 1."""
    expected = wins * math.log(rate) + losses * math.log1p(-rate)
    logs = [wins * win + losses * loss - expected for _, win, loss in _BELIEVED]
    if even and rate != 0.5:
        gain = (0.5 - rate) / (rate * (1 - rate))
        ties = (even * math.log1p((believed - rate) * gain) for believed, _, _ in _BELIEVED)
        logs = [log + tie for log, tie in zip(logs, ties, strict=True)]
    most = max(logs)
    return most + math.log(sum([math.exp(each - most) for each in logs]) / _GRID)
