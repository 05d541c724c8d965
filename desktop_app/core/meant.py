"""What the vectors of rows tell about a table: pairs that ask the same, and rows that are like no other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.core.example import Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALIKE = 0.75
"""Questions as alike as this are taken to ask the same (docs/campaigns/meaning.json says how often that is right)."""
LEAST_ALIKE, MOST_ALIKE = 0.5, 0.99
MOST_PAIRS = 2000
"""So many pairs of a kind are shown at most: nobody looks at more one by one."""
_UNUSUAL = 2.5
"""A row is lonely from so many usual deviations below the middle on."""
_DEVIATION = 1.4826
"""What makes of a median deviation the standard deviation of a bell curve."""
_FEWEST = 20
"""Among fewer rows nothing is unusual."""
_TO_EACH = 3
"""Of rows with the very same question so many are paired with those of another one."""


class Kind(StrEnum):
    """What was found."""

    LEAK = "leak"
    CONTRADICTION = "contradiction"
    SAME = "same"
    LONELY = "lonely"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows whose questions are alike, by their ids; `answers` is how alike the answers are, None if not known."""

    kind: Kind
    first: int
    second: int
    likeness: float
    answers: float | None = None


@dataclass(frozen=True, slots=True)
class Lonely:
    """A row that is like no other; `likeness` is the mean to its nearest neighbours."""

    row: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Meant:
    """What was found among `rows` rows, pairs from likeness `least` on; `lacking` rows could not be compared.

    `counts` says how many there are of each kind, which may be more than are listed. `answers` tells whether answers
    were compared as well: without that no text contradicts another.
    """

    rows: int
    lacking: int
    least: float
    pairs: tuple[Pair, ...]
    lonely: tuple[Lonely, ...]
    counts: Mapping[Kind, int]
    answers: bool = True


def meant(rows: int, lacking: int, least: float, found: Iterable[Pair], lonely: Sequence[Lonely]) -> Meant:
    """Return what was found in order, the most alike first, as many of each kind as people look at."""
    counts: Counter[Kind] = Counter()
    kept: list[Pair] = []
    for pair in sorted(found, key=lambda each: (-each.likeness, each.first, each.second)):
        counts[pair.kind] += 1
        if counts[pair.kind] <= MOST_PAIRS:
            kept.append(pair)
    counts[Kind.LONELY] = len(lonely)
    return Meant(rows, lacking, least, tuple(kept), tuple(lonely[:MOST_PAIRS]), dict(counts))


def crosses(one: Part, other: Part) -> bool:
    """Tell whether a model would be examined with what it has learned: one row is learned from, the other is not."""
    return (one is Part.TRAINING) != (other is Part.TRAINING)


def some_of(ones: Sequence[int], others: Sequence[int], parts: Sequence[Part]) -> Iterable[tuple[int, int]]:
    """Yield pairs of rows (places) of two questions: the first few of each, and one across the parts, if any."""
    told = set()
    for one in ones[:_TO_EACH]:
        for other in others[:_TO_EACH]:
            told.add((one, other))
            yield one, other
    across = next(((a, b) for a in ones for b in others if crosses(parts[a], parts[b])), None)
    if across is not None and across not in told:
        yield across


def lonely_places(company: "NDArray[np.float32]") -> list[int]:
    """Return the places of rows whose nearest neighbours are unusually far, the loneliest first.

    Usual is what most rows are: the median, and the median of the deviations from it.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    if len(company) < _FEWEST:
        return []
    middle = float(np.median(company))
    usual = _DEVIATION * float(np.median(np.abs(company - middle)))
    bound = middle - _UNUSUAL * max(usual, 0.02)
    far = np.flatnonzero(company < bound)
    return [int(place) for place in far[np.argsort(company[far], kind="stable")]]
