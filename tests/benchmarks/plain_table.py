"""The least that a table of Qt can be which shows rows of plain SQLite: a model that keeps a screenful, a view."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from tests.benchmarks.plain import Plain

COLUMNS = 4
"""Part, both texts and status, as the editor's table shows them at first."""
_SCREENFUL = 48
_NOWHERE = QModelIndex()


class PlainModel(QAbstractTableModel):
    """Shows part, both texts and status of rows by their ids, and reads so many as a window shows."""

    def __init__(self, plain: Plain, ids: Sequence[int]) -> None:
        super().__init__()
        self._plain = plain
        self._ids = ids
        self._first = -1
        self._rows: dict[int, tuple[object, ...]] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, and nothing else."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = index.row()
        if self._first < 0 or not self._first <= row < self._first + _SCREENFUL:
            self._first = row
            self._rows = {one[0]: one for one in self._plain.page(list(self._ids[row : row + _SCREENFUL]))}
        _, part, status, prompt, completion = self._rows[self._ids[row]]
        return (part, prompt, completion, status)[index.column()]


def shown(model: PlainModel) -> QTableView:
    """Return a view of the model, as large as the editor's table in the benchmark and with rows of one height."""
    table = QTableView()
    table.setModel(model)
    table.verticalHeader().setSectionResizeMode(table.verticalHeader().ResizeMode.Fixed)
    table.resize(1000, 700)
    table.show()
    return table
