"""The crosshair: at which step it stands, what was measured there, and where the keys take it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.core.axes import Axis, Scale
from desktop_app.core.line import Line
from desktop_app.core.panels import Panel
from desktop_app.gui.training.charts.card import Row
from desktop_app.gui.training.charts.composing import Scene
from desktop_app.gui.training.charts.hands import Walk
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.training.charts.ticks import said
from desktop_app.gui.training.charts.traces import Trace, Tracer, smooths
from desktop_app.gui.training.charts.words import line_name, place_said
from desktop_app.gui.widgets.amounts import number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line at the crosshair: place, value, and the trace it belongs to."""

    place: float
    value: float
    trace: Trace


class Crosshair:
    """Stands at a measured step of the chosen training, or nowhere (None)."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self.step: int | None = None

    def place(self, scene: Scene) -> float | None:
        """Return where it stands on the axis."""
        known = self._tracer.scale(scene.runs[0], scene.manner.axis) if scene.runs else None
        return float(known.place([self.step])[0]) if known is not None and self.step is not None else None

    def point_at(self, place: float, scene: Scene) -> None:
        """Stand at the measured step nearest to a place on the axis."""
        known = self._tracer.scale(scene.runs[0], scene.manner.axis)
        steps = scene.runs[0].curves.steps
        if known is not None and len(steps):
            self.step = int(steps[_nearest(steps, known, place)])

    def walk(self, way: Walk, scene: Scene, width: int) -> None:
        """Go on by one measured step, or by what makes a pixel; far means ten times as far."""
        steps = scene.runs[0].curves.steps
        known = self._tracer.scale(scene.runs[0], scene.manner.axis)
        if not len(steps) or known is None:
            return
        if way in (Walk.FIRST, Walk.LAST) or self.step is None:
            self._step_in(way, scene, known)
            return
        first, last = math.floor(known.step(scene.span[0])), math.floor(known.step(scene.span[1]))
        seen = int(steps.searchsorted(last, side="right") - steps.searchsorted(first))
        stride = int(way.value) * max(1, seen // max(width, 1))
        at = int(steps.searchsorted(self.step)) + stride
        self.step = int(steps[max(0, min(at, len(steps) - 1))])

    def dots(self, traces: Sequence[Trace], scene: Scene) -> list[Dot]:
        """Return the points of a panel's lines nearest to the crosshair."""
        place = self.place(scene)
        found = []
        for trace in traces if place is not None else ():
            run = scene.runs[trace.run]
            known = self._tracer.scale(run, scene.manner.axis)
            raw = run.curves.line(trace.name)
            if known is None or raw is None:
                continue
            weight = scene.manner.weight if smooths(trace.name, trace.role, raw) else 0.0
            line = self._tracer.smoothed(run, trace.name, weight) or raw
            at = _nearest(line.steps, known, place or 0.0)
            if math.isfinite(line.values[at]):
                found.append(Dot(float(known.place(line.steps[at : at + 1])[0]), float(line.values[at]), trace))
        return found

    def title(self, scene: Scene) -> str:
        """Return in words where it stands."""
        words = QCoreApplication.translate("Charts", "Step {0}").format(number(self.step or 0))
        axis = scene.manner.axis
        place = self.place(scene)
        return words if axis is Axis.STEP or place is None else f"{words}, {place_said(axis, place)}"

    def rows(self, panels: Sequence[tuple[Panel, Sequence[Trace]]], scene: Scene) -> list[Row]:
        """Return the values of all lines of these panels, as measured and smoothed."""
        place = self.place(scene)
        found = []
        for panel, traces in panels if place is not None else ():
            for trace in traces:
                run = scene.runs[trace.run]
                known = self._tracer.scale(run, scene.manner.axis)
                raw = run.curves.line(trace.name)
                if known is not None and raw is not None:
                    at = _nearest(raw.steps, known, place or 0.0)
                    found.append(self._row(panel, trace, (run, raw, at), scene))
        return found

    def _row(self, panel: Panel, trace: Trace, where: tuple[Shown, Line, int], scene: Scene) -> Row:
        run, raw, at = where
        name = line_name(panel, trace.role)
        value = said(float(raw.values[at]), share=panel.is_share)
        if len(scene.runs) > 1:
            name = f"{run.name}: {name}"
        if int(raw.steps[at]) != self.step:
            value += QCoreApplication.translate("Charts", " (step {0})").format(number(int(raw.steps[at])))
        smoothed = ""
        if scene.manner.weight and smooths(trace.name, trace.role, raw):
            line = self._tracer.smoothed(run, trace.name, scene.manner.weight)
            smoothed = said(float(line.values[at]), share=panel.is_share) if line is not None else ""
        return Row(trace.style, trace.dots, name, value, smoothed)

    def _step_in(self, way: Walk, scene: Scene, known: Scale) -> None:
        """Go to an end of what was measured; one that stood nowhere begins at the end of what is seen."""
        steps = scene.runs[0].curves.steps
        if way is Walk.FIRST:
            self.step = int(steps[0])
        elif way is Walk.LAST:
            self.step = int(steps[-1])
        else:
            self.point_at(scene.span[1] if way in (Walk.BACK, Walk.FAR_BACK) else scene.span[0], scene)


def _nearest(steps: "NDArray[np.int64]", known: Scale, place: float) -> int:
    """Return where among the steps the one nearest to a place on the axis is."""
    wanted = known.step(place)
    after = int(steps.searchsorted(math.ceil(wanted)))
    if after == 0 or after == len(steps):
        return min(after, len(steps) - 1)
    return after if steps[after] - wanted < wanted - steps[after - 1] else after - 1
