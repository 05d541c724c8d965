"""The training page: plan a training, start it, see how it goes, and compare several."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.change import Change
from desktop_app.core.example import Part
from desktop_app.core.job import JobStatus, Plan
from desktop_app.core.plan_again import again
from desktop_app.gui.background import Background
from desktop_app.gui.training.board import Board
from desktop_app.gui.training.compare_view import CompareView
from desktop_app.gui.training.desk import Desk
from desktop_app.gui.training.finding import Finding
from desktop_app.gui.training.job_list import NEW
from desktop_app.gui.training.plan_card import PlanCard
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.run_view import RunView
from desktop_app.gui.training.side import Side
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites

_RESULTS = (".csv",)


class TrainingPage(Page):
    """Shows the trainings of the open project; one that has not ended is followed as long as the program runs."""

    compare_wanted = Signal(str)
    """A model of this computer is to be asked in the playground."""
    data_wanted = Signal()
    provider_wanted = Signal()
    network_wanted = Signal()
    setup_wanted = Signal()
    heard = Signal(object, bool)
    """A Run about which there is news, and whether its state is another one; whatever place is on show."""

    def __init__(
        self,
        workspace: Workspace,
        background: Background,
        sites: Sites,
        apart: Apart | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Training"), self.tr("The model goes over your rows until its answers resemble yours."))
        self.setAcceptDrops(True)
        self._workspace = workspace
        self._board = Board(background, sites, apart)
        self._desk = Desk(background, sites, self._board)
        self._stale = True
        self._has_rows = False
        self.set_content(self._desk, scrolls=True)
        self._button = self.set_primary(self.tr("Start training"), self._on_primary)
        self._connect()
        self._open()

    def _connect(self) -> None:
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)  # wherever the focus is, as long as the page is on show
            shortcut.activated.connect(self._button.click)
        plan, view, workspace = self._board.plan, self._board.view, self._workspace
        plan.ready_changed.connect(lambda _: self._draw_button())
        plan.data_wanted.connect(self.data_wanted)
        plan.provider_wanted.connect(self.provider_wanted)
        plan.network_wanted.connect(self.network_wanted)
        plan.setup_wanted.connect(self.setup_wanted)
        view.data_wanted.connect(self.data_wanted)
        view.try_wanted.connect(self.compare_wanted)
        self._desk.following.heard.connect(self.heard)
        self._desk.redrawn.connect(self._on_redrawn)
        self._desk.listed.connect(lambda: workspace.announce(Change(jobs=True)))
        workspace.opened.connect(self._open)
        workspace.closed.connect(self._open)
        workspace.changed.connect(self._on_changed)

    @property
    def run(self) -> Run | None:
        """Return the training that is chosen, if it is not the one still to be planned."""
        return self._desk.run

    @property
    def side(self) -> Side:
        """Return the list of trainings, and what stands below it."""
        return self._desk.side

    @property
    def view(self) -> RunView:
        """Return the view of the chosen training."""
        return self._board.view

    @property
    def plan_card(self) -> PlanCard:
        """Return the place where a training is planned."""
        return self._board.plan

    @property
    def comparison(self) -> CompareView:
        """Return the view of several trainings."""
        return self._board.compare

    @property
    def finding(self) -> Finding:
        """Return the search for trainings of an account."""
        return self._board.finding

    def start(self) -> None:
        """Start the training that is planned, if everything it needs is here."""
        self._desk.start()

    def plan_next(self, model: str) -> None:
        """Plan a training as that one was planned that made this model; as usual where none of the project's did."""
        made = (run for run in self._desk.following.runs if run.job.tuned_model)
        found = next((run for run in made if model.startswith(str(run.job.tuned_model))), None)
        if found is not None and found.plan is not None:
            self._desk.plan_again(again(found.plan, found.job))
        else:
            self.side.list.choose(NEW)
            self._desk.show_chosen()

    def plan(self, plan: Plan) -> None:
        """Show the plan of a new training with these settings."""
        self._desk.plan_again(plan)

    def show_job(self, job_id: str) -> None:
        """Choose a training in the list, and show it."""
        self.side.list.choose(job_id)
        self._desk.show_chosen()

    def save_passport(self, job_id: str) -> None:
        """Show a training, and let the passport of its model be saved."""
        self.show_job(job_id)
        if self.run is not None and self.run.job.tuned_model:
            self.view.save_passport()

    def take_results(self, path: str) -> None:
        """Show the curve of a results file as a training of its own."""
        self._desk.take_results(path)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while the page was hidden."""
        super().showEvent(event)
        self._show_what_there_is()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a results file; anything else is for the window."""
        if self.state == "content" and _results_file(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the curve of a results file that was dropped."""
        path = _results_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.take_results(path)

    def _open(self) -> None:
        self._stale = True
        self._desk.open(self._workspace.project)
        self._show_what_there_is()

    def _on_changed(self, change: Change) -> None:
        if change.examples:
            self._stale = True
            self._board.plan.rows_changed()
        if change.examples or change.jobs:
            self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        project = self._workspace.project
        if project is None:
            self._say_empty(project)
            return
        if not self.isVisible():
            return
        if self._stale:
            self._stale = False
            with project.reading() as connection:
                self._has_rows = examples.has_used(connection, Part.TRAINING)
        if not self._has_rows and not self._desk.following.runs:
            self._say_empty(project)
            return
        self.show_content()
        self._on_redrawn()

    def _say_empty(self, project: Project | None) -> None:
        sentence = self.tr("Open a project first: a model learns from its rows, and the curve stands here.")
        if project is not None:
            sentence = self.tr("This project has no training rows yet. Bring some in, and a model can learn from them.")
        self.show_empty("trending-up", sentence, self.tr("Go to the data"), self.data_wanted.emit)
        self._button.hide()

    def _on_redrawn(self) -> None:
        if self.isVisible() and self.state == "content" and self._desk.planning:
            self._board.plan.look()
        self._draw_button()

    def _draw_button(self) -> None:
        """Let the one primary button start what is planned, or compare what is finished."""
        shown, run = self.state == "content", self.run
        if self._desk.planning:
            busy = self._desk.starting.busy
            self._button.setText(self._board.plan.button_text)
            self._button.setEnabled(not busy)
            self._button.setVisible(shown and (self._board.plan.can_start or busy))
            return
        self._button.setText(self.tr("Compare with the base model"))
        self._button.setEnabled(True)
        job = run.job if run is not None and self._board.shown is self._board.view else None
        comparable = job is not None and job.here and job.status is JobStatus.SUCCEEDED and bool(job.tuned_model)
        self._button.setVisible(shown and comparable)

    def _on_primary(self) -> None:
        run = self.run
        if self._desk.planning:
            self.start()
        elif run is not None and run.job.tuned_model:
            self.compare_wanted.emit(run.job.tuned_model)


def _results_file(event: QDropEvent) -> str | None:
    """Return the path of the results file that is dragged, if it is one file that can be one."""
    urls = event.mimeData().urls()
    path = urls[0].toLocalFile() if len(urls) == 1 else ""
    return path if Path(path).suffix.lower() in _RESULTS else None
