"""One panel's picture, drawn with pyqtgraph: lines, marks, names at the lines' ends, and the crosshair."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui.theme.palette import Colours
from desktop_app.gui.training.charts.ends import spread
from desktop_app.gui.training.charts.ground import Ground
from desktop_app.gui.training.charts.strokes import Strokes
from desktop_app.gui.training.charts.ticks import Tick
from desktop_app.gui.training.charts.traces import Trace

if TYPE_CHECKING:
    from desktop_app.gui.training.charts.crosshair import Dot

_FAR_BELOW = -1e12
_BELOW = 4
_EDGE = 0.008
"""So large a share of the width stays free before the first point, whose dot is whole then."""


async def load_numpy() -> None:
    """Load what pyqtgraph reckons with: it knows nothing of Qt, so the window need not wait for it."""
    import numpy  # noqa: PLC0415, F401 - heavy, only needed for charts


def load_pyqtgraph() -> Any:  # noqa: ANN401 - a module without types
    """Return pyqtgraph, imported in the window's own thread although it is a quarter of a second late by that.

    It makes a hundred types of Qt's. Qt asks objects for their types without asking Python (a screen reader's question
    is enough), and a type that another thread makes in that moment ends the program.
    """
    import pyqtgraph  # noqa: PLC0415 - heavy, only needed for charts

    return pyqtgraph


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a place of the axis, with a name or without one."""

    place: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a panel shows. Heights are on the scale that is drawn: logarithms where the manner says so."""

    traces: tuple[Trace, ...]
    names: tuple[str, ...]
    """What stands at the end of each trace."""
    ends: tuple[tuple[float, float] | None, ...]
    """Where that is; None for a line that has no point in the picture."""
    span: tuple[float, float]
    heights: tuple[float, float]
    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]
    passes: tuple[Mark, ...] = ()
    kept: tuple[float, ...] = ()
    best: Mark | None = None
    log: bool = False
    zoomed: bool = False


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours and letters of the moment."""

    colours: Colours
    font: QFont


class Plot:
    """A picture that is drawn again and again; what is drawn stays until the next one."""

    def __init__(self, pyqtgraph: Any) -> None:  # noqa: ANN401 - see load_pyqtgraph
        self._pg = pyqtgraph
        self._ground = Ground(pyqtgraph)
        self.widget = self._ground.widget
        self._box = self._ground.box
        self._strokes: list[Strokes] = []
        self._names: list[Any] = []
        self._pass_names: list[Any] = []
        self._passes = self._verticals()
        self._best = self._verticals()
        self._best_name = self._label((0.5, 0))
        self._kept = pyqtgraph.ScatterPlotItem(symbol="t1", size=9, useCache=False)
        self._ground.add(self._kept)
        self._cross = self._verticals()
        self._dots = pyqtgraph.ScatterPlotItem(symbol="o", size=9, useCache=False)
        self._ground.add(self._dots)
        self._region = pyqtgraph.LinearRegionItem(movable=False)
        self._region.hide()
        self._ground.add(self._region)
        self._picture: Picture | None = None
        self._painted: object = None
        take_what_there_is(self.widget)

    @property
    def width(self) -> int:
        """Return how many pixels wide the lines have room."""
        return max(1, int(self._box.width()))

    def place_of(self, across: float) -> float:
        """Return the place on the axis below a pixel of the widget, counted from its left side."""
        left = self._box.mapSceneToView(QPointF(across, 0.0))
        return float(left.x())

    def across(self, place: float) -> float:
        """Return the pixel of the widget below which a place on the axis lies."""
        return float(self._box.mapViewToScene(QPointF(place, 0.0)).x())

    def draw(self, picture: Picture, paint: Paint, beside: int) -> None:
        """Draw a picture; the numbers beside it take `beside` pixels."""
        before, self._picture = self._picture, picture
        first, last = picture.span
        edge = (last - first) * _EDGE
        self._box.setRange(xRange=(first - edge, last), yRange=picture.heights, padding=0, disableAutoRange=True)
        self._ground.left.setWidth(beside)
        if before is None or picture.below != before.below:
            self._ground.bottom.setTicks([list(picture.below), []])
        if before is None or picture.beside != before.beside:
            self._ground.left.setTicks([list(picture.beside), []])
        self._fit_items(len(picture.traces))
        for strokes, trace in zip(self._strokes, picture.traces, strict=True):
            strokes.draw(trace, log=picture.log)
        self._draw_marks(picture)
        self.paint(paint)
        self._place_names(picture, paint)

    def paint(self, paint: Paint) -> None:
        """Take on these colours and letters, as far as they are others than before."""
        inks = [strokes.paint(paint.colours) for strokes in self._strokes]
        state = (paint, [ink.rgb() for ink in inks], len(self._pass_names))
        if state == self._painted:
            return
        self._painted = state
        colours, pen = paint.colours, self._pg.mkPen
        self._paint_axes(paint)
        for name, ink in zip(self._names, inks, strict=True):
            name.setColor(ink)
        for name in self._pass_names:
            name.setColor(QColor(colours.muted))
        self._best_name.setColor(QColor(colours.good))
        for name in (*self._names, *self._pass_names, self._best_name):
            name.setFont(paint.font)
            name.fill = self._pg.mkBrush(_thin(colours.base, 190))
        self._passes.setPen(pen(colours.frame, style=Qt.PenStyle.DotLine))
        self._best.setPen(pen(colours.good, width=1))
        self._kept.setBrush(self._pg.mkBrush(colours.muted))
        self._kept.setPen(pen(colours.base))
        self._cross.setPen(pen(colours.text, width=1))
        self._region.setBrush(self._pg.mkBrush(_thin(colours.accent, 50)))
        for line in self._region.lines:
            line.setPen(pen(colours.accent))

    def _paint_axes(self, paint: Paint) -> None:
        pen = self._pg.mkPen
        self.widget.setBackground(paint.colours.base)  # type: ignore[attr-defined]  # pyqtgraph has no types
        for axis, length in ((self._ground.bottom, -4), (self._ground.left, 0)):
            axis.setPen(pen(paint.colours.line))
            axis.setTextPen(pen(paint.colours.muted))
            axis.setStyle(tickFont=paint.font, tickLength=length, hideOverlappingLabels=not length)
        self._ground.left.setGrid(70)
        # By itself the axis is as high as four fifths of a line, and the commas of 1,000 would look like points.
        self._ground.bottom.setHeight(round(QFontMetricsF(paint.font).height()) + _BELOW)

    def cross(self, place: float | None, dots: Sequence[tuple[float, float, str]] = ()) -> None:
        """Show the crosshair at a place with a dot (place, height, colour) on each line; None takes it away."""
        self._cross.setVisible(place is not None)
        self._dots.setVisible(place is not None)
        if place is not None and self._picture is not None:
            low, high = self._picture.heights
            self._cross.setData([place, place], [low, high])
            self._dots.setData([{"pos": dot[:2], "brush": self._pg.mkBrush(dot[2]), "pen": None} for dot in dots])

    def dot(self, dot: "Dot", colours: Colours, *, log: bool) -> tuple[float, float, str]:
        """Return place, height and colour of a dot of the crosshair; what has no height here lies far below."""
        height = dot.value if not log else math.log10(dot.value) if dot.value > 0 else -math.inf
        return dot.place, max(height, _FAR_BELOW), colours.curves[dot.trace.style.colour % len(colours.curves)]

    def select(self, span: tuple[float, float] | None) -> None:
        """Show which piece of the axis is being chosen."""
        self._region.setVisible(span is not None)
        if span is not None:
            self._region.setRegion(span)

    def render(self, painter: QPainter, target: QRectF) -> None:
        """Draw the picture with another painter, as lines and letters and not as pixels."""
        self.widget.render(painter, target, self.widget.viewport().rect())  # type: ignore[attr-defined, call-overload]  # a QGraphicsView's own

    def _fit_items(self, count: int) -> None:
        """Have strokes and a name for each trace."""
        while len(self._strokes) > count:
            self._strokes.pop().leave()
            self._ground.remove(self._names.pop())
        while len(self._strokes) < count:
            self._strokes.append(Strokes(self._pg, self._ground))
            self._names.append(self._label((0, 0.5)))

    def _draw_marks(self, picture: Picture) -> None:
        low, high = picture.heights
        self._passes.setData(*_upright([mark.place for mark in picture.passes], low, high))
        self._kept.setData(x=list(picture.kept), y=[low + (high - low) * 0.03] * len(picture.kept))
        best = picture.best
        self._best.setData(*_upright([best.place] if best else [], low, high))
        self._best_name.setVisible(bool(best and best.name))
        if best:
            _say(self._best_name, best.name)
            across = (best.place - picture.span[0]) / (picture.span[1] - picture.span[0])
            self._best_name.setAnchor((0 if across < 0.6 else 1, 1))
            self._best_name.setPos(best.place, low)
        while len(self._pass_names) < len(picture.passes):
            self._pass_names.append(self._label((1, 0)))
        for at, name in enumerate(self._pass_names):
            name.setVisible(at < len(picture.passes) and bool(picture.passes[at].name))
            if at < len(picture.passes):
                _say(name, picture.passes[at].name)
                name.setPos(picture.passes[at].place, high)

    def _place_names(self, picture: Picture, paint: Paint) -> None:
        """Put the names beside the ends of their lines; seen from near, over the last piece that can be seen."""
        low, high = picture.heights
        pixels = max(self._box.height(), 1.0)
        placed = zip(self._names, picture.names, picture.ends, strict=True)
        shown = [(name, said, end) for name, said, end in placed if end is not None]
        for name, end in zip(self._names, picture.ends, strict=True):
            name.setVisible(end is not None)
        wanted = [(high - min(max(end[1], low), high)) / (high - low) * pixels for _, _, end in shown]
        height = paint.font.pointSizeF() * self.widget.logicalDpiY() / 72 * 1.5
        low_name = self._best_name.boundingRect().height() if picture.best and picture.best.name else 0.0
        for (name, said, end), down in zip(shown, spread(wanted, height, pixels - low_name), strict=True):
            _say(name, said)
            name.setAnchor((1, 0.5) if picture.zoomed else (0, 0.5))
            name.setPos(end[0], high - down / pixels * (high - low))

    def _verticals(self) -> Any:  # noqa: ANN401 - see load_pyqtgraph
        """Return an item that draws any number of upright lines."""
        item = self._pg.PlotCurveItem(connect="pairs")
        item.setZValue(-10)
        self._ground.add(item)
        return item

    def _label(self, anchor: tuple[float, float]) -> Any:  # noqa: ANN401 - see load_pyqtgraph
        name = self._pg.TextItem("", anchor=anchor)
        name.setVisible(False)
        name.setZValue(10)
        self._ground.add(name)
        return name


def take_what_there_is(part: QWidget) -> None:
    """Let the part live with the room it is given: by itself it would ask for the height of half a screen."""
    part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)


def _upright(places: Sequence[float], low: float, high: float) -> tuple[list[float], list[float]]:
    return [place for place in places for _ in range(2)], [low, high] * len(places)


def _thin(colour: str, alpha: int) -> QColor:
    found = QColor(colour)
    found.setAlpha(alpha)
    return found


def _say(name: Any, words: str) -> None:  # noqa: ANN401 - see load_pyqtgraph
    """Write words on a label; the same words once more would be laid out once more."""
    if name.toPlainText() != words:
        name.setText(words)
