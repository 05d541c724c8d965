"""The lines of a panel as numbers to draw: thinned to what the width can show, raw and smoothed."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.axes import Axis, Scale, scale
from desktop_app.core.curves import Smoothed
from desktop_app.core.line import Line
from desktop_app.core.panels import RATE, Panel, Role, panels
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.styles import Style, style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = tuple[NDArray[np.float64], NDArray[np.float64]]
    """Places on the axis and values."""

_MANY = 300
"""A validation line with more points than this was measured on batches, and is smoothed like the training's."""
_FEW_DOTS = 60
_SAMPLE = 20_000
_CALM = (5, 95)
"""Values beyond these percentiles are outliers."""
_ENOUGH = 20
_CROWD = 600
"""More points than this of an unsmoothed line are drawn thin: that is quick, and no finer line could be told apart."""
_THICK = 4
"""So many points a pixel at most: two stretches, each with its lowest and highest value."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One line: the smoothed one, if it is smoothed, with the raw one behind it."""

    run: int
    role: Role
    name: str
    style: Style
    main: "Points"
    raw: "Points | None"
    dots: bool
    smoothed: bool

    def end(self, span: tuple[float, float], *, log: bool) -> tuple[float, float] | None:
        """Return place and value of the last point within a span of the axis that can be drawn."""
        places, values = self.main
        seen = (places >= span[0]) & (places <= span[1]) & (values > 0 if log else values == values)  # noqa: PLR0124 - NaN
        found = seen.nonzero()[0]
        return (float(places[found[-1]]), float(values[found[-1]])) if len(found) else None

    @property
    def crowded(self) -> bool:
        """Tell whether the main line, as measured, has more points than the width can show."""
        return not self.smoothed and len(self.main[0]) > _CROWD


class Tracer:
    """Makes traces, and remembers from one picture to the next what was smoothed already."""

    def __init__(self) -> None:
        self._smoothed: dict[tuple[str, str], Smoothed] = {}
        self._weight = -1.0
        self._scales: dict[str, tuple[object, Scale | None]] = {}

    def forget(self) -> None:
        """Let go of everything remembered."""
        self._smoothed.clear()
        self._scales.clear()

    def scale(self, run: Shown, axis: Axis) -> Scale | None:
        """Return where the steps of a training lie."""
        job = run.job
        state = (axis, run.curves, run.curves.version, job.epochs, job.total_steps, job.trained_tokens)
        known = self._scales.get(job.id)
        if known is None or known[0] != state:
            known = self._scales[job.id] = (state, scale(run.curves, job, axis))
        return known[1]

    def smoothed(self, run: Shown, name: str, weight: float) -> Line | None:
        """Return a line of a training, smoothed."""
        line = run.curves.line(name)
        if line is None or not weight:
            return line
        if weight != self._weight:
            self._smoothed.clear()
            self._weight = weight
        known = self._smoothed.get((run.job.id, name))
        if known is None or known.source is not line:
            known = self._smoothed[run.job.id, name] = Smoothed(line, weight)
        return known.line

    def whole(self, runs: Iterable[Shown], axis: Axis) -> tuple[float, float]:
        """Return the range of the axis from the first to the last step that was measured or is still to come."""
        ends = [0.0]
        for run in runs:
            known = self.scale(run, axis)
            if known is not None:
                last = max(run.curves.last_step, 0 if axis is Axis.TIME else run.job.total_steps)
                ends.append(float(known.place([last])[0]))
        return 0.0, max(ends) or 1.0

    def traces(
        self, key: str, runs: Sequence[Shown], manner: Manner, span: tuple[float, float], width: int
    ) -> list[Trace]:
        """Return the lines of the panel `key` over a piece of the axis that is `width` pixels wide."""
        found = []
        for place, run in enumerate(runs):
            known = self.scale(run, manner.axis)
            for role, name in _lines(key, run) if known is not None else ():
                line = run.curves.line(name)
                if line is not None and len(line) and known is not None:
                    look = style(place, len(runs), role)
                    found.append(self._trace((place, run), (role, name, look), known, manner, (*span, width)))
        return found

    def _trace(
        self,
        placed: tuple[int, Shown],
        what: tuple[Role, str, Style],
        known: Scale,
        manner: Manner,
        window: tuple[float, float, int],
    ) -> Trace:
        (place, run), (role, name, look) = placed, what
        raw = run.curves.line(name)
        assert raw is not None  # noqa: S101 - `traces` looked
        weight = manner.weight if smooths(name, role, raw) else 0.0
        main = self.smoothed(run, name, weight) or raw
        points = _seen(main, known, window, calm=main is not raw)
        behind = _seen(raw, known, window) if weight and place == 0 else None
        few = len(points[0]) <= (_FEW_DOTS if role is Role.VALIDATION else 1)
        return Trace(place, role, name, look, points, behind, few and len(main) <= _MANY, main is not raw)

    def heights(
        self, traces: Iterable[Trace], runs: Sequence[Shown], manner: Manner, span: tuple[float, float]
    ) -> tuple[float, float] | None:
        """Return the lowest and highest value to be seen, on the scale of the picture; None without any."""
        lines = [
            (line, _places(line, known, span))
            for trace in traces
            if (known := self.scale(runs[trace.run], manner.axis)) is not None
            and (line := runs[trace.run].curves.line(trace.name)) is not None
        ]
        if manner.calm:  # of a few values nobody can say which are outliers: many others tell the scale, if there are
            lines = [each for each in lines if each[1][1] - each[1][0] >= _ENOUGH] or lines
        found = [pair for line, places in lines if (pair := _heights(line, places, manner)) is not None]
        if not found:
            return None
        return min(low for low, _ in found), max(high for _, high in found)


def smooths(name: str, role: Role, line: Line) -> bool:
    """Tell whether a line is drawn smoothed: what is measured often is, a rate that was set is not."""
    return name != RATE and (role is Role.TRAINING or len(line) > _MANY)


def all_panels(runs: Iterable[Shown]) -> tuple[Panel, ...]:
    """Return the panels of everything that any of the trainings measured."""
    names = dict.fromkeys(name for run in runs for name in run.curves.names)
    return panels(tuple(names))


def _lines(key: str, run: Shown) -> Iterator[tuple[Role, str]]:
    for panel in panels(run.curves.names):
        if panel.key == key:
            yield from panel.lines


def _places(line: Line, known: Scale, span: tuple[float, float]) -> tuple[int, int]:
    """Return the first place and the one after the last of the steps within a span, with one more at either side."""
    # Asked for a number with a fraction, numpy would make a copy of all the steps.
    first, last = math.floor(known.step(span[0])), math.floor(known.step(span[1]))
    start = int(line.steps.searchsorted(first)) - 1
    end = int(line.steps.searchsorted(last, side="right")) + 1
    return max(0, start), min(len(line), end)


def _seen(line: Line, known: Scale, window: tuple[float, float, int], *, calm: bool = False) -> "Points":
    """Return what can be seen of a line; `calm`: one point for each two pixels at most, as a thick line needs."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something is drawn

    start, end = _places(line, known, window[:2])
    most = max(64, _THICK * window[2])
    steps, values = line.middles(start, end, most // 2) if calm else line.thinned(start, end, most)
    if len(steps) and end - start > len(steps):  # the newest value itself is what is read at the line's end
        last = int(line.steps[:end].searchsorted(math.floor(known.step(window[1])), side="right")) - 1
        before = steps < line.steps[last]
        steps = np.append(steps[before], line.steps[last])
        values = np.append(values[before], line.values[last])
    return known.place(steps), values


def _heights(line: Line, places: tuple[int, int], manner: Manner) -> tuple[float, float] | None:
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something is drawn

    first, end = places
    found = line.extremes(first, end)
    if found is None or not (manner.calm or manner.log):
        return found
    if manner.log and not manner.calm and found[0] > 0:
        return math.log10(found[0]), math.log10(found[1])
    values = line.values[first:end]
    values = values[:: max(1, len(values) // _SAMPLE)]
    values = values[np.isfinite(values)]
    if manner.log:
        values = np.log10(values[values > 0])
    if not len(values):
        return None
    if manner.calm and len(values) >= _ENOUGH:
        low, high = np.percentile(values, _CALM)
        return float(low), float(high)
    return float(values.min()), float(values.max())
