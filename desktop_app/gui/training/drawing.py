"""The chart of the losses, drawn with pyqtgraph."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from desktop_app.gui.theme.palette import Colours
from desktop_app.gui.training.lines import Line, Lines, ticks
from desktop_app.gui.widgets.amounts import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_GAP = 8
_NARROW = 0.45
"""The largest share of the width that the labels at the lines' ends may take."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands at the axes and at the lines' ends, in the user's language."""

    step: str
    loss: str
    training: str
    validation: str
    epoch: str
    """With a gap for the number of the pass over the rows that ends here."""


async def load_pyqtgraph() -> Any:  # noqa: ANN401 - a module without types
    """Return pyqtgraph; its import takes a second, so it is done outside the window's thread."""
    import pyqtgraph  # noqa: PLC0415 - heavy, only needed for charts

    return pyqtgraph


class Drawing:
    """Two curves with their names at their ends; colours and letters are those of the moment it is painted."""

    def __init__(self, pyqtgraph: Any, words: Words) -> None:  # noqa: ANN401 - see load_pyqtgraph
        self._pg = pyqtgraph
        self._words = words
        self._lines: Lines | None = None
        self.widget: QWidget = pyqtgraph.PlotWidget()
        self._plot = self.widget.getPlotItem()
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(False, False)
        # In a mirrored window the axis would change sides, but its numbers would still run from the left.
        self._plot.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._raw = self._plot.plot([], [])
        self._smoothed = self._plot.plot([], [], antialias=True)
        self._validation = self._plot.plot([], [], antialias=True, symbol="o", symbolSize=7)
        self._names = (self._label(), self._label())
        self._marks: list[Any] = []
        self._epochs: list[Any] = []
        """The names of the marks, in their order."""

    def paint(self, colours: Colours, font: QFont) -> None:
        """Take on these colours and letters."""
        pen, plot = self._pg.mkPen, self._plot
        self.widget.setBackground(colours.base)  # type: ignore[attr-defined]  # pyqtgraph has no types
        first, second = QColor(colours.curves[0]), QColor(colours.curves[1])
        faint = QColor(first)
        faint.setAlpha(110)
        self._raw.setPen(pen(faint, width=1))
        self._smoothed.setPen(pen(first, width=2))
        self._validation.setPen(pen(second, width=2))
        self._validation.setSymbolBrush(second)
        self._validation.setSymbolPen(pen(colours.base, width=1))
        for name, colour in zip(self._names, (first, second), strict=True):
            name.setColor(colour)
            name.setFont(font)
        for side, text in (("bottom", self._words.step), ("left", self._words.loss)):
            axis = plot.getAxis(side)
            axis.setPen(pen(colours.line))
            axis.setTextPen(pen(colours.muted))
            axis.setStyle(tickFont=font)
            axis.setLabel(text, **{"color": colours.muted, "font-size": f"{font.pointSizeF():.1f}pt"})
        for name in self._epochs:
            name.setColor(QColor(colours.muted))
            name.setFont(font)
        for mark in self._marks:
            mark.setPen(pen(colours.frame, style=Qt.PenStyle.DotLine))

    def draw(self, lines: Lines, colours: Colours, font: QFont) -> None:
        """Draw these curves."""
        self._lines = lines
        self._raw.setData(*lines.raw)
        self._smoothed.setData(*lines.smoothed)
        self._validation.setData(*lines.validation)
        self._draw_marks(lines.epochs)
        self.paint(colours, font)
        self.fit(font)

    def fit(self, font: QFont) -> None:
        """Set the ranges so that the names at the lines' ends have room."""
        if self._lines is None or self._lines.empty:
            return
        lines = self._lines
        values = [*lines.raw[1], *lines.smoothed[1], *lines.validation[1]]
        low, high = min(values), max(values)
        air = (high - low) * 0.08 or 0.1
        # Below the lowest line there is room for its name, so that this is never cut off.
        letters = min(QFontMetricsF(font).height() * 1.5 / max(self._plot.getViewBox().height(), 1.0), _NARROW)
        low = min(low - air, high - (high - low or 0.1) / (1 - letters))
        # Above the highest one there is room for the names of the passes.
        top = high + max(air, (high - low) * letters / (1 - letters)) if self._marks else high + air
        self._plot.setYRange(low, top, padding=0)
        said = [_end(self._words.training, lines.smoothed), _end(self._words.validation, lines.validation)]
        room = max(QFontMetricsF(font).horizontalAdvance(text) for text in said) + 2 * _GAP
        share = min(room / max(self._plot.getViewBox().width(), 1.0), _NARROW)
        self._plot.setXRange(0, lines.end / (1 - share), padding=0.01)
        self._plot.getAxis("bottom").setTicks([[(step, number(step)) for step in ticks(lines.end)]])
        self._place_names(said, lines, top - low)
        self._place_epochs(lines.epochs, top, QFontMetricsF(font))

    def _place_names(self, said: list[str], lines: Lines, height: float) -> None:
        curves = (lines.smoothed, lines.validation)
        ends = [curve[1][-1] if curve[1] else None for curve in curves]
        known = [end for end in ends if end is not None]
        crowded = len(known) == 2 and abs(known[0] - known[1]) < height * 0.12
        for name, text, curve, end in zip(self._names, said, curves, ends, strict=True):
            name.setVisible(end is not None)
            if end is None:
                continue
            upper = end == max(known)
            name.setText(text)
            name.setAnchor((0, (1 if upper else 0) if crowded else 0.5))
            name.setPos(curve[0][-1], end)

    def _place_epochs(self, epochs: tuple[float, ...], top: float, letters: QFontMetricsF) -> None:
        """Name the marks at their upper ends, left of them; where they stand close, only some: the last one always."""
        if not epochs:
            return
        texts = [self._words.epoch.format(number(count)) for count in range(1, len(epochs) + 1)]
        (left, right), _ = self._plot.viewRange()
        pixels = epochs[0] / max(right - left, 1e-9) * self._plot.getViewBox().width()
        widest = max(letters.horizontalAdvance(text) for text in texts) + _GAP
        every = max(1, math.ceil(widest / max(pixels, 1.0)))
        for at, (name, text, step) in enumerate(zip(self._epochs, texts, epochs, strict=True)):
            name.setVisible((len(epochs) - 1 - at) % every == 0 and (at + 1) * pixels >= widest)
            name.setText(text)
            name.setPos(step, top)

    def _draw_marks(self, epochs: tuple[float, ...]) -> None:
        if len(epochs) == len(self._marks):
            for mark, step in zip(self._marks, epochs, strict=True):
                mark.setValue(step)
            return
        for item in (*self._marks, *self._epochs):
            self._plot.removeItem(item)
        self._marks, self._epochs = [], [self._label((1, 0)) for _ in epochs]
        for step in epochs:
            mark = self._pg.InfiniteLine(step, angle=90, movable=False)
            mark.setZValue(-10)
            self._plot.addItem(mark)
            self._marks.append(mark)

    def _label(self, anchor: tuple[float, float] = (0, 0.5)) -> Any:  # noqa: ANN401 - see load_pyqtgraph
        name = self._pg.TextItem("", anchor=anchor)
        name.setVisible(False)
        self._plot.addItem(name, ignoreBounds=True)
        return name


def _end(name: str, curve: Line) -> str:
    return f"{name} {number(curve[1][-1], 2)}" if curve[1] else ""
