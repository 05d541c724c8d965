"""The table of prices: one row a model, with the day and the source of what it costs."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop_app.gui.preferences.cells import cell
from desktop_app.gui.preferences.price_words import NOTHING, figure
from desktop_app.gui.theme.say import day, name_said
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.reading_table import RowsTable, dress
from desktop_app.providers.own_list import Kind, Way
from desktop_app.work.price_list import PriceLine

_AMOUNTS = (2, 3, 4)
"""The columns of dollars."""
_MODEL, _SOURCE = 1, 6
_WHOLE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_LEAST_ROWS = 6


class PriceTable(RowsTable):
    """Shows the lines that have certain words in them; `chosen` tells which one is meant, None for none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(7, _LEAST_ROWS, parent)
        self._lines: tuple[PriceLine, ...] = ()
        self._shown: list[PriceLine] = []
        self._words = ""
        dress(self, self.tr("Prices of models, in US dollars for a million tokens"))
        titles = (
            self.tr("Provider"), self.tr("Model"), self.tr("Training"), self.tr("Input"), self.tr("Output"),
            self.tr("Read on"), self.tr("Source"),
        )  # fmt: skip
        for column, title in enumerate(titles):
            self.setHorizontalHeaderItem(column, cell(title, amount=column in _AMOUNTS))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_SOURCE, QHeaderView.ResizeMode.Stretch)
        self.itemSelectionChanged.connect(lambda: self.chosen.emit(self.line))

    @property
    def line(self) -> PriceLine | None:
        """Return the line that is chosen."""
        row = self.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) and self.selectedItems() else None

    @property
    def empty(self) -> bool:
        """Tell whether nothing is shown."""
        return not self._shown

    def show_lines(self, lines: Sequence[PriceLine], choose: Way | None = None) -> None:
        """Show these prices; the one at `choose` is chosen, else the one that was, else the first."""
        before = self.line
        self._lines = tuple(lines)
        self._fill(choose or (before.way if before is not None else None))

    def narrow(self, words: str) -> None:
        """Show only what has all these words in its provider, name, id or source."""
        before = self.line
        self._words = words
        self._fill(before.way if before is not None else None)

    def _fill(self, choose: Way | None) -> None:
        sought = self._words.casefold().split()
        self._shown = [line for line in self._lines if all(word in _all_of(line) for word in sought)]
        self.fit_rows()
        with QSignalBlocker(self):
            self.setRowCount(len(self._shown))
            for row, line in enumerate(self._shown):
                self._fill_row(row, line)
            ways = [line.way for line in self._shown]
            row = ways.index(choose) if choose in ways else 0
            # Not selectRow: where the layout runs from the right it finds no column, and chooses nothing.
            self.selectionModel().setCurrentIndex(self.model().index(row if ways else -1, 0), _WHOLE_ROW)
        self.chosen.emit(self.line)

    def _fill_row(self, row: int, line: PriceLine) -> None:
        price = line.price
        figures = (price.training, price.input, price.output) if price is not None else (None, None, None)
        if price is not None and line.kind is Kind.EMBEDDING:
            figures = (None, price.input, None)
        cells = (
            name_said(line.provider),
            name_said(line.title),
            *map(figure, figures),
            day(price.as_of) if price is not None else self.tr("not known"),
            price.source if price is not None else NOTHING,
        )
        for column, words in enumerate(cells):
            item = cell(words, amount=column in _AMOUNTS)
            if column == _MODEL:
                item.setToolTip(plain_tip(line.model))
            elif words == NOTHING:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("not known"))
                item.setToolTip(self.tr("not known"))
            self.setItem(row, column, item)


def _all_of(line: PriceLine) -> str:
    """Return everything one may look for in a line."""
    source = line.price.source if line.price is not None else ""
    return "\n".join((name_said(line.provider), name_said(line.title), line.model, source)).casefold()
