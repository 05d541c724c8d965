"""Whether there is room for all words: a window is looked over for what is cut off, covered or pushed out of sight."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)

from desktop_app.gui.widgets.elided import Elided
from tests.screens.sight import beneath, in_sight

_SLACK = 2
"""So many pixels are rounding, and nobody sees them."""
_LEAVES = (
    QLabel,
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QPlainTextEdit,
    QTabBar,
    QProgressBar,
    QSlider,
)
_TIP = Qt.ItemDataRole.ToolTipRole
_ACROSS = Qt.Orientation.Horizontal
_BREAK = "\u200b"
"""Where a long word may break."""


def cramped(window: QWidget, room: QSize) -> Iterator[str]:
    """Yield a remark for each thing on show that has too little room, or takes more than the `room` there is."""
    if window.width() > room.width() or window.height() > room.height():
        yield f"{_named(window)} is {window.width()} x {window.height()}: larger than the window it belongs to"
    parts = [part for part in window.findChildren(QWidget) if part.window() is window and part.isVisible()]
    for part in parts:
        yield from _cut(part)
    leaves = [part for part in parts if isinstance(part, _LEAVES) and not _within(part) and not beneath(part)]
    for part in leaves:
        yield from _pushed_out(part)
    yield from _covered(window, leaves)


def _cut(part: QWidget) -> Iterator[str]:
    """Yield what a part cannot say for want of room; what a tooltip tells in whole is not lost."""
    for kinds, check in (
        (QLabel, _label),
        ((QPushButton, QToolButton, QCheckBox, QRadioButton, QGroupBox), _button),
        (QComboBox, _menu),
        ((QLineEdit, QPlainTextEdit), _field),
        (QTabBar, _tabs),
        (QMenuBar, _bar),
        (QHeaderView, _header),
        (QScrollArea, _area),
        ((QTableView, QListView, QTreeView), _cells),
        (QGraphicsView, _drawing),
    ):
        if isinstance(part, kinds):
            yield from check(part)


def _label(part: QLabel) -> Iterator[str]:
    if isinstance(part, Elided):
        if part.text() != part.whole and not part.toolTip():
            yield _little(part, part.whole)
        return
    if not part.text() or not part.pixmap().isNull():
        return
    if part.wordWrap():
        lacking = part.heightForWidth(part.width()) > part.height() + _SLACK or _longest_word(part) > part.width()
    else:
        wanted = part.sizeHint()
        lacking = wanted.width() > part.width() + _SLACK or wanted.height() > part.height() + _SLACK
    if lacking and not part.toolTip():
        yield _little(part, part.text())


def _longest_word(part: QLabel) -> int:
    if part.textFormat() != Qt.TextFormat.PlainText:
        return 0
    return (
        max(part.fontMetrics().horizontalAdvance(word) for word in part.text().replace(_BREAK, " ").split() or [""])
        - _SLACK
    )


def _button(part: QPushButton | QToolButton | QCheckBox | QRadioButton | QGroupBox) -> Iterator[str]:
    if part.layout() is not None or isinstance(part, QGroupBox):
        return  # its words are labels of their own
    says = not isinstance(part, QToolButton) or part.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    wanted = part.sizeHint() if not part.hasHeightForWidth() else QSize(0, part.heightForWidth(part.width()))
    if says and part.text() and (wanted.width() > part.width() + _SLACK or wanted.height() > part.height() + _SLACK):
        yield _little(part, part.text())


def _menu(part: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    part.initStyleOption(option)
    field = part.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, part
    )
    if not part.isEditable() and not part.toolTip() and _wide(part, part.currentText()) > field.width() + _SLACK:
        yield _little(part, part.currentText())


def _field(part: QLineEdit | QPlainTextEdit) -> Iterator[str]:
    words = part.placeholderText()
    if isinstance(part, QLineEdit):
        spin = isinstance(part.parentWidget(), QAbstractSpinBox)
        shown = part.text() if spin else "" if part.text() else words
        room = part.contentsRect().width() - (0 if spin else 16)
        if _wide(part, shown) > room + _SLACK and not part.toolTip():
            yield _little(part, shown)
    elif words and not part.toPlainText():
        inner = part.viewport().rect().adjusted(4, 4, -4, -4)
        if _higher(part.fontMetrics(), words, inner) and not part.toolTip():
            yield _little(part, words)


def _tabs(part: QTabBar) -> Iterator[str]:
    for tab in range(part.count()):
        place = part.tabRect(tab)
        whole = part.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place)
        if not whole or _wide(part, part.tabText(tab)) > place.width():
            yield _little(part, part.tabText(tab))


def _bar(part: QMenuBar) -> Iterator[str]:
    more = part.findChild(QToolButton, "qt_menubar_ext_button")
    if more is not None and more.isVisible():
        yield f"{_named(part)}: not all menus have room"


def _header(part: QHeaderView) -> Iterator[str]:
    model = part.model()
    if model is None or part.orientation() is not _ACROSS:
        return
    for section in range(part.count()):
        words = str(model.headerData(section, _ACROSS) or "")
        if part.isSectionHidden(section) or model.headerData(section, _ACROSS, _TIP):
            continue
        if _wide(part, words) > part.sectionSize(section) - 8:
            yield _little(part, words)


def _area(part: QScrollArea) -> Iterator[str]:
    """Yield a page that must be pushed to the side to be read, or cannot be."""
    inner = part.widget()
    if inner is not None and not _turns(part) and inner.width() > part.viewport().width() + _SLACK:
        yield f"{_named(part)}: {inner.width()} wide in {part.viewport().width()}"


def _turns(area: QAbstractScrollArea) -> bool:
    """Tell whether one can scroll sideways."""
    never = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return not never and area.horizontalScrollBar().maximum() > 0


def _cells(view: QTableView | QListView | QTreeView) -> Iterator[str]:
    if view.property("look") == "grid" or view.toolTip():
        return  # its cells are texts of any length, which the pane beside it shows whole
    seen = view.viewport().rect()
    for index in _indexes(view):
        place = view.visualRect(index)
        words = str(index.data() or "")
        if not words or not place.intersects(seen) or index.data(_TIP):
            continue
        font = index.data(Qt.ItemDataRole.FontRole)
        metrics = QFontMetrics(font) if isinstance(font, QFont) else view.fontMetrics()
        if _higher(metrics, words, place.adjusted(4, 0, -4, 0)):
            yield _little(view, words)


def _drawing(view: QGraphicsView) -> Iterator[str]:
    if view.visibleRegion().isEmpty():
        return  # what nobody has scrolled to is not drawn yet
    edge = view.viewport().rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    for each in view.items():
        if isinstance(each, QGraphicsTextItem) and each.isVisible() and each.toPlainText().strip():
            place = view.mapFromScene(each.sceneBoundingRect()).boundingRect()
            if not edge.contains(place):
                yield f"{_named(view)} {each.toPlainText()[:80]!r} stands at {_told(place)} in {_told(view.rect())}"


def _indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    if model is None:
        return
    seen = view.viewport().rect()
    columns = (0,) if isinstance(view, QListView) else range(model.columnCount())
    for row in range(min(model.rowCount(), 1000)):
        if isinstance(view, QTableView) and view.isRowHidden(row):
            continue
        for column in columns:
            index = model.index(row, column)
            if view.visualRect(index).intersects(seen):
                yield index


def _pushed_out(part: QWidget) -> Iterator[str]:
    """Yield a part whose edge lies outside what holds it, where no scroll bar leads to it."""
    place, holder = part.rect(), part
    while not holder.isWindow():
        place = QRect(holder.mapToParent(place.topLeft()), place.size())
        holder = holder.parentWidget()
        edge = holder.rect()
        above = holder.parentWidget()
        across = up = False
        if isinstance(above, QAbstractScrollArea) and above.viewport() is holder:
            across = _turns(above)
            up = above.verticalScrollBar().maximum() > 0
        beside = place.left() < edge.left() - _SLACK or place.right() > edge.right() + _SLACK
        below = place.top() < edge.top() - _SLACK or place.bottom() > edge.bottom() + _SLACK
        if (beside and not across) or (below and not up):
            yield f"{_said(part)} lies outside its {_named(holder)}: {_told(place)} in {_told(edge)}"
            return
        place = place & edge
        if place.isEmpty():
            return


def _covered(window: QWidget, leaves: list[QWidget]) -> Iterator[str]:
    """Yield two parts that lie over each other."""
    places = [(part, in_sight(part, window)) for part in leaves]
    for (one, first), (other, second) in combinations(places, 2):
        common = first & second
        if common.width() <= _SLACK or common.height() <= _SLACK:
            continue
        if not one.isAncestorOf(other) and not other.isAncestorOf(one):
            yield f"{_said(one)} and {_said(other)} lie over each other by {common.width()} x {common.height()}"


def _within(part: QWidget) -> bool:
    """Tell whether a part is a piece of Qt's own within another part."""
    above = part.parentWidget()
    return isinstance(above, QComboBox | QAbstractSpinBox | QLineEdit | QTabBar | QMenuBar | QAbstractItemView)


def _wide(part: QWidget, words: str) -> int:
    return part.fontMetrics().horizontalAdvance(words)


def _higher(metrics: QFontMetrics, words: str, room: QRect) -> bool:
    """Tell whether words need more than this room where they may go on in the next line."""
    wraps = Qt.TextFlag.TextWordWrap if room.height() >= 2 * metrics.height() else Qt.TextFlag.TextSingleLine
    wanted = metrics.boundingRect(QRect(0, 0, max(1, room.width()), 100_000), wraps, words)
    return wanted.width() > room.width() + _SLACK or wanted.height() > room.height() + 2 * _SLACK


def _little(part: QWidget, words: str) -> str:
    wanted = part.sizeHint()
    return f"{_named(part)} {words[:80]!r} has {_size(part.size())}, wants {_size(wanted)}"


def _said(part: QWidget) -> str:
    words = part.text() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
    return f"{_named(part)} {words[:60]!r}"


def _named(part: QWidget) -> str:
    return type(part).__name__


def _size(size: QSize) -> str:
    return f"{size.width()} x {size.height()}"


def _told(place: QRect) -> str:
    return f"{place.x()},{place.y()} {place.width()} x {place.height()}"
