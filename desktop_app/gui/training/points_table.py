"""The measured points of a training as rows of a table."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.widgets.amounts import number

_Index = QModelIndex | QPersistentModelIndex
_NAMES = (
    ("train_loss",),
    ("full_valid_loss", "valid_loss"),
    ("train_accuracy",),
    ("full_valid_accuracy", "valid_accuracy"),
)
"""The columns after the step; of several names the first that was measured counts."""


class PointsTable(QAbstractTableModel):
    """One row a step, the first at the top; a cell is empty where nothing was measured."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[MetricPoint] = []
        self._titles = (
            self.tr("Step"),
            self.tr("Training loss"),
            self.tr("Validation loss"),
            self.tr("Right tokens in training"),
            self.tr("Right tokens in validation"),
        )

    def set_points(self, points: list[MetricPoint]) -> None:
        """Show these points; new ones at the end leave the table where it is scrolled to."""
        known = len(self._points)
        if points[:known] == self._points:
            if len(points) > known:
                self.beginInsertRows(QModelIndex(), known, len(points) - 1)
                self._points = list(points)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._points = list(points)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of points."""
        return 0 if parent.isValid() else len(self._points)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text or the alignment of a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        point = self._points[index.row()]
        if index.column() == 0:
            return number(point.step)
        names = _NAMES[index.column() - 1]
        value = next((point.values[name] for name in names if name in point.values), None)
        if value is None:
            return ""
        return f"{number(100 * value, 0)} %" if names[0].endswith("accuracy") else number(value, 3)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None
