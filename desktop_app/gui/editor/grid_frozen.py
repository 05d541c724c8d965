"""The column of what is asked, kept in view while the table is scrolled sideways."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QTableView, QWidget

from desktop_app.gui.theme.palette import colours

_MOST = 0.45
"""It covers this share of the table at the most."""
_EDGE = 2


class FrozenColumn(QWidget):
    """Lies over the edge of a table that `column` has been scrolled beyond, and draws it there; clicks are taken on.

    A second table over the first would need a height for each of a million rows once more; this draws what is seen.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.column = -1
        """Which column is kept in view, -1 for none."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()
        table.viewport().installEventFilter(self)
        table.horizontalScrollBar().valueChanged.connect(self.place)

    def covers(self, column: int) -> bool:
        """Tell whether this column is the one on show here."""
        return self.column == column and not self.isHidden()

    def place(self) -> None:
        """Come up where the column is out of view, and go where it is not."""
        table, column = self._table, self.column
        there = 0 <= column < table.horizontalHeader().count() and not table.isColumnHidden(column)
        port = table.viewport().geometry()
        width = min(table.columnWidth(column), round(port.width() * _MOST)) if there else 0
        left = table.columnViewportPosition(column) if there else 0
        beyond = left + table.columnWidth(column) > port.width() if self._mirrored else left < 0
        if not there or not beyond:
            self.hide()
            return
        head = table.horizontalHeader().height()
        x = port.right() + 1 - width if self._mirrored else port.left()
        self.setGeometry(x, port.top() - head, width, port.height() + head)
        self.show()
        self.raise_()
        self.update()

    def make_room(self, rect: QRect) -> None:
        """Scroll sideways as far as a cell with this place on the viewport would lie under this column."""
        if self.isHidden():
            return
        bar, port = self._table.horizontalScrollBar(), self._table.viewport().width()
        under = rect.right() - (port - self.width()) if self._mirrored else self.width() - rect.left()
        if under > 0:
            bar.setValue(bar.value() - under)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw anew whenever the table does."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        elif event.type() is QEvent.Type.Paint and not self.isHidden():
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the head, the cells of the rows on show, and an edge."""
        table, painter = self._table, QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        head = table.horizontalHeader().height()
        painter.save()
        painter.setClipRect(0, head, self.width(), self.height() - head)
        row = table.rowAt(0)
        while 0 <= row < table.verticalHeader().count() and (y := table.rowViewportPosition(row)) < self.height():
            self._draw(painter, row, QRect(0, head + y, self.width(), table.rowHeight(row)))
            row += 1
        painter.restore()
        table.horizontalHeader().paintSection(painter, QRect(0, 0, self.width(), head), self.column)
        x = 0 if self._mirrored else self.width() - _EDGE
        painter.fillRect(x, 0, _EDGE, self.height(), QColor(colours().frame))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell, or the cells up to it."""
        self._pass_on(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose more cells."""
        self._pass_on(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End choosing."""
        self._pass_on(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring the column itself into view and edit the cell."""
        row = self._table.rowAt(round(event.position().y()) - self._table.horizontalHeader().height())
        if row >= 0:
            self._table.edit(self._table.model().index(row, self.column))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table."""
        QApplication.sendEvent(self._table.viewport(), event)

    @property
    def _mirrored(self) -> bool:
        return self._table.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _draw(self, painter: QPainter, row: int, rect: QRect) -> None:
        table = self._table
        index = table.model().index(row, self.column)
        option = QStyleOptionViewItem()
        table.initViewItemOption(option)
        option.rect = rect.adjusted(0, 0, 0, -1)
        if table.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if index == table.currentIndex() and table.hasFocus():
            option.state |= QStyle.StateFlag.State_HasFocus
        table.itemDelegateForIndex(index).paint(painter, option, index)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours().line))

    def _pass_on(self, event: QMouseEvent) -> None:
        """Let the table take a mouse event as if the column lay here.

        Its cells lie elsewhere, so it would scroll there: it must not follow while it takes this one.
        """
        table = self._table
        row_y = round(event.position().y()) - table.horizontalHeader().height()
        at = QPoint(table.columnViewportPosition(self.column) + table.columnWidth(self.column) // 2, row_y)
        if row_y < 0:
            return
        follows = table.hasAutoScroll()
        table.setAutoScroll(False)
        passed = QMouseEvent(
            event.type(), at, table.viewport().mapToGlobal(at), event.button(), event.buttons(), event.modifiers()
        )
        QApplication.sendEvent(table.viewport(), passed)
        table.setAutoScroll(follows)
