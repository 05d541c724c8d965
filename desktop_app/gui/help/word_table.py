"""A table to read: whole sentences in its cells, rows as high as their words need."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.gui.theme.spacing import SMALL

_MARGINS = 24
"""In pixels, left and right of a cell's words together."""
_ENDLESS = 1_000_000


class WordTable(QTableWidget):
    """Read with the arrow keys, row by row; Tab leaves it."""

    def __init__(self, name: str, heads: Sequence[str], shares: Sequence[int], parent: QWidget | None = None) -> None:
        """Make an empty table called `name`; `shares` are the columns' parts of the width."""
        super().__init__(0, len(heads), parent)
        self._shares = tuple(shares)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows and no others; the first cell of each is its name."""
        self.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
                if column == 0:
                    strong = QFont(self.font())
                    strong.setWeight(QFont.Weight.DemiBold)
                    item.setFont(strong)
                self.setItem(row, column, item)
        if rows:
            self.setCurrentCell(0, 0)
        self._fit()

    @property
    def shown(self) -> list[str]:
        """Return the names of the rows on show, from the top."""
        items = (self.item(row, 0) for row in range(self.rowCount()))
        return [item.text() for item in items if item is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text, also with the names of the rows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            for row in range(self.rowCount()):
                item = self.item(row, 0)
                if item is not None:
                    strong = QFont(self.font())
                    strong.setWeight(QFont.Weight.DemiBold)
                    item.setFont(strong)
            self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        whole = sum(self._shares)
        for column, share in enumerate(self._shares[:-1]):
            self.setColumnWidth(column, width * share // whole)
        self.setColumnWidth(len(self._shares) - 1, width - sum(width * s // whole for s in self._shares[:-1]))
        for row in range(self.rowCount()):
            self.setRowHeight(row, max(self._height(row, column) for column in range(len(self._shares))) + 2 * SMALL)

    def _height(self, row: int, column: int) -> int:
        """Return how high a cell's words are; Qt's own figure leaves out the margins that the style sheet gives."""
        item = self.item(row, column)
        if item is None:
            return 0
        letters = QFontMetrics(self.font() if column else item.font())
        room = QRect(0, 0, max(1, self.columnWidth(column) - _MARGINS), _ENDLESS)
        return letters.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text()).height()
