"""The keys that lead to the edges of the table: Ctrl with an arrow, Home or End; with Shift they choose all between."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

_Flag = QItemSelectionModel.SelectionFlag
_STEPS: Mapping[int, tuple[int, int]] = MappingProxyType(
    {
        Qt.Key.Key_Up: (-1, 0),
        Qt.Key.Key_Down: (1, 0),
        Qt.Key.Key_Left: (0, -1),
        Qt.Key.Key_Right: (0, 1),
        Qt.Key.Key_Home: (-1, -1),
        Qt.Key.Key_End: (1, 1),
    }
)
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier,
    (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
)


def jump(table: QTableView, shown: Sequence[int], event: QKeyEvent) -> bool:
    """Go to the edge that a key asks for, of the columns on show; tell whether it asks for one."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    step = _STEPS.get(event.key())
    here = table.currentIndex()
    if step is None or modifiers not in _MODIFIERS or not here.isValid():
        return False
    there = _edge(table, shown, here, *step)
    chosen = table.selectionModel()
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        way = QItemSelection(_start(table), there)
        chosen.setCurrentIndex(there, _Flag.NoUpdate)
        chosen.select(way, _Flag.ClearAndSelect)
    else:
        chosen.setCurrentIndex(there, _Flag.ClearAndSelect)
    table.scrollTo(there)
    return True


def _edge(table: QTableView, shown: Sequence[int], here: QModelIndex, down: int, right: int) -> QModelIndex:
    """Return the last cell on show in a direction.

    As with Qt's arrows, right is right also where lines run to the left; Home and End go by the order of reading.
    """
    row, column, last = here.row(), here.column(), table.model().rowCount() - 1
    if down:
        row = 0 if down < 0 else last
    if right:
        mirrored = not down and table.layoutDirection() is Qt.LayoutDirection.RightToLeft
        column = shown[0] if (right < 0) is not mirrored else shown[-1]
    return table.model().index(row, column)


def _start(table: QTableView) -> QModelIndex | QPersistentModelIndex:
    """Return the cell from which people have been choosing: the corner that lies opposite of the current one."""
    here = table.currentIndex()
    for part in table.selectionModel().selection().toList():
        rows, columns = (part.top(), part.bottom()), (part.left(), part.right())
        if here.row() in rows and here.column() in columns:
            row = rows[1] if here.row() == rows[0] else rows[0]
            column = columns[1] if here.column() == columns[0] else columns[0]
            return table.model().index(row, column)
    return here
