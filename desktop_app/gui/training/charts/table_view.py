"""The measurements as a table, with what the curves show in words above it."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.charts.plot import take_what_there_is
from desktop_app.gui.training.charts.points_table import PointsTable
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu

_LINES = 18


class PointsView(QWidget):
    """Shows every point of one training; where several are on show, a menu tells of which."""

    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Shown, ...] = ()
        self.model = PointsTable(self)
        self.choice = Menu(letters=20)
        self.table = QTableView()
        self._said = label(wrap=True)
        self._arrange()
        self.choice.currentIndexChanged.connect(self._show_chosen)

    def _arrange(self) -> None:
        self.choice.setAccessibleName(self.tr("Training whose measurements are shown"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Measurements of the training"))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setResizeContentsPrecision(0)  # what can be seen decides, however many steps there are
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(_LINES * self.fontMetrics().height())
        take_what_there_is(self.table)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copy.activated.connect(self.copy_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self._said, self.choice):
            box.addWidget(part)
        box.addWidget(self.table, 1)

    @property
    def run(self) -> Shown | None:
        """Return the training whose points are shown."""
        place = max(0, self.choice.currentIndex())
        return self._runs[place] if place < len(self._runs) else None

    def show_runs(self, runs: Sequence[Shown]) -> None:
        """Offer these trainings, or show what is new about them."""
        names = [run.name or run.job.id for run in runs]
        if names != [self.choice.itemText(place) for place in range(self.choice.count())]:
            with QSignalBlocker(self.choice):
                self.choice.clear()
                self.choice.addItems(names)
        self._runs = tuple(runs)
        self.choice.setVisible(len(runs) > 1)
        self._show_chosen()

    def describe(self, said: str) -> None:
        """Say in words what the curves show."""
        self._said.setText(said)

    def _show_chosen(self) -> None:
        self.model.show_run(self.run)
