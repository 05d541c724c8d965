"""Where a training is planned and started: the board, above it what is to be known of the start itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RunRecord, Sending
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.training import plan_words
from desktop_app.gui.training.plan_board import PlanBoard
from desktop_app.gui.training.plan_form import PlanForm
from desktop_app.gui.training.plan_outlook import PlanOutlook
from desktop_app.gui.training.plan_sending import PlanSending, Unfinished
from desktop_app.gui.training.plan_where import PlanTrouble
from desktop_app.gui.widgets.banner import Banner
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites


class PlanCard(QWidget):
    """Offers the plan of a training, and says how far its start is.

    `ready_changed` tells whether it can be started; it comes as well when the words for its button are others.
    """

    ready_changed = Signal(bool)
    provider_wanted = Signal()
    network_wanted = Signal()
    setup_wanted = Signal()
    data_wanted = Signal()
    stop_wanted = Signal()
    """The sending is to be broken off."""
    go_on_wanted = Signal(object)
    """The RunRecord of a training that was about to begin is to be begun now."""
    forget_wanted = Signal(object)
    """The RunRecord of a training that was about to begin is not wanted any more."""

    def __init__(
        self, background: Background, sites: Sites, apart: Apart | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sites = sites
        self._starting = False
        self._unfinished = Unfinished()
        self._sending = PlanSending()
        self._problem = PlanTrouble()
        self._note = Banner()
        self.board = PlanBoard(background, sites, apart)
        self._fetch = self.board.fetch
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        above = (self._unfinished, self._sending, self._problem, self._note)
        for part in (*above, self.board):
            box.addWidget(part)
        box.addStretch(1)
        for part in above:
            part.hide()
        self._connect()

    def _connect(self) -> None:
        self.board.changed.connect(self._tell)
        self._sending.stop_wanted.connect(self.stop_wanted)
        self._unfinished.go_on_wanted.connect(self.go_on_wanted)
        self._unfinished.forget_wanted.connect(self.forget_wanted)
        self.board.data_wanted.connect(self.data_wanted)
        for part in (self._problem, self.board):
            part.provider_wanted.connect(self.provider_wanted)
            part.network_wanted.connect(self.network_wanted)
            part.setup_wanted.connect(self.setup_wanted)

    @property
    def plan(self) -> Plan:
        """Return what the user decided."""
        return self.form.plan

    @property
    def form(self) -> PlanForm:
        """Return what the user decides with."""
        return self.board.form

    @property
    def view(self) -> PlanOutlook:
        """Return what is said of the training before it starts."""
        return self.board.view

    @property
    def model_menu(self) -> QComboBox:
        """Return the menu of base models; its data are their ids."""
        return self.form.model.menu

    @property
    def fetch_button(self) -> QPushButton:
        """Return the button that fetches a base model which is not here yet."""
        return self._fetch.button

    @property
    def trouble(self) -> Problem | None:
        """Return why the chosen place cannot be used, or could not be asked."""
        return self.board.trouble

    @property
    def can_start(self) -> bool:
        """Tell whether the training can be started now, and what it costs is said."""
        return not self._starting and self.board.can_start

    @property
    def button_text(self) -> str:
        """Return what the button does and what that costs."""
        if self._starting:
            return self.tr("Starting…")
        return plan_words.start(self.board.site, self.board.outlook if self.board.weighed else None)

    def show_project(self, project: Project | None) -> None:
        """Plan a training of this project from now on."""
        self._note.hide()
        self._problem.hide()
        self.board.show_project(project)

    def rows_changed(self) -> None:
        """Look at the rows anew: they are others now."""
        self.board.rows_changed()

    def look(self) -> None:
        """Ask the chosen place what there is; what is known already stays on the screen meanwhile."""
        self.board.look()

    def take(self, plan: Plan) -> None:
        """Plan again with these settings, as far as they are still on offer."""
        self.board.show_sites()
        there = self.form.take(plan)
        said = self.tr("The place of that training was removed since. Choose another one; the rest is as it was.")
        self._note.tell(said, "attention")
        self._note.setVisible(not there)
        self.look()

    def show_sending(self, sending: Sending) -> None:
        """Say how far a training is on its way to its place; nothing can be changed meanwhile."""
        self._starting = True
        self._note.hide()
        self.board.setEnabled(False)
        self._sending.show_sending(sending, plan_words.place_name(self.board.site))
        self._tell()

    def show_started(self) -> None:
        """Let the user decide again: the training was started, or was not."""
        self._starting = False
        self.board.setEnabled(True)
        self._sending.leave()
        self._tell()

    def show_unfinished(self, records: Sequence[RunRecord]) -> None:
        """Offer to go on with trainings that were about to begin when the program ended."""
        places = {site.id: plan_words.place_name(site) for site in self._sites.all}
        self._unfinished.show_records(records, places)

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None) -> None:
        """Say why a training was not started, above the plan."""
        self._problem.show_problem(problem, on_retry)

    def clear_problem(self) -> None:
        """Forget the problem on show."""
        self._problem.hide()

    def _tell(self) -> None:
        self.ready_changed.emit(self.can_start)
