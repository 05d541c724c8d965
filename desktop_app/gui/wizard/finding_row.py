"""How one line of the list of findings is painted: a picture, words that may break, and what is decided."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.direction import direction_of

_Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap)
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
        title = metrics.boundingRect(room, _WRAP, row.title).height()
        foot = small.boundingRect(room, _WRAP, _foot(row)).height()
        return QSize(width, title + foot + 2 * SMALL + HAIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the line; the present one stands on a ground, framed while the list has the focus.

        With strong contrast it is always framed: a ground alone is not seen by everybody.
        """
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.icon:
            self._paint_ground(painter, option)
            self._paint_finding(painter, option, row)
        else:
            painter.setFont(_small(_strong(option.font)))
            painter.setPen(QColor(colours().muted))
            self._write(painter, option.rect.adjusted(SMALL, SMALL, -SMALL, 0), row.title)
        painter.restore()

    def _paint_finding(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        place, side = option.rect, _icon_side(option)
        spot = QRect(place.left() + SMALL, place.top() + SMALL, side, side)
        icon(row.icon, row.tone).paint(painter, self._mirrored(spot, place))
        words = self._mirrored(place.adjusted(self._indent(option), SMALL, -SMALL, -SMALL), place)
        painter.setFont(_strong(option.font))
        painter.setPen(QColor(colours().text))
        self._write(painter, words, row.title)
        taken = painter.boundingRect(words, _WRAP, row.title).height()
        painter.setFont(_small(option.font))
        painter.setPen(QColor(getattr(colours(), row.tone)))
        self._write(painter, words.adjusted(0, taken + HAIR, 0, 0), _foot(row))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        table, state = colours(), option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.selection if selected else table.raised))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6)
        focus = self._view.hasFocus()
        if selected and (focus or table.strong):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(table.accent if focus else table.frame), 2 if table.strong else 1))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -3, -2), 6, 6)

    def _indent(self, option: QStyleOptionViewItem) -> int:
        return 2 * SMALL + _icon_side(option)

    def _mirrored(self, place: QRect, whole: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), whole, place)

    def _write(self, painter: QPainter, place: QRect, text: str) -> None:
        """Write from the side where reading begins, in as many lines as it takes."""
        right = self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(direction_of(text))
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignAbsolute) | _WRAP, text)


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
