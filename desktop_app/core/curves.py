"""Everything that was measured of one training, as lines that grow while it goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.line import Line
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.smoothing import Smoother

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VALIDATION = ("full_valid_loss", "valid_loss")
"""The loss over the whole validation part counts where it was measured, else the one over batches of it."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Many points at once: the steps measured, and for each name steps and values (NaN: no finite number came).

    `room` tells for how many points in all it is worth to make room, where that is known.
    """

    steps: "NDArray[np.int64]"
    columns: "Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]"
    room: int = 0


class Curves:
    """The lines of a training by their names (`core.metrics`); adding points costs the same at any length."""

    def __init__(self, points: Iterable[MetricPoint] = ()) -> None:
        self._lines: dict[str, Line] = {}
        self._every = Line()
        """Every step at which anything was measured; its values mean nothing."""
        self._version = 0
        self.append(points)

    def append(self, points: Iterable[MetricPoint]) -> None:
        """Take in points in any order; what is measured again at a step replaces what was known there."""
        portion = portion_of(points)
        if len(portion.steps):
            self.extend(portion)

    def extend(self, portion: Portion) -> None:
        """Take in a portion."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

        if not len(self._every) and portion.room:
            self._every = Line(portion.room)
        self._every.add(portion.steps, np.zeros(len(portion.steps)))
        for name, (steps, values) in portion.columns.items():
            if name not in self._lines:  # what is measured now and then needs no room for every step
                self._lines[name] = Line(portion.room if 2 * len(steps) > len(portion.steps) else 0)
            self._lines[name].add(steps, values)
        self._version += 1

    def __len__(self) -> int:
        return len(self._every)

    @property
    def version(self) -> int:
        """Return a number that is another one after each change."""
        return self._version

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the lines, in the order in which they came up."""
        return tuple(self._lines)

    @property
    def last_step(self) -> int:
        """Return the last step that was measured; 0 before anything was."""
        return int(self._every.steps[-1]) if len(self._every) else 0

    @property
    def steps(self) -> "NDArray[np.int64]":
        """Return every step at which anything was measured, rising."""
        return self._every.steps

    @property
    def validation(self) -> Line | None:
        """Return the line of the validation loss; None while it was not measured."""
        return self.first_of(VALIDATION)

    def line(self, name: str) -> Line | None:
        """Return a line by its name; None if nothing of that name was measured."""
        return self._lines.get(name)

    def first_of(self, names: Iterable[str]) -> Line | None:
        """Return the line of the first of these names that was measured."""
        return next((self._lines[name] for name in names if name in self._lines), None)

    def point(self, row: int) -> MetricPoint:
        """Return the point at a place among all steps."""
        step = int(self._every.steps[row])
        found = {name: value for name, line in self._lines.items() if (value := line.at(step)) is not None}
        broken = tuple(name for name, value in found.items() if value != value)  # noqa: PLR0124 - NaN alone does
        return MetricPoint(step, {name: value for name, value in found.items() if name not in broken}, broken)


class Smoothed:
    """A line beside another one that follows it, smoothed."""

    def __init__(self, source: Line, weight: float) -> None:
        self.source = source
        self._weight = weight
        self._begin()

    @property
    def line(self) -> Line:
        """Return the smoothed line, up to the newest value; only new values are looked at."""
        if self._seen != self.source.rewritten:
            self._begin()
        known = len(self._line)
        if known < len(self.source):
            self._line.add(self.source.steps[known:], self._smoother.smooth(self.source.values[known:]))
        return self._line

    def _begin(self) -> None:
        self._seen = self.source.rewritten
        self._line = Line(self.source.room)
        self._smoother = Smoother(self._weight)


def portion_of(points: Iterable[MetricPoint]) -> Portion:
    """Return measured points as one Portion: for each name the steps at which it was measured, and its values."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

    steps: list[int] = []
    columns: dict[str, tuple[list[int], list[float]]] = {}
    for point in points:
        steps.append(point.step)
        for name, value in (*point.values.items(), *((name, float("nan")) for name in point.broken)):
            there, values = columns.setdefault(name, ([], []))
            there.append(point.step)
            values.append(value)
    return Portion(
        np.array(steps, dtype=np.int64),
        {
            name: (np.array(there, dtype=np.int64), np.array(values, dtype=np.float64))
            for name, (there, values) in columns.items()
        },
    )
