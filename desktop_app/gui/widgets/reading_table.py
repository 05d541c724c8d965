"""Tables that are read row by row and not written in: arrows walk through them, Tab leaves them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTableWidget, QWidget

from desktop_app.gui.widgets.direction import ContentOrder

_LETTERS_HIGH = 1.8
"""How high a row of one line is, in heights of its letters."""


def dress(table: QTableView, name: str) -> None:
    """Make `table` one that is read; `name` is what a screen reader calls it."""
    table.setAccessibleName(name)
    table.setItemDelegate(ContentOrder(table))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)


class RowsTable(QTableWidget):
    """A table whose rows are one line high, and which leaves room for some of them however large the letters are."""

    def __init__(self, columns: int, least_rows: int, parent: QWidget | None = None) -> None:
        """Make an empty table; the page around it scrolls before fewer than `least_rows` are seen."""
        super().__init__(0, columns, parent)
        self._least_rows = least_rows
        self.setWordWrap(False)

    def minimumSizeHint(self) -> QSize:
        """Return room for the head and a few rows."""
        return QSize(super().minimumSizeHint().width(), round(self._row_height() * self._least_rows))

    def fit_rows(self) -> None:
        """Make rows as high as the letters are now."""
        self.verticalHeader().setDefaultSectionSize(round(self._row_height()))

    def _row_height(self) -> float:
        return self.fontMetrics().height() * _LETTERS_HIGH
