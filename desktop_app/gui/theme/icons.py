"""Icons: the bundled line drawings, drawn in the colours of the moment."""

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.gui.theme.palette import colours
from desktop_app.settings.paths import resource


class _Drawing(QIconEngine):
    """Draws one SVG; its stroke takes the colour of its tone when it is painted."""

    def __init__(self, svg: bytes, tone: str) -> None:
        super().__init__()
        self._svg = svg
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        tone = "disabled" if mode is QIcon.Mode.Disabled else self._tone
        svg = self._svg.replace(b"currentColor", str(getattr(colours(), tone)).encode())
        renderer = QSvgRenderer(QByteArray(svg))
        side = min(rect.width(), rect.height())
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(QRectF(rect).center())
        renderer.render(painter, spot)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # of a button that has no room before it is laid out
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Drawing(self._svg, self._tone)


def icon(name: str, tone: str = "text") -> QIcon:
    """Return the icon `name` of resources/icons in the colour of a token of `Colours`.

    It follows a change of the palette by itself. FileNotFoundError: there is no such drawing.
    """
    return QIcon(_Drawing(resource("icons", f"{name}.svg").read_bytes(), tone))
