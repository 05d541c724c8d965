"""Every point of a training as a row of a table."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.axes import COLUMNS, Axis
from desktop_app.core.line import Line
from desktop_app.core.panels import panels
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.training.charts.ticks import said
from desktop_app.gui.training.charts.words import line_name
from desktop_app.gui.widgets.amounts import hour, number

_Index = QModelIndex | QPersistentModelIndex


class PointsTable(QAbstractTableModel):
    """One row a step, the first at the top; a cell is empty where nothing was measured. Cells are made when asked for.

    New points at the end leave the table where it is scrolled to.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: Shown | None = None
        self._columns: list[tuple[str, Line, str]] = []
        """Title, line, and how its numbers read: "share", "value", "count" or "hour"."""
        self._rows = 0
        self._seen = (0, 0)

    def show_run(self, run: Shown | None) -> None:
        """Show a training's points, or what is new about those on show."""
        columns = [] if run is None else _columns(run, self.tr("Tokens"), self.tr("Time"))
        same = run is not None and self._run is not None and run.curves is self._run.curves
        if not same or [line for _, line, _ in columns] != [line for _, line, _ in self._columns]:
            self.beginResetModel()
            self._run, self._columns = run, columns
            self._note()
            self.endResetModel()
            return
        self._run = run
        known = self._rows
        if run is not None and len(run.curves) > known:
            self.beginInsertRows(QModelIndex(), known, len(run.curves) - 1)
            self._note()
            self.endInsertRows()
        if run is not None and known and self._seen != (known, run.curves.version):
            self.dataChanged.emit(self.index(0, 0), self.index(known - 1, len(self._columns)))

    @property
    def titles(self) -> list[str]:
        """Return the titles of all columns."""
        return [self.tr("Step"), *(title for title, _, _ in self._columns)]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of points."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else 1 + len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text or the alignment of a cell."""
        if not index.isValid() or self._run is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.cell(index.row(), index.column())

    def cell(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        if self._run is None:
            return ""
        step = int(self._run.curves.steps[row])
        if not column:
            return number(step)
        _, line, kind = self._columns[column - 1]
        value = line.at(step)
        if value is None:
            return ""
        if kind == "hour":
            return hour(value)
        return number(round(value)) if kind == "count" else said(value, share=kind == "share")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.titles[section]
        return None

    def _note(self) -> None:
        curves = self._run.curves if self._run is not None else None
        self._rows = len(curves) if curves is not None else 0
        self._seen = (self._rows, curves.version if curves is not None else 0)


def _columns(run: Shown, tokens: str, time: str) -> list[tuple[str, Line, str]]:
    found = []
    for panel in panels(run.curves.names):
        for role, name in panel.lines:
            line = run.curves.line(name)
            if line is not None:
                found.append((line_name(panel, role), line, "share" if panel.is_share else "value"))
    for axis, title, kind in ((Axis.TOKENS, tokens, "count"), (Axis.TIME, time, "hour")):
        line = run.curves.first_of(COLUMNS[axis])
        if line is not None:
            found.append((title, line, kind))
    return found
