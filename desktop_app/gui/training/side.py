"""The side of the training room: the list of trainings, and below it what can be done with several of them."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.job_list import JobList
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.choosing import choose_file
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.flow import FlowLayout


class Side(QWidget):
    """Holds the list; comparing, finding and importing come out as signals."""

    compare_wanted = Signal()
    search_wanted = Signal()
    results_chosen = Signal(str)
    """The path of a results file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = JobList()
        self.compare = QPushButton()
        self.compare.clicked.connect(self.compare_wanted)
        self._hint = Elided()
        self._hint.setProperty("tone", "muted")
        self.search = QPushButton(self.tr("Look for trainings…"))
        self.search.clicked.connect(self.search_wanted)
        self.search.setToolTip(self.tr("Trainings of your account that this project does not know"))
        self.results = QPushButton(self.tr("Open a results file…"))
        self.results.clicked.connect(self._ask)
        self.results.setToolTip(self.tr("The curve in a results.csv of any provider, old or new"))
        for button in (self.search, self.results):
            button.setProperty("look", "quiet")
            button.setAccessibleDescription(button.toolTip())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._several = QStackedWidget()  # always there, so that the list stays where it is
        for part in (self._hint, self.compare):
            self._several.addWidget(part)
        self._several.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box.addWidget(self._several)
        box.addWidget(self.list)
        further = FlowLayout()
        for part in (self.search, self.results):
            further.addWidget(part)
        box.addLayout(further)
        box.addStretch(1)
        self.list.ticked_changed.connect(self.draw)
        self.draw()

    def draw(self) -> None:
        """Offer to compare what is ticked."""
        ticked = len(self.list.ticked)
        several = self.tr("Tick two or more to compare them.")
        self._hint.set_text(several if self.list.count() > 2 else self.tr("Trainings of this project"))
        self._several.setCurrentWidget(self.compare if ticked > 1 else self._hint)
        self.compare.setText(self.tr("Compare {0} trainings").format(number(ticked)))

    def _ask(self) -> None:
        filters = self.tr("Tables of measurements (*.csv *.txt);;All files (*)")
        choose_file(self, self.tr("Open a results file"), Path.home(), filters, self.results_chosen.emit)
