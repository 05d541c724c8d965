"""A table of lines: the first column names them, each further one is a thing they are told of."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name, a cell for each thing, and what the line means; one without cells is a heading."""

    name: str
    cells: tuple[str, ...] = ()
    meaning: str = ""


class LinesTable(QAbstractTableModel):
    """What a screen reader and the clipboard get is what is shown."""

    def __init__(self, corner: str = "", parent: QObject | None = None) -> None:
        """Make an empty table; `corner` is what stands over the names."""
        super().__init__(parent)
        self._corner = corner
        self._names: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return what the table shows."""
        return self._lines

    def show_lines(self, names: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines for things of these names; nothing moves if they are on show already."""
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
        """Return the text of a cell; as its tip what the line means, or else the whole text. Headings are bold."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.FontRole and not line.cells:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        shown = line.cells[index.column() - 1] if index.column() and line.cells else "" if index.column() else line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(line.meaning or shown)
        return shown if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of what a column tells of."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        name = self._names[section - 1] if section else self._corner
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(name)
        return name if role == Qt.ItemDataRole.DisplayRole else None
