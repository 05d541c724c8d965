"""The heads of the rows: their numbers; a click chooses a row, dragging chosen rows moves them."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QRubberBand, QTableView

_LEAST = 1000
"""The heads have room for this number at the least, so that they do not grow while the first rows come."""
_MARGIN = 18


class RowHeads(QHeaderView):
    """`dropped(place)` says that the chosen rows shall stand before the row at this place, or at the end."""

    dropped = Signal(int)

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self._pressed: QPoint | None = None
        self._line = QRubberBand(QRubberBand.Shape.Line, table.viewport())
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """Return room for the largest number."""
        largest = self.locale().toString(max(self.count(), _LEAST))
        return QSize(self.fontMetrics().horizontalAdvance(largest) + _MARGIN, super().sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag rows that are chosen, else choose."""
        place = self.logicalIndexAt(event.position().toPoint())
        chosen = place >= 0 and self._table.selectionModel().isRowSelected(place, self.rootIndex())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() is Qt.MouseButton.RightButton and place >= 0 and not chosen:
            self._table.selectRow(place)  # the menu that opens now is about the row under the mouse
        if event.button() is Qt.MouseButton.LeftButton and chosen and plain:
            self._pressed = event.position().toPoint()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the rows would go."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        at = event.position().toPoint()
        if self._line.isHidden() and (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._scroll(at.y())
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        y = self._edge(self.drop_place(at.y()))
        self._line.setGeometry(QRect(0, y - 2, self._table.viewport().width(), 4))
        self._line.show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the rows go here; a press without dragging chooses the one row."""
        if self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        dragged, start = not self._line.isHidden(), self._pressed
        self._leave()
        at = event.position().toPoint()
        if dragged and self.rect().adjusted(-self.width(), 0, self._table.width(), 0).contains(at):
            self.dropped.emit(self.drop_place(at.y()))
        elif not dragged:
            self._table.selectRow(self.logicalIndexAt(start))

    def drop_place(self, y: int) -> int:
        """Return before which row that would stand which is let go at this height; the number of rows is the end."""
        place = self.logicalIndexAt(QPoint(0, y))
        if place < 0:
            return 0 if y < 0 else self.count()
        return place + int(y > self.sectionViewportPosition(place) + self.sectionSize(place) // 2)

    def _edge(self, place: int) -> int:
        if place < self.count():
            return self.sectionViewportPosition(place)
        return self.sectionViewportPosition(place - 1) + self.sectionSize(place - 1)

    def _scroll(self, y: int) -> None:
        """Bring rows into view that lie beyond the edge the mouse has passed."""
        bar = self._table.verticalScrollBar()
        if y < 0:
            bar.setValue(bar.value() - self.defaultSectionSize())
        elif y > self.height():
            bar.setValue(bar.value() + self.defaultSectionSize())

    def _leave(self) -> None:
        self._pressed = None
        self._line.hide()
        self.unsetCursor()
