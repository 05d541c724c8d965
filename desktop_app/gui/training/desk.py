"""The work of the training room: the list of trainings, what is on show of them, and what is wanted of each."""

from collections.abc import Callable
from pathlib import Path
from time import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.job import Job, Plan, running_here
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import Phase, Sending
from desktop_app.gui.background import Background
from desktop_app.gui.training.board import Board
from desktop_app.gui.training.following import Following, Verb
from desktop_app.gui.training.job_list import NEW
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.saver import ResultsSaver
from desktop_app.gui.training.side import Side
from desktop_app.gui.training.starting import Starting
from desktop_app.gui.widgets.beside import Beside
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.sites import Sites
from desktop_app.work.take_results import take_results


class Desk(QWidget):
    """Shows the trainings of one project, and does with them what the user wants."""

    redrawn = Signal()
    """Something else is on show, or can be done with it."""
    listed = Signal()
    """The project has other trainings than before, or one of them is in another state."""

    def __init__(self, background: Background, sites: Sites, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._project: Project | None = None
        self.board = board
        self.side = Side()
        self.following = Following(background, sites, self)
        self.starting = Starting(background, sites, self)
        self._saver = ResultsSaver(background, sites, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(self.side, board))
        self._connect_wishes()
        self._connect_news()

    def _connect_wishes(self) -> None:
        plan, view, side = self.board.plan, self.board.view, self.side
        plan.stop_wanted.connect(self.starting.stop)
        plan.go_on_wanted.connect(self.starting.go_on)
        plan.forget_wanted.connect(self.starting.forget)
        view.steering.pause_wanted.connect(lambda: self._steer(train.pause))
        view.steering.resume_wanted.connect(lambda: self._steer(train.resume))
        view.steering.cancel_wanted.connect(lambda: self._steer(train.cancel))
        view.steering.save_wanted.connect(self._save_results)
        view.again_wanted.connect(self.plan_again)
        self.board.compare.left.connect(self._end_comparison)
        self.board.finding.taken.connect(self._on_taken)
        self.board.finding.broke_off.connect(self.following.look_again)
        self.board.finding.left.connect(self.show_chosen)
        side.list.chosen.connect(lambda _: self.show_chosen())
        side.list.ticked_changed.connect(self._on_ticked)
        side.compare_wanted.connect(self.compare)
        side.search_wanted.connect(self._search)
        side.results_chosen.connect(self.take_results)

    def _connect_news(self) -> None:
        plan, following, starting = self.board.plan, self.following, self.starting
        following.heard.connect(self._on_heard)
        following.listed.connect(lambda: self._fill_list(self.side.list.current))
        following.lost.connect(self._on_lost)
        following.steered.connect(self._on_steered)
        starting.sending.connect(plan.show_sending)
        starting.tried.connect(plan.clear_problem)
        starting.gone.connect(self.plan_again)
        starting.begun.connect(self._on_begun)
        starting.refused.connect(self._on_refused)
        starting.ended.connect(plan.show_started)
        starting.unfinished_changed.connect(lambda: plan.show_unfinished(starting.unfinished))

    @property
    def run(self) -> Run | None:
        """Return the training that is chosen, if it is not the one still to be planned."""
        return self.following.run(self.side.list.current)

    @property
    def planning(self) -> bool:
        """Tell whether the plan is on show."""
        return self.board.shown is self.board.plan

    def open(self, project: Project | None) -> None:
        """Work with the trainings of this project; one under way is chosen, else the newest."""
        self._project = project
        self.following.open(project)
        self.board.open(project)
        self.starting.open(project)
        self.board.plan.show_started()
        runs = self.following.runs
        under_way = running_here([run.job for run in runs])
        self.side.list.untick()
        self._fill_list(under_way.id if under_way else next((run.job.id for run in runs), NEW))

    def start(self) -> None:
        """Start the training that is planned, if everything it needs is here."""
        plan = self.board.plan
        if plan.can_start and not self.starting.busy:
            self.starting.start(plan.plan)
            plan.show_sending(Sending(Phase.WRITING))

    def plan_again(self, plan: Plan) -> None:
        """Show the plan with these settings."""
        self.side.list.choose(NEW)
        self.show_chosen()
        self.board.plan.take(plan)
        self.board.plan.form.where.menu.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that was pressed is gone

    def compare(self) -> None:
        """Compare the trainings whose boxes are ticked."""
        runs = [run for job in self.side.list.ticked if (run := self.following.run(job)) is not None]
        if len(runs) > 1:
            self.board.compare.show_runs(self._project, runs)
            self._put(self.board.compare)

    def take_results(self, path: str) -> None:
        """Show the curve of a results file as a training of its own."""
        project = self._project
        if project is None:
            return

        def done(job: Job) -> None:
            if project is self._project:
                self._on_begun(job)

        self._background.run(self, take_results(project, Path(path)), on_done=done)

    def show_chosen(self) -> None:
        """Show the training that is chosen in the list, or the plan."""
        run = self.run
        if run is not None:
            self._show_run(run)
        self._put(self.board.plan if run is None else self.board.view)

    def _put(self, part: QWidget) -> None:
        self.board.put(part)
        self.redrawn.emit()

    def _show_run(self, run: Run) -> None:
        self.board.view.show_run(run, time(), self.following.place_in_line(run))

    def _fill_list(self, choose: str) -> None:
        self.side.list.show_runs(self.following.runs, choose)
        for run in self.following.runs:
            self.side.list.refresh(run, self.following.place_in_line(run))
        self.show_chosen()

    def _search(self) -> None:
        self._put(self.board.finding)
        self.board.finding.look()

    def _end_comparison(self) -> None:
        self.side.list.untick()
        self.show_chosen()
        self.side.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ticked(self) -> None:
        """Follow the boxes while the comparison is on show."""
        if self.board.shown is self.board.compare:
            if len(self.side.list.ticked) > 1:
                self.compare()
            else:
                self.show_chosen()

    def _steer(self, verb: Verb) -> None:
        run = self.run
        if run is not None:
            self.board.view.clear_problem()
            self.following.steer(verb, run)
            self._show_run(run)

    def _save_results(self) -> None:
        if self.run is not None and self._project is not None:
            self._saver.ask(self.run.job, self._project.path.parent)

    def _on_heard(self, run: Run, another_state: bool) -> None:
        if another_state:
            for other in self.following.runs:
                self.side.list.refresh(other, self.following.place_in_line(other))
        self.side.list.refresh(run, self.following.place_in_line(run))
        if run is self.run and self.board.shown is self.board.view:
            if another_state:
                self.board.view.clear_problem()
            self._show_run(run)
            self.redrawn.emit()
        elif self.board.shown is self.board.compare and run in self.board.compare.runs:
            self.board.compare.show_runs(self._project, self.board.compare.runs)
        if another_state:
            self.listed.emit()

    def _on_begun(self, job: Job) -> None:
        """Show a training that the project just got."""
        self.following.add(job)
        self._fill_list(job.id)
        self.side.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.listed.emit()

    def _on_taken(self, job: Job) -> None:
        """List a training that was taken up; the search stays on show for the next ones."""
        self.following.add(job)
        self.side.list.show_runs(self.following.runs, self.side.list.current)
        self.listed.emit()

    def _on_refused(self, problem: Problem, again: Callable[[], None] | None) -> None:
        self.board.plan.show_problem(problem, again or self.start)  # a new one as it is planned by then
        self.redrawn.emit()

    def _on_lost(self, run: Run, problem: Problem) -> None:
        if run is self.run:
            self.board.view.show_problem(problem, lambda: self.following.follow(run))

    def _on_steered(self, run: Run, problem: Problem | None) -> None:
        self._on_heard(run, another_state=False)
        if problem is not None and run is self.run:
            self.board.view.show_problem(problem)
