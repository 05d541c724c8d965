"""How long the rows are: bars over tokens, with the longest length a model reads marked."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.core.distribution import Bar
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import direction_of

_LINES = 9
"""The height of the drawing in lines of text."""
_FEWEST = 8
"""There is always room for so many bars."""


class Histogram(QWidget):
    """Draws the bars; the sentence and the table beside it say the same in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._limit: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], limit: int | None) -> None:
        """Draw these bars; `limit` is the longest row in tokens that is not cut, None for no limit."""
        self._bars, self._limit = tuple(bars), limit
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the bars and the numbers under them."""
        return QSize(320, self.fontMetrics().lineSpacing() * _LINES)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axis, bars, limit and numbers; lengths run from the left in every language, as in the charts."""
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().lineSpacing()
        plot = QRectF(self.rect()).adjusted(0, line + HAIR, 0, -2 * line - HAIR)
        self._paint_bars(painter, plot)
        taken = self._paint_limit(painter, plot)
        self._paint_highest(painter, plot, taken)
        self._paint_numbers(painter, plot)
        painter.end()

    def _paint_bars(self, painter: QPainter, plot: QRectF) -> None:
        table = colours()
        most = max(bar.rows for bar in self._bars) or 1
        painter.setPen(QPen(QColor(table.line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in self._bars:
            left, right = self._x(plot, bar.start), self._x(plot, bar.stop)
            height = max(2.0, plot.height() * bar.rows / most) if bar.rows else 0.0
            cut = self._limit is not None and bar.start > self._limit
            colour = QColor(table.curves[1 if cut else 0])
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if cut else Qt.BrushStyle.SolidPattern))
            painter.drawRect(QRectF(left + 1, plot.bottom() - height, max(1.0, right - left - 2), height))

    def _paint_limit(self, painter: QPainter, plot: QRectF) -> QRectF:
        """Draw the limit where there is one among the bars, and return the room that its words take."""
        if self._limit is None or not self._limit < self._bars[-1].stop:
            return QRectF()
        x, metrics = self._x(plot, self._limit), self.fontMetrics()
        painter.setPen(QPen(QColor(colours().attention), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, plot.bottom()))
        words = self.tr("cut after {0}").format(number(self._limit))
        width = metrics.horizontalAdvance(words)
        left = x + HAIR if x + HAIR + width <= self.width() else x - HAIR - width
        self._write(painter, words, left, 0, colours().attention)
        return QRectF(min(left, x), 0, width + HAIR, metrics.lineSpacing())

    def _paint_numbers(self, painter: QPainter, plot: QRectF) -> None:
        """Write the lengths under the axis, as many as fit at even distances, and what they are."""
        muted, metrics = colours().muted, self.fontMetrics()
        edges = [self._bars[0].start, *(bar.stop for bar in self._bars)]
        widest = max(metrics.horizontalAdvance(number(edge)) for edge in edges) + 2 * SMALL
        apart = self._x(plot, edges[1]) - self._x(plot, edges[0])
        stride = max(1, ceil(widest / max(1.0, apart)))
        for edge in edges[::stride]:
            words = number(edge)
            middle = self._x(plot, edge) - metrics.horizontalAdvance(words) / 2
            self._write(painter, words, middle, plot.bottom() + HAIR, muted)
        name = self.tr("tokens in a row")
        middle = plot.center().x() - metrics.horizontalAdvance(name) / 2
        self._write(painter, name, middle, plot.bottom() + HAIR + metrics.lineSpacing(), muted)

    def _paint_highest(self, painter: QPainter, plot: QRectF, taken: QRectF) -> None:
        """Write over the highest bar how many rows it stands for, where the words of the limit leave room."""
        metrics, highest = self.fontMetrics(), max(self._bars, key=lambda bar: bar.rows)
        words = how_many.rows(highest.rows)
        width = metrics.horizontalAdvance(words)
        left = (self._x(plot, highest.start) + self._x(plot, highest.stop) - width) / 2
        if not taken.intersects(QRectF(left - SMALL, 0, width + 2 * SMALL, metrics.lineSpacing())):
            self._write(painter, words, left, 0, colours().muted)

    def _write(self, painter: QPainter, words: str, x: float, y: float, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.setLayoutDirection(direction_of(words))
        painter.drawText(QPointF(self._clamped(words, x), y + self.fontMetrics().ascent()), words)

    def _clamped(self, words: str, x: float) -> float:
        return max(0.0, min(x, self.width() - self.fontMetrics().horizontalAdvance(words)))

    def _x(self, plot: QRectF, tokens: int) -> float:
        """Return where a length stands; a few bars stand in the middle, no broader than many are."""
        first, last = self._bars[0].start, self._bars[-1].stop
        span = max(last - first, _FEWEST * (self._bars[0].stop - first))
        return plot.center().x() + plot.width() * (tokens - (first + last) / 2) / max(1, span)
