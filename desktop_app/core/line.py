"""One measured quantity of a training: a value at each of many steps, however they come in."""

from typing import TYPE_CHECKING

from desktop_app.core.growing import Growing
from desktop_app.core.pyramid import Pyramid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Line:
    """Steps in their order, each once, and the values there; a value that came as no finite number is NaN.

    What comes after the last step is added at once. What comes out of order waits until somebody looks, so that a
    long story told backwards is sorted once.
    """

    def __init__(self, room: int = 0) -> None:
        """Hold no values yet; up to `room` of them are taken in without a copy of those before."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

        self._steps = Growing(np.int64, room)
        self._values = Growing(np.float64, room)
        self._pyramid = Pyramid()
        self._waiting: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        self._rewritten = 0
        self._looked_at = 0
        """So many values are known to `_best` and `_broken`."""
        self._best: tuple[int, float] | None = None
        self._broken: list[int] = []

    def add(self, steps: "NDArray[np.int64]", values: "NDArray[np.float64]") -> None:
        """Take in values; one of a step that is known replaces the value there."""
        if not len(steps):
            return
        in_order = bool((steps[1:] > steps[:-1]).all())
        if in_order and not self._waiting and (not len(self._steps) or steps[0] > self._steps.view[-1]):
            self._steps.extend(steps)
            self._values.extend(values)
        else:
            self._waiting.append((steps, values))

    def __len__(self) -> int:
        self._settle()
        return len(self._steps)

    @property
    def room(self) -> int:
        """Return how many values are taken in, those here counted, before all have to be copied."""
        return self._steps.room

    @property
    def steps(self) -> "NDArray[np.int64]":
        """Return the steps, rising; not to be written to."""
        self._settle()
        return self._steps.view

    @property
    def values(self) -> "NDArray[np.float64]":
        """Return the value at each step; not to be written to."""
        self._settle()
        return self._values.view

    @property
    def rewritten(self) -> int:
        """Return how often more happened than values added at the end."""
        self._settle()
        return self._rewritten

    @property
    def last(self) -> float | None:
        """Return the newest value that is a number."""
        numbers = self.numbers[1]
        return float(numbers[-1]) if len(numbers) else None

    @property
    def numbers(self) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return steps and values without the places where no number came."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        if not self.broken:
            return self.steps, self.values
        known = np.isfinite(self.values)
        return self.steps[known], self.values[known]

    @property
    def best(self) -> tuple[int, float] | None:
        """Return the first step with the lowest value, and that value; None without a number."""
        self._look()
        return self._best

    @property
    def broken(self) -> list[int]:
        """Return the steps at which no number came although something was measured."""
        self._look()
        return self._broken

    def at(self, step: int) -> float | None:
        """Return the value measured at a step; None where nothing was, NaN where no number came."""
        place = int(self.steps.searchsorted(step))
        found = place < len(self) and self.steps[place] == step
        return float(self.values[place]) if found else None

    def extremes(self, first: int, end: int) -> tuple[float, float] | None:
        """Return the lowest and the highest of the values at the places `first` to `end`."""
        self._pyramid.keep_up(self.values)
        return self._pyramid.extremes(self.values, first, end)

    def middles(self, first: int, end: int, most: int) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return steps and values for a calm picture of these places: of each stretch the middle of its extremes."""
        places, values = self.thinned(first, end, most)
        if end - first <= most:
            return places, values
        return places[::2], (values[::2] + values[1::2]) / 2

    def thinned(self, first: int, end: int, most: int) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return steps and values for a picture of these places, `most` at most; no spike is lost."""
        self._pyramid.keep_up(self.values)
        places, values = self._pyramid.thinned(self.values, first, end, most)
        return self.steps[places], values

    def _look(self) -> None:
        """Look at the values that came since the last time."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        values = self.values
        known, self._looked_at = self._looked_at, len(values)
        fresh = values[known:]
        finite = np.isfinite(fresh)
        if not finite.all():
            self._broken.extend(int(step) for step in self.steps[known:][~finite])
        if finite.any():
            place = known + int(np.nanargmin(np.where(finite, fresh, np.nan)))
            if self._best is None or values[place] < self._best[1]:
                self._best = (int(self.steps[place]), float(values[place]))

    def _settle(self) -> None:
        """Sort in what waits; of two values of one step the later one stays."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        if not self._waiting:
            return
        added = np.concatenate([steps for steps, _ in self._waiting])
        known = int(self._steps.view.searchsorted(added.min()))  # what lies before is in order as it is
        steps = np.concatenate((self._steps.view[known:], added))
        values = np.concatenate([self._values.view[known:], *(values for _, values in self._waiting)])
        self._waiting.clear()
        order = np.argsort(steps, kind="stable")
        steps, values = steps[order], values[order]
        newest = np.append(steps[1:] != steps[:-1], True)
        self._steps.put(np.concatenate((self._steps.view[:known], steps[newest])))
        self._values.put(np.concatenate((self._values.view[:known], values[newest])))
        self._pyramid = Pyramid()
        self._rewritten += 1
        self._looked_at, self._best, self._broken = 0, None, []
