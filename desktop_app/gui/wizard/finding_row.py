"""How one line of the list of findings is painted: a picture, words that may break, and what is decided."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.direction import direction_of

_Index = QModelIndex | QPersistentModelIndex
_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
_SMALL = 0.92


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in a line; without `icon` it is a heading."""

    title: str
    word: str = ""
    icon: str = ""
    tone: str = "muted"
    foot: str = ""


class FindingRow(QStyledItemDelegate):
    """Lines are as high as their words need at the width of the list."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a line at the width of the list."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        width = self._view.viewport().width()
        metrics, small = QFontMetrics(_strong(option.font)), QFontMetrics(_small(option.font))
        if not row.icon:
            return QSize(width, small.height() + 2 * SMALL + HAIR)
        room = QRect(0, 0, max(1, width - self._indent(option) - SMALL), 10_000)
        title = metrics.boundingRect(room, int(_WRAP), row.title).height()
        foot = small.boundingRect(room, int(_WRAP), _foot(row)).height()
        return QSize(width, title + foot + 2 * SMALL + HAIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the line; the present one stands on a ground, with a frame while the list has the focus."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        table, place = colours(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.icon:
            self._paint_ground(painter, option)
        else:
            place = place.adjusted(SMALL, SMALL, -SMALL, 0)
            painter.setFont(_small(_strong(option.font)))
            painter.setPen(QColor(table.muted))
            painter.drawText(place, int(self._flags(row.title) | Qt.AlignmentFlag.AlignVCenter), row.title)
            painter.restore()
            return
        side = _icon_side(option)
        spot = QRect(place.left() + SMALL, place.top() + SMALL, side, side)
        icon(row.icon, row.tone).paint(painter, self._mirrored(spot, place))
        words = place.adjusted(self._indent(option), SMALL, -SMALL, -SMALL)
        words = self._mirrored(words, place)
        painter.setFont(_strong(option.font))
        painter.setPen(QColor(table.text))
        taken = painter.boundingRect(words, int(_WRAP), row.title).height()
        painter.drawText(words, int(_WRAP | self._flags(row.title)), row.title)
        painter.setFont(_small(option.font))
        painter.setPen(QColor(getattr(table, row.tone)))
        below = words.adjusted(0, taken + HAIR, 0, 0)
        painter.drawText(below, int(_WRAP | self._flags(row.title)), _foot(row))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        table, state = colours(), option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.selection if selected else table.raised))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6)
        if selected and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(table.accent))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -3, -2), 6, 6)

    def _indent(self, option: QStyleOptionViewItem) -> int:
        return 2 * SMALL + _icon_side(option)

    def _mirrored(self, place: QRect, whole: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), whole, place)

    def _flags(self, text: str) -> Qt.AlignmentFlag:
        """Return the side where the text begins in this window."""
        usual = self._view.layoutDirection()
        del text
        right = usual is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute


def _foot(row: Row) -> str:
    return " · ".join(part for part in (row.word, row.foot) if part)


def _strong(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * _SMALL)
    return made


def _icon_side(option: QStyleOptionViewItem) -> int:
    return round(option.fontMetrics.height() * 1.05)
