"""A table to read: whole sentences in its cells, rows as high as their words need."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.reading_table import dress

_MARGINS = 24
"""In pixels, left and right of a cell's words together."""
_ENDLESS = 1_000_000


class WordTable(QTableWidget):
    """Read with the arrow keys, row by row; Tab leaves it."""

    def __init__(self, name: str, heads: Sequence[str], shares: Sequence[int], parent: QWidget | None = None) -> None:
        """Make an empty table called `name`; `shares` are the columns' parts of the width."""
        super().__init__(0, len(heads), parent)
        self._shares = tuple(shares)
        dress(self, name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
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
        for column, width in enumerate(self._widths(self.viewport().width())):
            self.setColumnWidth(column, width)
        for row in range(self.rowCount()):
            self.setRowHeight(row, max(self._height(row, column) for column in range(len(self._shares))) + 2 * SMALL)

    def _widths(self, room: int) -> list[int]:
        """Return the columns' widths: their shares, and of what is left more for those with the longest words."""
        whole = sum(self._shares)
        found = [room * share // whole for share in self._shares]
        least = [self._longest(column) for column in range(len(found))]
        lacking = [max(0, need - width) for need, width in zip(least, found, strict=True)]
        spare = [max(0, width - need) for need, width in zip(least, found, strict=True)]
        given = min(sum(lacking), sum(spare))
        for column, (more, less) in enumerate(zip(lacking, spare, strict=True)):
            found[column] += more * given // max(1, sum(lacking)) - less * given // max(1, sum(spare))
        found[-1] += room - sum(found)
        return found

    def _longest(self, column: int) -> int:
        """Return how wide a column must be for the longest word in it and for its title."""
        items = [item for row in range(self.rowCount()) if (item := self.item(row, column)) is not None]
        if not items:
            return 0
        letters = QFontMetrics(self.font() if column else items[0].font())
        words = {word for item in items for word in item.text().replace("-", "- ").split()}
        title = self.horizontalHeader().sectionSizeHint(column)
        return max(max(map(letters.horizontalAdvance, words), default=0) + _MARGINS, title)

    def _height(self, row: int, column: int) -> int:
        """Return how high a cell's words are; Qt's own figure leaves out the margins that the style sheet gives."""
        item = self.item(row, column)
        if item is None:
            return 0
        letters = QFontMetrics(self.font() if column else item.font())
        room = QRect(0, 0, max(1, self.columnWidth(column) - _MARGINS), _ENDLESS)
        return letters.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text()).height()
