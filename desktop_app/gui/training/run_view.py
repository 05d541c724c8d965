"""One training on the screen: its state in words, how far it is, the curves, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.advice import Advice
from desktop_app.core.job import ELSEWHERE, Checkpoint, JobStatus
from desktop_app.core.plan_again import again
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.training import words
from desktop_app.gui.training.charts.charts import Charts
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.training.passport_saver import PassportSaver
from desktop_app.gui.training.plan_words import place_name
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.run_checkpoints import RunCheckpoints
from desktop_app.gui.training.run_coach import RunCoach
from desktop_app.gui.training.run_made_of import RunMadeOf
from desktop_app.gui.training.run_progress import RunProgress
from desktop_app.gui.training.run_steering import CancelQuestion, RunSteering
from desktop_app.gui.training.story_model import plain
from desktop_app.gui.training.story_view import StoryView
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.acting import Acting
from desktop_app.gui.widgets.amounts import at_moment, duration, number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import Picture, label, set_tone
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.project import Project
from desktop_app.work.sites import Site, Sites

_STATE_LINES = 12
"""So many heights of a line are kept for how the training stands."""


class RunView(QWidget):
    """Shows a Run; what the user wants of it comes out as signals, those of `steering` among them."""

    again_wanted = Signal(object)
    """A Plan is to be planned again."""
    try_wanted = Signal(str)
    """A model of this computer is to be asked in the playground."""
    data_wanted = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sites = sites
        self._project: Project | None = None
        self._told = 0
        self._run: Run | None = None
        self._picture = Picture("activity", 22, "accent")
        self._state = label(size="heading", wrap=True)
        self._about = label(tone="muted", wrap=True)
        self._outlook = label(wrap=True)
        self._trouble = Banner()
        self._problem = ProblemView()
        self.progress = RunProgress()
        self._question = CancelQuestion()
        self.steering = RunSteering(self._question)
        self.coach = RunCoach()
        self.charts = Charts(background)
        self.checkpoints = RunCheckpoints()
        self.story = StoryView(background)
        self.made_of = RunMadeOf()
        self._passports = PassportSaver(background, sites, self)
        self.checkpoints_fold = Fold(self.tr("Checkpoints"), self.checkpoints)
        self.story_fold = Fold(self.tr("What happened"), self.story)
        self.made_of_fold = Fold(self.tr("What it was made of"), self.made_of)
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self.steering.again_wanted.connect(lambda: self._plan_again(None))
        self.coach.again_wanted.connect(self._plan_again)
        self.coach.data_wanted.connect(self.data_wanted)
        self.coach.checkpoint_wanted.connect(self._try)
        self.checkpoints.try_wanted.connect(self._try)
        self.checkpoints_fold.toggled.connect(lambda _: self._draw_checkpoints())
        self.made_of_fold.toggled.connect(lambda _: self._draw_record())
        self.made_of.passport_wanted.connect(self.save_passport)
        self._passports.saved.connect(lambda name: self.made_of.tell(self.tr("Saved as {0}.").format(name)))
        self._passports.problem.connect(self.show_problem)

    def _arrange(self) -> None:
        state = QWidget()
        head = QHBoxLayout(state)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(SMALL)
        head.addWidget(self._picture)
        head.addWidget(self._state, 1)
        top = QVBoxLayout()
        top.setSpacing(SMALL)
        top.addWidget(Acting(state, self.steering, _STATE_LINES))
        for part in (self._about, self._outlook, self.progress):
            top.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addLayout(top)
        for above in (self._question, self._trouble, self._problem, self.coach):
            box.addWidget(above)
        box.addWidget(self.charts, 1)
        for fold in (self.checkpoints_fold, self.story_fold, self.made_of_fold):
            box.addWidget(fold)
        for hidden in (self._question, self._trouble, self._problem, self.coach):
            hidden.hide()

    def open(self, project: Project | None) -> None:
        """Show trainings of this project from now on."""
        self._project = project
        self._run = None
        self.story.open(None, "")

    def show_run(self, run: Run, now: float, place: int = 0) -> None:
        """Show a run, or what is new about the one on show; `place` is its place in the queue, 0 for none."""
        another = self._run is not run
        self._run = run
        if another:
            self._problem.hide()
            self.made_of.tell("")
        job = run.job
        site = self._sites.site(job.provider) if job.provider != ELSEWHERE else None
        self._draw_head(run, site, place)
        self._draw_trouble(run)
        self.progress.show_run(run)
        self.progress.setVisible(job.provider != ELSEWHERE)
        self.steering.show_run(run, site)
        self.coach.show_advice(run.advice(now), run)
        self.charts.show_run(Shown(job, run.curves, run.checkpoints, words.title(job)))
        self._draw_folds(run, another=another)

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Say that the training cannot be followed or did not obey; the curve stays. A new try takes the words away."""

        def again() -> None:
            self.clear_problem()
            if on_retry is not None:
                on_retry()

        self._problem.show_problem(problem, again if on_retry is not None else None)
        self._problem.show()

    def clear_problem(self) -> None:
        """Forget the problem on show."""
        self._problem.hide()

    def _draw_head(self, run: Run, site: Site | None, place: int) -> None:
        job = run.job
        name, tone = words.LOOKS[job.status] if job.provider != ELSEWHERE else ("file-spreadsheet", "muted")
        self._picture.set(name, tone)
        self._state.setText(words.state_of(job, place))
        set_tone(self._state, "problem" if job.status is JobStatus.FAILED else "")
        self._about.setText(self._about_in_words(run, site))
        where = None if site is None else "" if site.here else site.title
        self._outlook.setText(words.outlook(job, where))
        self._outlook.setVisible(bool(self._outlook.text()))

    def _about_in_words(self, run: Run, site: Site | None) -> str:
        job = run.job
        if job.provider == ELSEWHERE:
            return self.tr("“{0}”, saved {1}").format(job.title, at_moment(job.created))
        began = self.tr("{0}, started {1}").format(job.base_model, at_moment(job.created))
        if site is not None and not site.here:
            began = self.tr("{0} at {1}, started {2}").format(job.base_model, site.title, at_moment(job.created))
        return self.tr("“{0}”: {1}").format(job.title, began) if job.title else began

    def _draw_trouble(self, run: Run) -> None:
        """Say quietly that the place does not answer: that is no end, and the training there knows nothing of it."""
        self._trouble.setVisible(run.trouble is not None)
        if run.trouble is None:
            return
        if run.job.status is JobStatus.UNKNOWN:
            said = f"{say(run.trouble.happened)} {say(run.trouble.meaning)} {say(run.trouble.remedy)}"
            self._trouble.tell(said, "attention")
            return
        wait = self.tr("It is asked again by itself.") if run.rest else ""  # without a rest it is being asked still
        if run.rest >= 45:
            wait = self.tr("It is asked again in {0}.").format(duration(run.rest))
        said = f"{say(run.trouble.happened)} {self.tr('The training there goes on.')} {wait}"
        self._trouble.tell(said.strip(), "note")

    def _draw_folds(self, run: Run, *, another: bool) -> None:
        self.checkpoints_fold.setVisible(bool(run.checkpoints))
        self.checkpoints_fold.set_summary(self.tr("{0} kept").format(number(len(run.checkpoints))))
        self._draw_checkpoints()
        self.story_fold.setVisible(run.newest is not None)
        self.story_fold.set_summary(plain(run.newest) if run.newest is not None else "")
        if another:
            self.story.open(self._project, run.job.id)
            self._told = run.story
        elif self._told != run.story:
            self._told = run.story
            self.story.refresh()
        rows = sum(run.record.rows.values()) if run.record is not None else 0
        summary = self.tr("{0}, settings, versions").format(how_many.rows(rows)) if rows else ""
        self.made_of_fold.set_summary(summary)
        self._draw_record()

    def _draw_checkpoints(self) -> None:
        if self._run is not None and self.checkpoints_fold.is_open:
            self.checkpoints.show_run(self._run)

    def _draw_record(self) -> None:
        if self._run is not None and self.made_of_fold.is_open:
            site = self._sites.site(self._run.job.provider) if self._run.job.provider != ELSEWHERE else None
            self.made_of.show_run(self._run, place_name(site) if site is not None else "")

    def _plan_again(self, advice: Advice | None) -> None:
        run = self._run
        if run is not None and run.plan is not None:
            self.again_wanted.emit(again(run.plan, run.job, advice))

    def save_passport(self) -> None:
        """Ask where the passport of the model on show shall go, and save it there."""
        if self._run is not None and self._project is not None:
            self._passports.ask(self._run, self._project)

    def _try(self, kept: Checkpoint) -> None:
        if self._run is not None and self._run.job.here:
            self.try_wanted.emit(kept.model)
