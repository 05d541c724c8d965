"""The table of what was expected and what came: each cell counts rows, and choosing it shows them."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desktop_app.core.confusion import Confusion
from desktop_app.gui.testing.words import label_name
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
MOST = 40
"""More labels than this are not shown as a table: nobody could read it."""


class ConfusionTable(QAbstractTableModel):
    """A line for each expected label, a column for each answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: Confusion | None = None
        self._expected: tuple[str, ...] = ()
        self._answers: tuple[str, ...] = ()

    def show_table(self, table: Confusion | None) -> None:
        """Show a table, or nothing."""
        self.beginResetModel()
        self._table = table
        labels = table.labels if table is not None else ()
        given = {answer for _, answer in table.counts} if table is not None else set()
        asked = {expected for expected, _ in table.counts} if table is not None else set()
        self._expected = tuple(label for label in labels if label in asked)
        self._answers = tuple(label for label in labels if label in given or label in asked)
        self.endResetModel()

    def pair(self, index: _Index) -> tuple[str, str]:
        """Return the expected label and the answer a cell stands for."""
        return self._expected[index.row()], self._answers[index.column()]

    def sentence(self, index: _Index) -> str:
        """Return what a cell says."""
        expected, answer = self.pair(index)
        count = number(self._table.count(expected, answer) if self._table is not None else 0)
        said = self.tr("Expected “{0}”, came “{1}”: {2}")
        return said.format(label_name(expected), label_name(answer), count)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return the number of expected labels."""
        return 0 if parent.isValid() else len(self._expected)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return the number of labels that came."""
        return 0 if parent.isValid() else len(self._answers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return how many rows there are, on a ground that tells right from wrong; in words for who hears it."""
        if not index.isValid() or self._table is None:
            return None
        expected, answer = self.pair(index)
        count, right = self._table.count(expected, answer), expected == answer
        ground = colours().good_soft if right else colours().problem_soft
        shown: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: (f"{number(count)} ✓" if right else number(count)) if count else "·",
            Qt.ItemDataRole.AccessibleTextRole: self.sentence(index),
            Qt.ItemDataRole.ToolTipRole: plain_tip(self.sentence(index)),
            Qt.ItemDataRole.TextAlignmentRole: int(Qt.AlignmentFlag.AlignCenter),
            Qt.ItemDataRole.BackgroundRole: QColor(ground) if count else None,
        }
        return shown.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a label."""
        across = orientation is Qt.Orientation.Horizontal
        name = label_name((self._answers if across else self._expected)[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self.tr("Answer: {0}") if across else self.tr("Expected: {0}")
            return plain_tip(said.format(name)) if role == Qt.ItemDataRole.ToolTipRole else said.format(name)
        return None
