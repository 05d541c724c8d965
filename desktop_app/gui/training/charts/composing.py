"""What each panel shows, put together from the trainings and the manner in which they are to be drawn."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetricsF

from desktop_app.core.axes import Axis
from desktop_app.core.marks import best_checkpoint, epoch_ends
from desktop_app.core.panels import LOSS, Panel
from desktop_app.gui.training.charts import ticks
from desktop_app.gui.training.charts.plot import Mark, Picture
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.ticks import Tick, said
from desktop_app.gui.training.charts.traces import Trace, Tracer
from desktop_app.gui.training.charts.words import role_name
from desktop_app.gui.widgets.amounts import number

_AIR = 0.06
_GAP = 12
_NARROW = 0.45
"""The largest share of the width that the names at the lines' ends may take."""
_MOST_PASSES = 60
_KINDS = {Axis.STEP: ticks.steps, Axis.EPOCH: ticks.values, Axis.TOKENS: ticks.steps, Axis.TIME: ticks.times}


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room for a panel's lines in pixels, and the letters on it."""

    width: int
    height: int
    font: QFont

    @property
    def letters(self) -> QFontMetricsF:
        """Return how wide and how high letters of the charts are, in pixels."""
        return QFontMetricsF(self.font)


@dataclass(frozen=True, slots=True)
class Scene:
    """The trainings on show (the first is the chosen one), how they are drawn, and over which piece of the axis.

    `span` is what is drawn, `last` the last place that is worth a number.
    """

    runs: Sequence[Shown]
    manner: Manner
    span: tuple[float, float]
    last: float

    def ends(self, traces: Iterable[Trace]) -> tuple[tuple[float, float] | None, ...]:
        """Return place and value at the end of each line."""
        return tuple(trace.end(self.span, log=self.manner.log) for trace in traces)

    @property
    def zoomed(self) -> bool:
        """Tell whether only a piece of the trainings is to be seen."""
        return self.manner.span is not None


class Composer:
    """Makes the pictures of panels."""

    def __init__(self) -> None:
        self.tracer = Tracer()

    def scene(self, runs: Sequence[Shown], manner: Manner) -> Scene:
        """Return what is to be drawn over which piece of the axis."""
        span = manner.span or self.tracer.whole(runs, manner.axis)
        return Scene(runs, manner, span, span[1])

    def traces(self, panel: Panel, scene: Scene, width: int) -> tuple[Trace, ...]:
        """Return the lines of a panel."""
        return tuple(self.tracer.traces(panel.key, scene.runs, scene.manner, scene.span, width))

    def names(self, panel: Panel, traces: Sequence[Trace], scene: Scene) -> tuple[str, ...]:
        """Return what stands at the ends of lines: of which training and on what, and the newest value."""
        found = []
        for trace, end in zip(traces, scene.ends(traces), strict=True):
            parts = [scene.runs[trace.run].name] if len(scene.runs) > 1 else []
            if len(panel.lines) > 1:
                parts.append(role_name(trace.role))
            value = [said(end[1], share=panel.is_share)] if end is not None else []
            found.append(" ".join([", ".join(parts), *value]).strip())
        return tuple(found)

    def room_for_names(
        self, traces: Sequence[Trace], names: Sequence[str], scene: Scene, canvas: Canvas
    ) -> tuple[float, float]:
        """Return the piece of the axis to draw so that the names right of the lines, and the last number, have room."""
        first, last = scene.span
        if scene.zoomed:
            return first, last
        numbers = [canvas.letters.horizontalAdvance(words) for _, words in self._below(scene, canvas)]
        end = first + (last - first) * canvas.width / max(canvas.width - max(numbers, default=0.0) / 2, 1.0)
        for point, name in zip(scene.ends(traces), names, strict=True):
            wide = min(canvas.letters.horizontalAdvance(name) + 2 * _GAP, _NARROW * canvas.width)
            if point is not None:
                end = max(end, first + (point[0] - first) * canvas.width / (canvas.width - wide))
        return first, end

    def picture(self, panel: Panel, traces: tuple[Trace, ...], scene: Scene, canvas: Canvas) -> Picture:
        """Return the whole picture of a panel."""
        log = scene.manner.log
        found = self.tracer.heights(traces, scene.runs, scene.manner, scene.span)
        chief = panel.key == LOSS
        passes = self._passes(scene, canvas, named=chief)
        best = self._best(scene, named=chief)
        line = canvas.letters.height() * 1.3 / max(canvas.height, 1)
        above = max(_AIR, line if any(mark.name for mark in passes) else 0.0)
        below = max(_AIR, line if best is not None and best.name else 0.0)
        low, high = _with_air(found or (0.0, 1.0), above, below)
        return Picture(
            traces=traces,
            names=self.names(panel, traces, scene),
            ends=tuple(_drawn(end, log=log) for end in scene.ends(traces)),
            span=scene.span,
            heights=(low, high),
            below=tuple(self._below(scene, canvas)),
            beside=tuple(_beside(panel, (low, high), canvas, log=log, floor=found)),
            passes=passes,
            kept=self._kept(scene) if chief else (),
            best=best,
            log=log,
            zoomed=scene.zoomed,
        )

    def _below(self, scene: Scene, canvas: Canvas) -> list[Tick]:
        make: Callable[[float, float, int], list[Tick]] = _KINDS[scene.manner.axis]
        low, high = scene.span[0], scene.last
        wanted = 8
        while wanted > 1:
            found = make(low, high, wanted)
            widest = max((canvas.letters.horizontalAdvance(words) for _, words in found), default=0.0)
            if len(found) * (widest + 2 * _GAP) <= canvas.width:
                return found
            wanted -= 1
        return make(low, high, 1)

    def _passes(self, scene: Scene, canvas: Canvas, *, named: bool) -> tuple[Mark, ...]:
        """Return where the passes over the rows end; where they stand close, only some have names: the last always."""
        run = scene.runs[0]
        known = self.tracer.scale(run, scene.manner.axis)
        ends = epoch_ends(run.job)
        if known is None or not ends or len(ends) > _MOST_PASSES:
            return ()
        if scene.manner.axis is Axis.TIME:  # nobody knows yet when a pass to come will end
            ends = tuple(end for end in ends if end <= run.curves.last_step)
        places = [float(place) for place in known.place(ends)]
        words = QCoreApplication.translate("Charts", "pass {0}")
        texts = [words.format(number(count)) for count in range(1, len(ends) + 1)]
        first, last = scene.span
        widest = max((canvas.letters.horizontalAdvance(each) for each in texts), default=0.0) + _GAP
        apart = widest * (last - first) / canvas.width
        step = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else apart
        every = max(1, math.ceil(apart / step)) if step else len(places)
        found = []
        for at, (place, text) in enumerate(zip(places, texts, strict=True)):
            has_name = named and (len(places) - 1 - at) % every == 0 and place - first >= apart
            if first <= place <= last:
                found.append(Mark(place, text if has_name else ""))
        return tuple(found)

    def _kept(self, scene: Scene) -> tuple[float, ...]:
        run = scene.runs[0]
        known = self.tracer.scale(run, scene.manner.axis)
        steps = [kept.step for kept in run.checkpoints]
        return tuple(float(place) for place in known.place(steps)) if known is not None and steps else ()

    def _best(self, scene: Scene, *, named: bool) -> Mark | None:
        """Return the best checkpoint, or where none was kept the lowest validation loss."""
        run, translate = scene.runs[0], QCoreApplication.translate
        known = self.tracer.scale(run, scene.manner.axis)
        kept = best_checkpoint(run.curves, run.checkpoints)
        line = run.curves.validation
        lowest = line.best if line is not None and len(line) > 1 else None
        if known is None or (kept is None and lowest is None):
            return None
        if kept is not None:
            step, words = kept.step, translate("Charts", "best checkpoint: step {0}")
        else:
            step, words = (lowest or (0, 0.0))[0], translate("Charts", "lowest validation loss: step {0}")
        place = float(known.place([step])[0])
        shown = scene.span[0] <= place <= scene.span[1]
        return Mark(place, words.format(number(step)) if named else "") if shown else None


def _drawn(end: tuple[float, float] | None, *, log: bool) -> tuple[float, float] | None:
    """Return the end of a line on the scale that is drawn."""
    return (end[0], math.log10(end[1])) if end is not None and log else end


def _with_air(found: tuple[float, float], above: float, below: float) -> tuple[float, float]:
    """Return heights with these shares of the picture left free above and below the lines."""
    low, high = found
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        pad = abs(high) * 0.1 or 0.5
        low, high = low - pad, high + pad
    whole = (high - low) / max(1 - above - below, 0.2)
    return low - below * whole, high + above * whole


def _beside(
    panel: Panel, heights: tuple[float, float], canvas: Canvas, *, log: bool, floor: tuple[float, float] | None
) -> list[Tick]:
    wanted = max(2, min(6, int(canvas.height / (canvas.letters.height() * 1.7))))
    low, high = heights
    if log:
        return ticks.powers(low, high, wanted, share=panel.is_share)
    if floor is not None and floor[0] >= 0:
        low = max(low, 0.0)  # what is never below zero has no numbers there
    if panel.is_share:
        return ticks.shares(low, min(high, 1.0) if floor is not None and floor[1] <= 1 else high, wanted)
    return ticks.values(low, high, wanted)
