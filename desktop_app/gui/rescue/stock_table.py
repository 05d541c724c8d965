"""The table of trainings at a provider, each with a mark whether it is to come home."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from desktop_app.core.rescue import RemoteJob, Stock
from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets.amounts import moment, size
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.reading_table import RowsTable, dress
from desktop_app.providers.endings import Ending

_LEAST_ROWS = 5
_ID = Qt.ItemDataRole.UserRole


class StockTable(RowsTable):
    """One row a training; Space takes the marked rows in or out."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(5, _LEAST_ROWS, parent)
        dress(self, self.tr("Trainings at the provider"))
        self.setHorizontalHeaderLabels(
            [self.tr("Training"), self.tr("Base model"), self.tr("Begun"), self.tr("Files"), self.tr("Model ends")]
        )
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(lambda item: self.chosen_changed.emit() if item.column() == 0 else None)

    def show_stock(self, stock: Stock, home: frozenset[str], ends: Mapping[str, Ending]) -> None:
        """Show what an account holds; what is home already is said and still chosen, to be looked at anew.

        `ends` tells of tuned models by their ids when they are switched off.
        """
        self.fit_rows()
        self.blockSignals(True)
        self.setRowCount(len(stock.jobs))
        for row, job in enumerate(stock.jobs):
            end = ends.get(job.job.tuned_model or "")
            self._fill(row, job, size(stock.length(job.files)), end, is_home=job.job.id in home)
        self.blockSignals(False)
        if stock.jobs:
            self.setCurrentCell(0, 0)
        self.chosen_changed.emit()

    @property
    def chosen(self) -> frozenset[str]:
        """Return the ids of the trainings that are to come home."""
        items = [self.item(row, 0) for row in range(self.rowCount())]
        return frozenset(i.data(_ID) for i in items if i is not None and i.checkState() is Qt.CheckState.Checked)

    def choose(self, *, everything: bool) -> None:
        """Take all trainings in, or none."""
        self.blockSignals(True)
        state = Qt.CheckState.Checked if everything else Qt.CheckState.Unchecked
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None:
                item.setCheckState(state)
        self.blockSignals(False)
        self.chosen_changed.emit()

    def _fill(self, row: int, job: RemoteJob, length: str, end: Ending | None, *, is_home: bool) -> None:
        shown = self.tr("{0} (home already)").format(job.title) if is_home else job.title
        ended = day(end.day) if end is not None else ""
        for column, words in enumerate((shown, job.job.base_model, moment(job.job.created), length, ended)):
            item = QTableWidgetItem(words)
            item.setToolTip(plain_tip(job.job.tuned_model or job.job.id if column == 0 else words))
            if column == 0:
                item.setData(_ID, job.job.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
            self.setItem(row, column, item)
