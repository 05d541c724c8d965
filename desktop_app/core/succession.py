"""Whether a new model is as good as the one it takes over from: no worse, within a margin that is said beforehand.

The share of right answers is compared on the same rows. The interval of the difference is Tango's score interval for
paired shares (Statistics in Medicine 17, 1998), which does not shrink to nothing where both models happen to be right
on the same rows. The new one is as good where the whole interval lies above minus the margin, and worse where it lies
below it; else nobody can tell yet. Where almost nothing is right letter by letter, likeness is compared instead.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from desktop_app.core.examining import FEW, Compared
from desktop_app.core.intervals import LEVEL, Interval
from desktop_app.core.paired import Pairs
from desktop_app.core.votes import Votes
from desktop_app.core.votes import interval as vote_interval

MARGINS = (0.02, 0.05, 0.1)
"""What can be chosen: so many of a hundred answers the new model may have fewer right and still count as good."""
MARGIN = 0.05
VOTE_MARGIN = 0.1
"""The new model may win so much less than half of the votes and still count as liked as much."""
_TEXT = 0.1
"""Where both have less than this share right, being right letter by letter says nothing about them."""
_STEPS = 60
_MOST_ROWS = 100_000


class Verdict(StrEnum):
    """What can be said of the new model against the old one."""

    BETTER = "better"
    AS_GOOD = "as_good"
    WORSE = "worse"
    OPEN = "open"
    FEW = "few"


class Measure(StrEnum):
    """What was compared: the share of right answers, or how near they come to the answer hoped for (chrF)."""

    RIGHT = "right"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class Succession:
    """What the rows say: `difference` is new minus old, from -1 to 1, with its interval; on `rows` rows.

    `old` and `new` are what each had (0 to 1). `more` is about how many rows would settle it if they went on like
    these, None where nobody can say.
    """

    verdict: Verdict
    measure: Measure
    difference: Interval
    margin: float
    rows: int
    old: float
    new: float
    more: int | None = None


@dataclass(frozen=True, slots=True)
class Liked:
    """What people's blind votes say: `rate` is how often the new one is preferred, a tie counting half."""

    verdict: Verdict
    rate: Interval
    votes: int


def tango(rows: Pairs, level: float = LEVEL) -> Interval:
    """Return share right of the second minus that of the first, with Tango's interval; ValueError without rows."""
    total = rows.total
    if not total:
        raise ValueError("no difference: there are no rows")
    value = (rows.second - rows.first) / total
    z = NormalDist().inv_cdf(0.5 + level / 2)
    return Interval(value, _end(rows, value, -1.0, z), _end(rows, value, 1.0, z))


def judged(
    found: Compared, old: float, new: float, margin: float = MARGIN, texts: tuple[float, float] = (0, 0)
) -> Succession:
    """Return the verdict on the second of two compared models; `old` and `new` are their shares of right answers.

    `texts` are their mean likenesses, which count where hardly anything is right letter by letter.
    """
    rows = found.pairs
    if max(old, new) < _TEXT:
        between, measure, (old, new) = found.likeness.interval, Measure.LIKENESS, texts
    else:
        between, measure = tango(rows), Measure.RIGHT
    verdict = _verdict(between, margin) if rows.total >= FEW else Verdict.FEW
    more = _more(rows, margin) if measure is Measure.RIGHT and verdict in (Verdict.OPEN, Verdict.FEW) else None
    return Succession(verdict, measure, between, margin, rows.total, old, new, more)


def liked(votes: Votes, margin: float = VOTE_MARGIN) -> Liked:
    """Return the verdict of blind votes, of which a win prefers the new model; it holds however often one looks."""
    rate = vote_interval(votes)
    apart = Interval(rate.value - 0.5, rate.low - 0.5, rate.high - 0.5)
    return Liked(_verdict(apart, margin) if votes.total else Verdict.FEW, rate, votes.total)


def together(rows: Succession | None, votes: Liked | None) -> Verdict:
    """Return the one verdict: what falls behind anywhere falls behind; what is open for the rows is open.

    Votes alone settle nothing about right answers, and without a vote the rows speak alone.
    """
    told = [each.verdict for each in (rows, votes) if each is not None]
    if Verdict.WORSE in told:
        return Verdict.WORSE
    if rows is None:
        return Verdict.FEW
    if rows.verdict is Verdict.BETTER and votes is not None and votes.verdict in (Verdict.OPEN, Verdict.FEW):
        return Verdict.AS_GOOD if votes.votes else Verdict.BETTER
    return rows.verdict


def _verdict(between: Interval, margin: float) -> Verdict:
    if between.low > 0:
        return Verdict.BETTER
    if between.low > -margin:
        return Verdict.AS_GOOD
    return Verdict.WORSE if between.high < -margin else Verdict.OPEN


def _end(rows: Pairs, inside: float, outside: float, z: float) -> float:
    """Return the end of the interval between what was measured and the outermost difference there can be."""
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        if abs(_score(rows, middle)) < z:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _score(rows: Pairs, apart: float) -> float:
    """Return how many standard errors the rows lie from a true difference, as Tango's score has it.

    The chance that only the first is right is estimated under that difference (its most likely value).
    """
    total, won, lost = rows.total, rows.second, rows.first
    b = -won - lost + (2 * total - won + lost) * apart
    c = -lost * apart * (1 - apart)
    only_first = (math.sqrt(max(0.0, b * b - 8 * total * c)) - b) / (4 * total)
    spread = total * (2 * only_first + apart * (1 - apart))
    distance = won - lost - total * apart
    if spread <= 0:
        return 0.0 if distance == 0 else math.copysign(math.inf, distance)
    return distance / math.sqrt(spread)


def _more(rows: Pairs, margin: float) -> int | None:
    """Return about how many more rows like these would settle it; None where that would be more than anybody has."""
    if not rows.total or (rows.second - rows.first) / rows.total <= -margin:
        return None

    def settled(times: float) -> bool:
        counts = (rows.both, rows.first, rows.second, rows.neither)
        return _scaled_low(Pairs(*(round(count * times) for count in counts))) > -margin

    low, high = 1.0, 2.0
    while not settled(high):
        low, high = high, high * 2
        if high * rows.total > _MOST_ROWS:
            return None
    while (high - low) * rows.total > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if settled(middle) else (middle, high)
    return max(FEW - rows.total, math.ceil((high - 1) * rows.total))


def _scaled_low(rows: Pairs) -> float:
    return tango(rows).low if rows.total else -1.0
