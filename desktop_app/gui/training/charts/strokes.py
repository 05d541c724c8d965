"""One trace on a plot: the line, the raw line behind it, and its dots."""

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor

from desktop_app.gui.theme.palette import Colours
from desktop_app.gui.training.charts.ground import Ground
from desktop_app.gui.training.charts.traces import Trace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FAINT, _FAINTER = 0.45, 0.3
"""How much of its colour the raw line keeps on the ground. A colour one can see through takes 30 times as long."""
_CROWD = 600
_SMOOTH = 400
"""Up to so many points the edges of a line are smooth; of more, that takes ten times as long and is not seen."""
_DOT = 7


class Strokes:
    """The items of one trace; the same items take the next trace."""

    def __init__(self, pyqtgraph: Any, ground: Ground) -> None:  # noqa: ANN401 - a module without types
        self._pg = pyqtgraph
        self._ground = ground
        self._trace: Trace | None = None
        self._painted: object = None
        self._raw = pyqtgraph.PlotCurveItem()
        self._main = pyqtgraph.PlotCurveItem(antialias=True)
        self._dots = pyqtgraph.ScatterPlotItem(size=_DOT, useCache=False)
        self._raw.setZValue(-5)
        for item in (self._raw, self._main, self._dots):
            ground.add(item)

    def draw(self, trace: Trace, *, log: bool) -> None:
        """Draw a trace; its heights as decimal logarithms if the panel's scale is logarithmic."""
        self._trace = trace
        places, values = trace.main[0], _scaled(trace.main[1], log=log)
        self._main.opts["antialias"] = len(places) <= _SMOOTH
        self._set(self._main, places, values)
        self._raw.setVisible(trace.raw is not None)
        if trace.raw is not None:
            self._set(self._raw, trace.raw[0], _scaled(trace.raw[1], log=log))
        self._dots.setVisible(trace.dots)
        if trace.dots:
            self._dots.setData(x=places, y=values, symbol=trace.style.dot)

    def paint(self, colours: Colours) -> QColor:
        """Take on the colours of the moment, as far as they are others than before, and return the line's own."""
        trace = self._trace
        assert trace is not None  # noqa: S101 - what is painted was drawn
        colour = QColor(colours.curves[trace.style.colour % len(colours.curves)])
        many = trace.raw is not None and len(trace.raw[0]) > _CROWD
        state = (colours, trace.style, trace.crowded, many)
        if state != self._painted:
            self._painted = state
            pen = self._pg.mkPen
            self._raw.setPen(pen(_mixed(colour, QColor(colours.base), _FAINTER if many else _FAINT), width=1))
            thick = pen(colour, width=2, style=trace.style.dashes)
            self._main.setPen(pen(colour, width=1) if trace.crowded else thick)
            self._dots.setBrush(self._pg.mkBrush(colour))
            self._dots.setPen(pen(colours.base, width=1))
        return colour

    def leave(self) -> None:
        """Go from the plot."""
        for item in (self._raw, self._main, self._dots):
            self._ground.remove(item)

    def _set(self, item: Any, places: "NDArray[np.float64]", values: "NDArray[np.float64]") -> None:  # noqa: ANN401 - see above
        whole = bool((values == values).all())  # noqa: PLR0124 - NaN alone differs from itself
        item.setData(places, values, connect="all" if whole else "finite", skipFiniteCheck=whole)


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """Return a colour between two others."""
    parts = ((colour.red(), ground.red()), (colour.green(), ground.green()), (colour.blue(), ground.blue()))
    red, green, blue = (round(share * one + (1 - share) * other) for one, other in parts)
    return QColor(red, green, blue)


def _scaled(values: "NDArray[np.float64]", *, log: bool) -> "NDArray[np.float64]":
    """Return the heights to draw; what has no logarithm becomes a gap."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something is drawn

    if not log:
        return values
    return np.log10(np.where(values > 0, values, np.nan))
