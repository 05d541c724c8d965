"""The heat map on the screen: a table whose cells are the stronger coloured the more their figure is.

One hue from pale to strong is told apart by every eye; the figure itself stands in the cell, and so does its range.
"""

from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.gui.finder.heat_model import HeatModel, Role
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import Colours, colours
from desktop_app.gui.theme.spacing import HAIR, SMALL

_Index = QModelIndex | QPersistentModelIndex
_PALEST = 0.08
"""How much of the strongest colour the palest cell has."""
_LEAST_CONTRAST = 4.5
_SMALLER = 0.88
_LETTERS = 14
"""A cell has room for so many letters."""
_LEFT_TO_RIGHT = "\u2066{0}\u2069"
"""Figures and ranges run this way whichever way the window is read."""
_MOST_ROWS = 8
"""More rows than these are scrolled through."""


class HeatView(QTableView):
    """Walked through with the arrows; the cell one stands on is the chosen setting."""

    chosen = Signal(int)
    """The number of the batch's column whose cell was gone to."""

    def __init__(self, model: HeatModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heat = model
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setAccessibleName(self.tr("Settings and their figures"))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        model.modelReset.connect(self._fit)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._fit()

    def choose(self, column: int) -> None:
        """Go to the cell of a column of the batch, where it is in the part on show."""
        index = self._heat.index_of(column)
        if index.isValid():
            self.setCurrentIndex(index)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew whether a bar for scrolling takes room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for all rows, up to eight of them."""
        rows = max(1, min(_MOST_ROWS, self._heat.rowCount()))
        height = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        across = self._heat.columnCount() * self.horizontalHeader().minimumSectionSize()
        beside = self.verticalHeader().sizeHint().width() if self.verticalHeader().isVisibleTo(self) else 0
        if across + beside + 2 * self.frameWidth() > self.width():
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(400, height + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and little width."""
        return QSize(160, self.sizeHint().height())

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(2 * metrics.lineSpacing() + 2 * SMALL)
        least = _LETTERS * metrics.averageCharWidth()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(least)
        self.verticalHeader().setVisible(self._heat.rowCount() > 1)
        self.updateGeometry()

    def _on_current(self, now: _Index) -> None:
        column = self._heat.column_at(now)
        if column is not None:
            self.chosen.emit(column)


class _Painter(QStyledItemDelegate):
    """Paints a cell: its colour, its figure, its range, a tick on the best, a frame around the chosen one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a cell."""
        table = colours()
        painter.save()
        cell = QRect(option.rect).adjusted(1, 1, -1, -1)
        painter.fillRect(cell, ground(table, index.data(Role.STRENGTH)))
        self._frame(painter, cell, option, table)
        painter.setPen(QColor(table.text))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        upper, lower = QRect(cell), QRect(cell)
        said = str(index.data(Role.RANGE))
        figure = _LEFT_TO_RIGHT.format(index.data())
        if said:
            upper.setBottom(cell.center().y() + HAIR // 2)
            lower.setTop(cell.center().y() + HAIR // 2)
        middle = Qt.AlignmentFlag.AlignHCenter
        side = Qt.AlignmentFlag.AlignBottom if said else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, middle | side, figure)
        font.setWeight(QFont.Weight.Normal)
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        painter.setFont(font)
        painter.drawText(lower, middle | Qt.AlignmentFlag.AlignTop, _LEFT_TO_RIGHT.format(said))
        if index.data(Role.LEADS):
            size = option.fontMetrics.height()
            spot = QRect(cell.left() + SMALL // 2, cell.top() + SMALL // 2, size, size)
            icon("check", "text").paint(painter, spot)
        painter.restore()

    def _frame(self, painter: QPainter, cell: QRect, option: QStyleOptionViewItem, table: Colours) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            pen = QPen(QColor(table.text if focused else table.frame), 3 if focused else 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(cell.adjusted(1, 1, -2, -2))


def ground(table: Colours, strength: object) -> QColor:
    """Return the colour of a cell: the page's where nothing is known, else the more of the accent the stronger.

    It goes no further than the text in the cell can be read well.
    """
    if not isinstance(strength, float):
        return QColor(table.base)
    return _mixed(table, _strongest(table) * (_PALEST + (1 - _PALEST) * strength))


@lru_cache(maxsize=4)
def _strongest(table: Colours) -> float:
    """Return how much of the accent a cell may have, from 0 to 1."""
    steps = (step / 100 for step in range(100, 0, -1))
    text = QColor(table.text)
    return next((share for share in steps if contrast(text, _mixed(table, share)) >= _LEAST_CONTRAST), 0.0)


def _mixed(table: Colours, share: float) -> QColor:
    base, accent = QColor(table.base), QColor(table.accent)
    red, green, blue = (
        round(low + (high - low) * share)
        for low, high in (
            (base.red(), accent.red()),
            (base.green(), accent.green()),
            (base.blue(), accent.blue()),
        )
    )
    return QColor(red, green, blue)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as the WCAG reckon it, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    weighted = ((0.2126, colour.redF()), (0.7152, colour.greenF()), (0.0722, colour.blueF()))
    return sum(weight * _linear(part) for weight, part in weighted)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
