"""How well a likelihood tells two classes apart: the areas under the two usual curves."""

from collections.abc import Iterator, Sequence
from itertools import groupby


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Return how often a positive row has the higher score than a negative one, a tie counting half (AUROC).

    None where one of the two classes has no row: then there is nothing to tell apart.
    """
    yes = sum(positive)
    no = len(positive) - yes
    if not yes or not no:
        return None
    won, above = 0.0, 0
    for hits, misses in _steps(scores, positive):
        won += misses * (above + hits / 2)
        above += hits
    return won / (yes * no)


def auprc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Return the average precision (AUPRC), rows of one score taken together; None without a positive row."""
    yes = sum(positive)
    if not yes:
        return None
    area, found, seen = 0.0, 0, 0
    for hits, misses in _steps(scores, positive):
        found += hits
        seen += hits + misses
        area += hits / yes * (found / seen)
    return area


def _steps(scores: Sequence[float], positive: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield for each score, the highest first, how many positive and how many negative rows have it."""
    ordered = sorted(zip(scores, positive, strict=True), key=lambda pair: -pair[0])
    for _, rows in groupby(ordered, key=lambda pair: pair[0]):
        signs = [sign for _, sign in rows]
        yield sum(signs), len(signs) - sum(signs)
