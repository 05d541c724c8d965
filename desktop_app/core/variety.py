"""How much texts that were made differ from each other: the same, nearly the same, openings, lengths."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.checks.near import Near, find_near
from desktop_app.core.text import Text, text

OPENING = 4
"""So many words are the opening of a text."""
_OFTEN = 3
"""So many of the openings that come again and again are named."""
_BARS = 12
_FEW_OPENINGS, _MANY_NEAR, _MANY_SAME = 0.5, 0.1, 0.02
_ENOUGH = 10
"""With fewer texts nothing is said of how much they differ."""


@dataclass(frozen=True, slots=True)
class Bar:
    """So many texts have from `low` up to `high` words."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Variety:
    """What was seen of `texts` texts.

    `same` are copies of one before; `near` those that are nearly the same as one before (and no copies); `openings` is
    the share of different beginnings, `often` are those that come most often. Lengths are in words.
    """

    texts: int
    same: int
    near: int
    openings: float
    often: tuple[tuple[str, int], ...]
    shortest: int
    median: int
    longest: int
    bars: tuple[Bar, ...]

    @property
    def remarks(self) -> tuple[Text, ...]:
        """Return what is to be thought of before these texts are learned from."""
        if self.texts < _ENOUGH:
            return ()
        found = []
        if self.same > _MANY_SAME * self.texts:
            found.append(text("variety.same_one") if self.same == 1 else text("variety.same", count=self.same))
        if self.near > _MANY_NEAR * self.texts:
            found.append(text("variety.near", count=self.near))
        if self.openings < _FEW_OPENINGS:
            found.append(text("variety.openings", words=OPENING))
        return tuple(found)


def variety(texts: Sequence[str]) -> Variety | None:
    """Return how much the texts differ; None without any. A thousand texts take about a tenth of a second."""
    said = [one.strip() for one in texts if one.strip()]
    if not said:
        return None
    pairs = [each for each in find_near(enumerate(said)) if isinstance(each, Near)]
    lengths = sorted(len(one.split()) for one in said)
    openings = Counter(" ".join(one.casefold().split()[:OPENING]) for one in said)
    often = tuple((words, count) for words, count in openings.most_common(_OFTEN) if count > 1)
    return Variety(
        texts=len(said),
        same=len(said) - len({one.casefold() for one in said}),
        near=len({pair.second for pair in pairs}),
        openings=len(openings) / len(said),
        often=often,
        shortest=lengths[0],
        median=lengths[len(lengths) // 2],
        longest=lengths[-1],
        bars=_bars(lengths),
    )


def _bars(lengths: Sequence[int]) -> tuple[Bar, ...]:
    low, high = lengths[0], lengths[-1]
    wide = max(1, -(-(high - low + 1) // _BARS))
    counted = Counter((length - low) // wide for length in lengths)
    return tuple(Bar(low + at * wide, low + (at + 1) * wide - 1, counted[at]) for at in range((high - low) // wide + 1))
