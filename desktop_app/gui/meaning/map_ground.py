"""The map's ground: points in their groups, how much of the map is seen, and what is marked on it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui.meaning import places
from desktop_app.gui.meaning.raster import Inks, View, paint, side
from desktop_app.gui.theme.palette import colours

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desktop_app.gui.meaning.places import Points

_EDGE = 24


class MapGround(QWidget):
    """Shows Points; `current` is the one that is looked at, `chosen` those that were encircled."""

    current_changed = Signal(int)
    """The place of the point that is looked at now."""
    chosen_changed = Signal()

    def __init__(self, text_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        """Make one; `text_of` returns the words of a point's row."""
        super().__init__(parent)
        self._text_of = text_of
        self._points: Points | None = None
        self._chosen: NDArray[np.bool_] | None = None
        self._shown: tuple[int, ...] = ()
        self._current = -1
        self._view = View()
        self._fitted = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Map of the rows"))

    def sizeHint(self) -> QSize:
        """Return the room a map would like."""
        return QSize(480, 420)

    @property
    def current(self) -> int:
        """Return the place of the point that is looked at; -1 for none."""
        return self._current

    @property
    def chosen(self) -> list[int]:
        """Return the places of the chosen points."""
        return [] if self._chosen is None else [int(place) for place in self._chosen.nonzero()[0]]

    def show_points(self, points: "Points | None") -> None:
        """Show other points; nothing is chosen any more, and the whole map is seen."""
        self._points = points
        self._chosen = None if points is None else places.none_of(points)
        self._current = -1
        self.chosen_changed.emit()
        self.show_groups(range(0 if points is None else len(points.names)))
        self.fit()

    def recolour(self, points: "Points") -> None:
        """Show the same points in other groups."""
        self._points = points
        self.show_groups(range(len(points.names)))

    def show_groups(self, groups: Sequence[int]) -> None:
        """Show these groups clearly and the others faintly."""
        self._shown = tuple(groups)
        self.update()

    def fit(self) -> None:
        """Show the whole map."""
        self._fitted = True
        room = min(self.width(), self.height()) - 2 * _EDGE
        scale = max(1.0, float(room))
        self._view = View(scale, (self.width() - scale) / 2, (self.height() - scale) / 2)
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show the map larger, or smaller, and keep what is `around` where it is."""
        at = around or QPointF(self.width() / 2, self.height() / 2)
        view = self._view
        scale = min(max(view.scale * factor, 50.0), 200_000.0)
        grown = scale / view.scale
        left, top = at.x() - (at.x() - view.left) * grown, at.y() - (at.y() - view.top) * grown
        self._view, self._fitted = View(scale, left, top), False
        self.update()

    def go_to(self, place: int, *, quietly: bool = False) -> None:
        """Look at a point, and move the map where it is not to be seen."""
        if self._points is None or not 0 <= place < self._points.count or place == self._current:
            return
        self._current = place
        at = self._pixel(place)
        if not QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE).contains(at):
            self._shift(QPointF(self.width() / 2, self.height() / 2) - at)
        self.setAccessibleDescription(self._text_of(place))
        self.update()
        if not quietly:
            self.current_changed.emit(place)

    def choose(self, wanted: "NDArray[np.bool_] | None") -> None:
        """Choose these points and no others; None for nothing."""
        if self._points is not None:
            self._chosen = places.none_of(self._points) if wanted is None else wanted
            self.chosen_changed.emit()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the points, what is drawn around them, and where the keyboard is."""
        table = colours()
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._points is None or self._chosen is None:
            painter.fillRect(self.rect(), QColor(table.base))
            return
        inks = Inks(table.base, table.curves, table.line, table.text)
        wide = side(self._points.count, ratio)
        size = (max(1, int(self.width() * ratio)), max(1, int(self.height() * ratio)))
        pixels = places.pixels(self._points, self._view, ratio)
        made = paint(size, pixels, self._points.groups, self._shown, self._chosen, (inks, wide))
        made.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current >= 0:
            painter.setPen(QPen(QColor(table.accent), 2.5))
            painter.drawEllipse(self._pixel(self._current), 9.0, 9.0)
        outline = self._outline()
        if outline.size() > 1:
            painter.setPen(QPen(QColor(table.accent), 1.5, Qt.PenStyle.DashLine))
            painter.drawPolygon(outline)
        frame = QColor(table.accent if self.hasFocus() else table.line)
        painter.setPen(QPen(frame, 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole map in sight if it was."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def _pixel(self, place: int) -> QPointF:
        if self._points is None:
            return QPointF()
        x, y = self._points.xy[place]
        return QPointF(float(x) * self._view.scale + self._view.left, float(y) * self._view.scale + self._view.top)

    def _shift(self, by: QPointF) -> None:
        view = self._view
        self._view, self._fitted = View(view.scale, view.left + by.x(), view.top + by.y()), False
        self.update()

    def _outline(self) -> QPolygonF:
        """Return what is being drawn around points: nothing, here."""
        return QPolygonF()
