"""A short piece of a line, to tell which is which."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui.theme.palette import colours
from desktop_app.gui.training.charts.styles import Style

_WIDTH, _HEIGHT = 26, 12
_DOT = 3.5


class Swatch(QWidget):
    """Shows the colour and the dashes of a line, with its dot where it has dots."""

    def __init__(self, style: Style, *, dot: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._dot = dot
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, style: Style, *, dot: bool) -> None:
        """Show another line."""
        if (style, dot) != (self._style, self._dot):
            self._style, self._dot = style, dot
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for a few dashes."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_line(painter, QRectF(self.rect()), self._style, dot=self._dot)
        painter.end()


def draw_line(painter: QPainter, place: QRectF, style: Style, *, dot: bool = False) -> None:
    """Draw a piece of a line across a rectangle, in the palette of the moment."""
    table = colours()
    colour = QColor(table.curves[style.colour % len(table.curves)])
    painter.setPen(QPen(colour, 2, style.dashes))
    middle = place.center().y()
    painter.drawLine(QPointF(place.left() + 1, middle), QPointF(place.right() - 1, middle))
    if dot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        _draw_dot(painter, place.center(), style.dot)


def _draw_dot(painter: QPainter, at: QPointF, shape: str) -> None:
    """Draw the dot of a line; its shapes are those of pyqtgraph's symbols."""
    corners = {"s": (45, 135, 225, 315), "t1": (90, 210, 330), "d": (0, 90, 180, 270), "p": range(18, 378, 72)}
    if shape not in corners:
        painter.drawEllipse(at, _DOT, _DOT)
        return
    turns = [math.radians(turn) for turn in corners[shape]]
    far = _DOT * 1.3
    painter.drawPolygon(QPolygonF([at + QPointF(math.cos(turn) * far, -math.sin(turn) * far) for turn in turns]))
