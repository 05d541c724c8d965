"""The first texts that replacing would change, each with its row: as it is, and as it would be."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import SMALL

_TARGET = Qt.ItemDataRole.UserRole
_LINES = 3


class ChangeList(QListWidget):
    """Three lines a text. Enter and a double click say by `row_wanted` a row's id and the name of the text."""

    row_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _: self._ask())

    def add(self, head: str, before: str, after: str, target: tuple[int, str]) -> None:
        """Put a text to the end: what names it, and what stands around the first change; `target` is what is told."""
        item = QListWidgetItem(f"{head}\n− {before}\n+ {after}")
        item.setData(_TARGET, target)
        self.addItem(item)
        if self.currentItem() is None:
            self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the row; it never reaches the button of the dialog around."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        if self.currentItem() is not None:
            self.row_wanted.emit(*self.currentItem().data(_TARGET))


class _Lines(QStyledItemDelegate):
    """Draws the lines of an item, each as far as there is room: its name, then in colours before and after."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one item."""
        self.initStyleOption(option, index)
        lines, option.text = str(index.data()).split("\n"), ""
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if option.state & QStyle.StateFlag.State_HasFocus:
            style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, option.widget)
        high, room = option.fontMetrics.lineSpacing(), option.rect.adjusted(SMALL, SMALL // 2, -SMALL, 0)
        painter.save()
        painter.setLayoutDirection(option.direction)
        for number, (line, colour) in enumerate(zip(lines, _colours(), strict=False)):
            painter.setPen(QColor(colour))
            words = option.fontMetrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            at = QRect(room.left(), room.top() + number * high, room.width(), high)
            painter.drawText(at, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room for all lines."""
        return QSize(0, _LINES * option.fontMetrics.lineSpacing() + SMALL)


def _colours() -> tuple[str, ...]:
    now = colours()
    return now.text, now.problem, now.good
