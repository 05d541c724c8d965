"""The rows of a map as a list, for those who do not see it, and for all who like lists."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.fields import question_and_answer
from desktop_app.gui.meaning import words
from desktop_app.gui.meaning.places import Points
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.work.meaning_map import By

_Index = QModelIndex | QPersistentModelIndex
_DOWN = Qt.Orientation.Vertical


class MapTable(QAbstractTableModel):
    """One line a point: the row's number, its group, and its texts, read when they are looked at."""

    def __init__(self, rows: RowsRead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._points: Points | None = None
        self._by = By.PART

    def show_points(self, points: Points | None, by: By) -> None:
        """Show the rows of another map, or in other groups."""
        self.beginResetModel()
        self._points, self._by = points, by
        self.endResetModel()

    def row_at(self, line: int) -> int | None:
        """Return the id of a line's row."""
        found = self._points
        return int(found.ids[line]) if found is not None and 0 <= line < found.count else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines."""
        return 0 if parent.isValid() or self._points is None else self._points.count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the columns' titles."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or orientation is _DOWN:
            return None
        titles = (self.tr("Row"), self.tr("Group"), self.tr("What is asked"), self.tr("What is answered"))
        return titles[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what stands in a cell."""
        if self._points is None or not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        line, row = index.row(), int(self._points.ids[index.row()])
        if index.column() == 1:
            return words.group(self._by, self._points.names[int(self._points.groups[line])])
        found = self._rows.one(row)
        if index.column() == 0 or found is None:
            return self._rows.number(row)
        return words.gist(question_and_answer(found.example)[index.column() - 2])
