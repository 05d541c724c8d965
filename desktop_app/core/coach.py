"""One plain sentence on how a training goes, and what to do next; the thresholds stand in `core.verdict`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop_app.core.advice import Advice, Case, Facts
from desktop_app.core.advising import advice
from desktop_app.core.gist import Gist
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.verdict import verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desktop_app.core.curves import Curves

_LOOKED_AT = 600
_GROWTH = 1.15
"""The coach looks again when this many times as many losses were measured, and at each validation loss."""


class Coach:
    """Hears the points of one training in order of step and says how it goes.

    While the training runs, another case is said only when two looks in a row agree on it: one odd value says nothing.
    """

    def __init__(self, facts: Facts = Facts()) -> None:  # noqa: B008 - frozen
        self.facts = facts
        """May be changed as more becomes known."""
        self._gist = Gist()
        self._case = self._seen = Case.WAITING
        self._heard = 0
        self._next = 5.0
        self._valid_next = 1.0

    def hear(self, points: Iterable[MetricPoint]) -> None:
        """Take in the next points; a step that was heard before must not come again."""
        for point in points:
            self._heard += 1
            looks = self._gist.add(point) and self._due()
            if looks or self._heard >= self._next or self._gist.broken == 2:
                self._look()

    def advice(self, *, ended: bool = False) -> Advice:
        """Return what is to be said now; of a training that has ended, all that was measured counts."""
        case = self._case
        if ended:
            case = verdict(self._gist, self.facts, self._case, ended=True)
        return advice(case, self._gist, self.facts, ended=ended)

    def _due(self) -> bool:
        """Tell whether a validation loss is worth a look: each of the first, later ever fewer."""
        count = self._gist.valid.count
        if count < self._valid_next:
            return False
        self._valid_next = max(count + 1.0, count * 1.1)
        return True

    def _look(self) -> None:
        self._next = max(self._heard + 1.0, self._heard * _GROWTH)
        seen = verdict(self._gist, self.facts, self._case, ended=False)
        if seen is Case.WAITING:
            return
        if seen in (self._seen, Case.NOT_A_NUMBER, Case.NOTHING_LEARNABLE):
            self._case = seen
        self._seen = seen


def review(curves: "Curves", facts: Facts) -> Coach:
    """Return a coach that has heard all that was measured; of very long curves the means of neighbours."""
    coach = Coach(facts)
    found: dict[int, dict[str, float]] = {}
    broken: set[int] = set()
    for name in ("train_loss", "full_valid_loss", "valid_loss"):
        line = curves.line(name)
        if line is None:
            continue
        steps, values = _thinned(*line.numbers)
        for step, value in zip(steps, values, strict=True):
            found.setdefault(step, {})[name] = value
        if name == "train_loss":
            last = steps[-1] if steps else -1
            broken = set([step for step in line.broken if step > last][:_LOOKED_AT])
    coach.hear(
        MetricPoint(step, found.get(step, {}), ("train_loss",) if step in broken else ())
        for step in sorted(found.keys() | broken)
    )
    return coach


def _thinned(steps: "NDArray[np.int64]", values: "NDArray[np.float64]") -> tuple[list[int], list[float]]:
    """Return means of equally many neighbours, with their last steps; what is short stays as it is."""
    size = -(-len(steps) // _LOOKED_AT)
    if size <= 1:
        return steps.tolist(), values.tolist()
    whole = len(steps) // size * size
    last, means = steps[size - 1 : whole : size].tolist(), values[:whole].reshape(-1, size).mean(axis=1).tolist()
    if whole < len(steps):  # fewer are left for the last one
        last.append(int(steps[-1]))
        means.append(float(values[whole:].mean()))
    return last, means
