"""What the value finder shows: the plan of a search, or a search as far as it has come, one at a time."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.finder.plan_view import PlanView
from desktop_app.gui.finder.results_view import ResultsView
from desktop_app.gui.finder.searching import Searching
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label


class Board(QWidget):
    """A heading with two buttons, and one of the two views below it."""

    def __init__(self, searching: Searching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searching = searching
        self.plan = PlanView()
        self.results = ResultsView(searching)
        self._heading = label(size="heading", wrap=True)
        self.new = QPushButton(self.tr("New search"))
        self.earlier = QPushButton(self.tr("Earlier…"))
        self.earlier.setToolTip(self.tr("Earlier searches: show again, go on, remove"))
        self.earlier.setIcon(icon("clock", "text"))
        above = QHBoxLayout()
        above.setSpacing(SMALL)
        above.addWidget(self._heading, 1)
        above.addWidget(self.new)
        above.addWidget(self.earlier)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addLayout(above)
        box.addWidget(self.plan)
        box.addWidget(self.results, 1)
        self.show_plan()

    @property
    def planning(self) -> bool:
        """Tell whether the plan is on show."""
        return self.results.isHidden()

    def show_plan(self) -> None:
        """Show what the next search will be."""
        led = self.isVisible() and not self.planning
        self.results.hide()
        self.plan.show()
        self.draw()
        if led:
            self._lead_to(self.plan.model)

    def show_results(self) -> None:
        """Show the search as far as it has come."""
        led = self.isVisible() and self.planning
        self.plan.hide()
        self.results.show()
        self.draw()
        if led:
            self._lead_to(self.results.heat)

    def draw(self) -> None:
        """Say what is on show; a new search is offered beside the primary button where that does something else."""
        searching = self._searching
        self._heading.setText(self.tr("A new search") if self.planning else self.results.title)
        self.new.setVisible(not self.planning and (searching.running or searching.reading or searching.unfinished))

    def _lead_to(self, first: QWidget) -> None:
        """Give the keyboard to the first thing one does in a view that has just come, and begin at its top."""
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._scroll_up)  # after the page has brought the focus into view

    def _scroll_up(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.verticalScrollBar().setValue(0)
