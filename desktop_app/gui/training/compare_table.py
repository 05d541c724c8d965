"""Several trainings beside one another as a table: the settings that differ, the rows, and what came of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a name and a cell for each training; a line without cells is a heading."""

    name: str
    cells: tuple[str, ...] = ()


def differing(told: Sequence[Mapping[str, str]]) -> list[Line]:
    """Return the lines in which the trainings differ, in the order in which they were first told."""
    names = dict.fromkeys(name for one in told for name in one)
    lines = (Line(name, tuple(one.get(name, "–") for one in told)) for name in names)
    return [line for line in lines if len(set(line.cells)) > 1]


def all_of(told: Sequence[Mapping[str, str]]) -> list[Line]:
    """Return every line, alike or not."""
    names = dict.fromkeys(name for one in told for name in one)
    return [Line(name, tuple(one.get(name, "–") for one in told)) for name in names]


class CompareTable(QAbstractTableModel):
    """The first column names, the others are the trainings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return what the table shows."""
        return self._lines

    def show_lines(self, names: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines for trainings of these names; nothing moves if they are on show already."""
        if (tuple(names), tuple(lines)) == (self._names, self._lines):
            return
        self.beginResetModel()
        self._names, self._lines = tuple(names), tuple(lines)
        self.endResetModel()

    def as_text(self) -> str:
        """Return the table for the clipboard, with tabs between the cells."""
        rows = [("", *self._names), *((line.name, *line.cells) for line in self._lines)]
        return "\n".join("\t".join(row) for row in rows)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 1 + len(self._names)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; the whole of it as a tooltip too. Headings are bold."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.FontRole and not line.cells:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if index.column() == 0:
            return line.name
        return line.cells[index.column() - 1] if line.cells else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a training's name."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._names[section - 1] if section else ""
        return None
