"""What hands do on a plot: point, choose a piece, move closer, walk with the keys."""

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_DRAGGED = 6
"""A shorter way, in pixels, is a click."""
_CLOSER = 1.25


class Walk(Enum):
    """Where a key takes the crosshair."""

    BACK = -1
    ON = 1
    FAR_BACK = -10
    FAR_ON = 10
    FIRST = "first"
    LAST = "last"


_KEYS = {
    (Qt.Key.Key_Left, False): Walk.BACK,
    (Qt.Key.Key_Right, False): Walk.ON,
    (Qt.Key.Key_Left, True): Walk.FAR_BACK,
    (Qt.Key.Key_Right, True): Walk.FAR_ON,
    (Qt.Key.Key_Home, False): Walk.FIRST,
    (Qt.Key.Key_End, False): Walk.LAST,
}
_NEARER = {Qt.Key.Key_Plus: 1 / _CLOSER, Qt.Key.Key_Equal: 1 / _CLOSER, Qt.Key.Key_Minus: _CLOSER}


class Hands(QObject):
    """Turns what happens on one plot into wishes; places are pixels of the plot's width."""

    pointed = Signal(float)
    left = Signal()
    walked = Signal(object)
    """A Walk."""
    zoomed = Signal(float, object)
    """By this factor the piece that is seen grows, around this pixel (None: around the crosshair)."""
    choosing = Signal(float, float)
    chosen = Signal(float, float)
    reset = Signal()
    """Everything is to be seen again."""
    escaped = Signal()

    def __init__(self, plot: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._plot = plot
        self._from: float | None = None
        self.leaves = False
        """Whether Esc has something to take back here; else it is left to the window."""
        plot.installEventFilter(self)
        viewport = plot.viewport() if isinstance(plot, QAbstractScrollArea) else plot
        viewport.installEventFilter(self)
        viewport.setMouseTracking(True)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        """Take mouse, wheel and keys; everything else goes its way."""
        if target is self._plot:
            # What the plot itself would do with keys, nobody expects of it.
            return isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._key(event)
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if event.type() is QEvent.Type.Leave:
            self.left.emit()
        return isinstance(event, QMouseEvent) and self._mouse(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        if (key, shift) in _KEYS:
            self.walked.emit(_KEYS[key, shift])
        elif key in _NEARER:
            self.zoomed.emit(_NEARER[key], None)
        elif key is Qt.Key.Key_0:
            self.reset.emit()
        elif key is Qt.Key.Key_Escape and self.leaves:
            self.escaped.emit()
        else:
            return False
        event.accept()
        return True

    def _wheel(self, event: QWheelEvent) -> bool:
        """With Ctrl the wheel moves closer; without it, it turns the page, as everywhere."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            nearer = event.angleDelta().y() > 0
            self.zoomed.emit(1 / _CLOSER if nearer else _CLOSER, event.position().x())
            event.accept()
        else:
            event.ignore()
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, place = event.type(), _across(event.position())
        if kind is QEvent.Type.MouseButtonDblClick:
            self._from = None
            self.reset.emit()
        elif kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
            self._from = place
        elif kind is QEvent.Type.MouseMove:
            if self._from is not None and abs(place - self._from) >= _DRAGGED:
                self.choosing.emit(self._from, place)
            self.pointed.emit(place)
        elif kind is QEvent.Type.MouseButtonRelease and self._from is not None:
            begun, self._from = self._from, None
            if abs(place - begun) >= _DRAGGED:
                self.chosen.emit(begun, place)
        event.accept()
        return True


def _across(place: QPointF) -> float:
    return place.x()
