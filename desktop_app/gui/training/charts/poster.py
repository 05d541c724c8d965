"""The curves as they stand on the screen, drawn into a picture or a drawing of their own."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from desktop_app.core.panels import Role
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.training.charts.panel_view import PanelView
from desktop_app.gui.training.charts.styles import style
from desktop_app.gui.training.charts.swatch import draw_line

_EDGE = 16
_GAP = 12
_DPI = 96
_SHARP = 2.0
"""Dots of a saved picture for each pixel on the screen."""


class Poster:
    """Panels under one another, above them which training is which, below them what the axis is."""

    def __init__(self, views: Sequence[PanelView], names: Sequence[str], below: str, font: QFont) -> None:
        self._views = views
        self._names = names
        self._below = below
        self._font = font
        self._line = QFontMetricsF(font).height() * 1.5

    @property
    def size(self) -> QSize:
        """Return the size in pixels of the screen."""
        width = max((view.width() for view in self._views), default=0) + 2 * _EDGE
        heights = sum(view.plot.widget.height() + self._line + _GAP for view in self._views)
        return QSize(width, round(heights + (len(self._names) + 1) * self._line + 2 * _EDGE))

    def image(self) -> QImage:
        """Return the picture, with twice as many dots as on the screen."""
        size = self.size
        image = QImage(size * _SHARP, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARP)
        painter = QPainter(image)
        self._draw(painter)
        painter.end()
        return image

    def png(self) -> bytes:
        """Return the picture as the content of a file."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image().save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know of a name as bytes alone
        buffer.close()
        return bytes(content.data())

    def svg(self) -> bytes:
        """Return the drawing as the content of a file: lines and letters, of any size."""
        content = QByteArray()
        buffer = QBuffer(content)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(self._views[0].logicalDpiX() if self._views else _DPI)  # else axes are scaled apart
        generator.setSize(self.size)
        generator.setViewBox(QRect(0, 0, self.size.width(), self.size.height()))
        generator.setTitle(", ".join(self._names))
        painter = QPainter(generator)
        self._draw(painter)
        painter.end()
        return bytes(content.data())

    def _draw(self, painter: QPainter) -> None:
        table, size = colours(), self.size
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(table.base))
        width, top = size.width() - 2 * _EDGE, float(_EDGE)
        for place, name in enumerate(self._names):
            left = float(_EDGE)
            if len(self._names) > 1:
                draw_line(painter, QRectF(left, top, 26, self._line), style(place, len(self._names), Role.TRAINING))
                left += 34
            painter.setPen(QColor(table.text))
            painter.drawText(QRectF(left, top, width, self._line), Qt.AlignmentFlag.AlignVCenter, name)
            top += self._line
        for view in self._views:
            height = view.plot.widget.height() + self._line
            painter.setPen(QColor(table.text))
            view.render_into(painter, QRectF(_EDGE, top, width, height), self._line)
            top += height + _GAP
        painter.setPen(QColor(table.muted))
        painter.drawText(QRectF(_EDGE, top, width, self._line), Qt.AlignmentFlag.AlignHCenter, self._below)
