"""The training page: plan a training, start it, and see how it goes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.example import Part
from desktop_app.core.job import JobStatus
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.training import estimate
from desktop_app.gui.training.following import Following, Verb
from desktop_app.gui.training.job_list import NEW, JobList
from desktop_app.gui.training.plan_card import PlanCard
from desktop_app.gui.training.plan_form import Data
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.run_view import RunView
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.sites import Sites


class TrainingPage(Page):
    """Shows the trainings of the open project; one that has not ended is followed as long as the program runs."""

    compare_wanted = Signal(str)
    data_wanted = Signal()
    heard = Signal(object, bool)
    """A Run about which there is news, and whether its state is another one; whatever place is on show."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Training"), self.tr("The model goes over your rows until its answers resemble yours."))
        self._workspace = workspace
        self._following = Following(background, sites, self)
        self._list = JobList()
        self._plan = PlanCard(background, sites.engine)
        self._view = RunView(background)
        self._main = QWidget()
        self._starting = False
        self._stale = True
        self._rows = 0
        self._arrange()
        self.set_content(Beside(self._list, self._main), scrolls=True)
        self._button = self.set_primary(self.tr("Start training"), self._on_primary)
        self._connect()
        self._open()

    def _arrange(self) -> None:
        """Put plan and run into the same place; a stack would give each the height that the other needs."""
        box = QVBoxLayout(self._main)
        box.setContentsMargins(0, 0, 0, 0)
        for part in (self._plan, self._view):
            box.addWidget(part)
        self._view.hide()

    def _connect(self) -> None:
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)  # wherever the focus is, as long as the page is on show
            shortcut.activated.connect(self._button.click)
        self._list.chosen.connect(self._show_chosen)
        self._plan.ready_changed.connect(lambda _: self._draw_button())
        self._view.pause_wanted.connect(lambda: self._steer(train.pause))
        self._view.resume_wanted.connect(lambda: self._steer(train.resume))
        self._view.cancel_wanted.connect(lambda: self._steer(train.cancel))
        following, workspace = self._following, self._workspace
        for hear in (self._on_heard, self.heard):
            following.heard.connect(hear)
        following.lost.connect(self._on_lost)
        following.begun.connect(self._on_begun)
        following.refused.connect(self._on_refused)
        following.steered.connect(self._on_steered)
        workspace.opened.connect(self._open)
        workspace.closed.connect(self._open)
        workspace.changed.connect(self._on_changed)

    @property
    def run(self) -> Run | None:
        """Return the training that is chosen, if it is not the one still to be planned."""
        return self._following.run(self._list.current)

    @property
    def view(self) -> RunView:
        """Return the view of the chosen training."""
        return self._view

    @property
    def plan_card(self) -> PlanCard:
        """Return the place where a training is planned."""
        return self._plan

    def start(self) -> None:
        """Start the training that is planned, if everything it needs is here."""
        if self._plan.can_start and not self._starting:
            self._starting = True
            self._plan.clear_problem()
            self._draw_button()
            self._following.start(self._plan.plan)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while the page was hidden."""
        super().showEvent(event)
        self._show_what_there_is()

    def _open(self) -> None:
        self._starting = False
        self._stale = True
        self._following.open(self._workspace.project)
        unfinished = train.running([run.job for run in self._following.runs])
        newest = next((run.job.id for run in self._following.runs), NEW)
        self._fill_list(unfinished.id if unfinished else newest)
        self._show_what_there_is()

    def _on_changed(self, change: Change) -> None:
        if change.examples:
            self._stale = True
            self._show_what_there_is()

    def _fill_list(self, choose: str) -> None:
        self._list.show_runs(self._following.runs, choose)
        self._list.setVisible(bool(self._following.runs))
        self._show_chosen()

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
                counts = examples.counts(connection)
            self._plan.show_data(Data(counts, estimate.training_tokens(project)))
            self._rows = counts[Part.TRAINING]
        if not self._rows and not self._following.runs:
            self._say_empty(project)
            return
        self.show_content()
        self._draw_button()
        if self.run is None:
            self._plan.look()

    def _say_empty(self, project: Project | None) -> None:
        sentence = self.tr("Open a project first: a model learns from its rows, and the curve stands here.")
        if project is not None:
            sentence = self.tr("This project has no training rows yet. Bring some in, and a model can learn from them.")
        self.show_empty("trending-up", sentence, self.tr("Go to the data"), self.data_wanted.emit)
        self._button.hide()

    def _show_chosen(self) -> None:
        run = self.run
        if run is not None:
            self._view.show_run(run)
        elif self.isVisible() and self.state == "content":
            self._plan.look()
        self._plan.setVisible(run is None)
        self._view.setVisible(run is not None)
        self._draw_button()

    def _draw_button(self) -> None:
        """Let the one primary button start what is planned, or compare what is finished."""
        run = self.run
        shown = self.state == "content"
        if run is None:
            self._button.setText(self.tr("Starting…") if self._starting else self.tr("Start training"))
            self._button.setEnabled(not self._starting)
            self._button.setVisible(shown and self._plan.can_start)
            return
        self._button.setText(self.tr("Compare with the base model"))
        self._button.setEnabled(True)
        comparable = run.job.here and run.job.status is JobStatus.SUCCEEDED and bool(run.job.tuned_model)
        self._button.setVisible(shown and comparable)

    def _on_primary(self) -> None:
        run = self.run
        if run is None:
            self.start()
        elif run.job.tuned_model:
            self.compare_wanted.emit(run.job.tuned_model)

    def _steer(self, verb: Verb) -> None:
        run = self.run
        if run is not None:
            self._view.clear_problem()
            self._view.set_waiting(True)
            self._following.steer(verb, run)

    def _on_heard(self, run: Run, another_state: bool) -> None:
        self._list.refresh(run)
        if run is self.run:
            if another_state:
                self._view.clear_problem()
            self._view.show_run(run)
            self._draw_button()
        if another_state:
            self._workspace.announce(Change(jobs=True))

    def _on_begun(self, run: Run) -> None:
        self._starting = False
        self._fill_list(run.job.id)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._workspace.announce(Change(jobs=True))

    def _on_refused(self, problem: Problem) -> None:
        self._starting = False
        self._plan.show_problem(problem, self.start)
        self._draw_button()

    def _on_lost(self, run: Run, problem: Problem) -> None:
        if run is self.run:
            self._view.show_problem(problem, lambda: self._following.follow(run))

    def _on_steered(self, run: Run, problem: Problem | None) -> None:
        self._view.set_waiting(False)
        if problem is not None and run is self.run:
            self._view.show_problem(problem)
