"""Intervals of figures that are no mean: the rows are drawn anew many times (bootstrap), and the figure is reckoned.

Rows that are alike need not be drawn one by one: how often each kind of row comes up follows a multinomial law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.confusion import Confusion
from desktop_app.core.intervals import LEVEL, RESAMPLES, Interval
from desktop_app.core.ranking import auprc, auroc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PORTION = 1_000_000
"""So many counts are drawn at a time, for memory's sake."""


@dataclass(frozen=True, slots=True)
class OfLabels:
    """Intervals of the weighted F-beta and of each label's F-beta, in the order of the table's labels."""

    weighted: Interval
    each: tuple[Interval, ...]


def of_labels(table: Confusion, beta: float = 1.0, seed: int = 0, resamples: int = RESAMPLES) -> OfLabels:
    """Return the bootstrap intervals of F-beta; ValueError for a table without rows.

    A sample in which a label is neither expected nor given says nothing of that label and is left out.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    if not table.total:
        raise ValueError("no interval: there are no rows")
    pairs = sorted(table.counts)
    place = {label: at for at, label in enumerate(table.labels)}
    rates = np.array([table.counts[pair] for pair in pairs]) / table.total
    drawn = np.random.default_rng(seed).multinomial(table.total, rates, resamples)
    right, support, given = (np.zeros((resamples, len(place))) for _ in range(3))
    for column, (expected, answer) in enumerate(pairs):
        support[:, place[expected]] += drawn[:, column]
        given[:, place[answer]] += drawn[:, column]
        if expected == answer:
            right[:, place[expected]] += drawn[:, column]
    weighed = beta * beta * support + given
    scores = np.divide((1 + beta * beta) * right, weighed, out=np.zeros_like(right), where=weighed > 0)
    whole = (scores * support).sum(axis=1) / table.total
    singly = [found.f_beta for found in table.of_labels(beta)]
    return OfLabels(
        _between(table.weighted_f(beta), whole),
        tuple(_between(value, scores[weighed[:, at] > 0, at]) for at, value in enumerate(singly)),
    )


def of_areas(
    scores: Sequence[float], positive: Sequence[bool], seed: int = 0, resamples: int = RESAMPLES
) -> tuple[Interval, Interval] | None:
    """Return AUROC and AUPRC with their bootstrap intervals; None where one of the classes has no row.

    A sample in which a class does not come up says nothing and is left out.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    roc, prc = auroc(scores, positive), auprc(scores, positive)
    if roc is None or prc is None:
        return None
    steps, places = np.unique(-np.asarray(scores, dtype=float), return_inverse=True)
    signs = np.asarray(positive, dtype=bool)
    kinds = np.concatenate([np.bincount(places[side], minlength=len(steps)) for side in (signs, ~signs)])
    chance = np.random.default_rng(seed)
    found: list[NDArray[np.float64]] = []
    rows = max(1, _PORTION // len(kinds))
    for at in range(0, resamples, rows):
        drawn = chance.multinomial(len(signs), kinds / len(signs), min(rows, resamples - at)).astype(float)
        found.append(_areas(drawn[:, : len(steps)], drawn[:, len(steps) :]))
    areas = np.concatenate(found, axis=1)
    return _between(roc, areas[0]), _between(prc, areas[1])


def _areas(yes: "NDArray[np.float64]", no: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return AUROC and AUPRC of samples: how many rows of each class have each score, the highest score first."""
    import numpy as np  # noqa: PLC0415 - see of_areas

    whole = (yes.sum(axis=1) > 0) & (no.sum(axis=1) > 0)
    yes, no = yes[whole], no[whole]
    all_yes, all_no = yes.sum(axis=1), no.sum(axis=1)
    found = yes.cumsum(axis=1)
    seen = found + no.cumsum(axis=1)
    roc = (no * (found - yes / 2)).sum(axis=1) / (all_yes * all_no)
    precision = np.divide(found, seen, out=np.zeros_like(found), where=seen > 0)
    areas: NDArray[np.float64] = np.stack([roc, (yes * precision).sum(axis=1) / all_yes])
    return areas


def _between(value: float, drawn: "NDArray[np.float64]") -> Interval:
    import numpy as np  # noqa: PLC0415 - see of_areas

    if not len(drawn):
        return Interval(value, 0.0, 1.0)
    low, high = np.percentile(drawn, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Interval(value, float(low), float(high))
