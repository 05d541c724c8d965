"""The map as it is used: with the mouse, or by keyboard alone."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.gui.meaning import places
from desktop_app.gui.meaning.map_ground import MapGround

MOVE, RECTANGLE, LASSO = "move", "rectangle", "lasso"
_REACH = 14
"""A point is meant from so many pixels on."""
_STEP = 1.25
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class MapView(MapGround):
    """Lets people go from point to point, choose some, and open one."""

    opened = Signal(int)
    """The place of a point whose row is to be seen in the table."""

    def __init__(self, text_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        """Make one; `text_of` returns the words of a point's row."""
        super().__init__(text_of, parent)
        self.tool = MOVE
        self._held: QPointF | None = None
        self._dragged = False
        self._drawn: list[QPointF] = []

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the mouse is."""
        self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move, or to draw around points."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held, self._dragged, self._drawn = event.position(), False, [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or draw."""
        if self._held is None:
            return
        moved = event.position() - self._held
        self._dragged = self._dragged or moved.manhattanLength() > 4
        if not self._dragged:
            return
        if self.tool == MOVE:
            self._shift(moved)
            self._held = event.position()
        elif self.tool == LASSO:
            self._drawn.append(event.position())
        else:
            self._drawn = [self._drawn[0], event.position()]
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was encircled, or look at the point that was clicked."""
        if self._held is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        held, self._held = self._held, None
        if not self._dragged:
            self._click(held)
        elif self.tool != MOVE and self._points is not None:
            self.choose(places.inside(self._points, self._view, self._outline()))
        self._drawn = []
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the row in the table."""
        place = self._at(event.position())
        if place >= 0:
            self.opened.emit(place)

    def event(self, event: QEvent) -> bool:
        """Say what the point under the mouse is."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._hint(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from point to point, zoom, choose and open."""
        key = event.key()
        if key in _ARROWS:
            self._walk(_ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.opened.emit(self._current)
        elif key == Qt.Key.Key_Space and self._current >= 0 and self._chosen is not None:
            wanted = self._chosen.copy()
            wanted[self._current] ^= True
            self.choose(wanted)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / _STEP if key == Qt.Key.Key_Minus else _STEP, self._middle())
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Escape and self.chosen:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the keyboard begin at the point nearest to the middle."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._current < 0 and self._points is not None:
            self.go_to(places.nearest(self._points, self._view, self.rect().center().toPointF(), math.inf))

    def _walk(self, way: tuple[float, float]) -> None:
        if self._points is not None:
            start = self._middle()
            self.go_to(places.towards(self._points, self._view, start, way, self._current))

    def _middle(self) -> QPointF:
        return self._pixel(self._current) if self._current >= 0 else QPointF(self.rect().center())

    def _click(self, at: QPointF) -> None:
        place = self._at(at)
        if place >= 0:
            self.go_to(place)

    def _hint(self, at: QPoint, on_screen: QPoint) -> None:
        place = self._at(QPointF(at))
        QToolTip.showText(on_screen, self._text_of(place) if place >= 0 else "", self)

    def _at(self, at: QPointF) -> int:
        return -1 if self._points is None else places.nearest(self._points, self._view, at, _REACH)

    def _outline(self) -> QPolygonF:
        if self.tool == RECTANGLE and len(self._drawn) == 2:
            return QPolygonF(QRectF(self._drawn[0], self._drawn[1]).normalized())
        return QPolygonF(self._drawn)
