"""One training on the screen: its state in words, how far it is, the curve, and what can be done with it."""

from collections.abc import Callable
from time import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.coach import advise
from desktop_app.core.job import Job, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.training.chart import LossChart
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.words import LOOKS, outlook, state
from desktop_app.gui.widgets.amounts import at_moment, clock, duration, hour, number
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import Picture, label, set_tone
from desktop_app.gui.widgets.problem_view import ProblemView

_TICK_MS = 1000
_STORY_LINES = 8


class RunView(QWidget):
    """Shows a Run; what the user wants of it comes out as signals."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._picture = Picture("activity", 22, "accent")
        self._state = label(size="heading", wrap=True)
        self._about = label(tone="muted", wrap=True)
        self._outlook = label(wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self._progress = label(wrap=True)
        self._coach = label(size="strong", wrap=True)
        self._problem = ProblemView()
        self.chart = LossChart(background)
        self._pause = QPushButton(self.tr("Pause"))
        self._resume = QPushButton(self.tr("Resume"))
        self._cancel = QPushButton(self.tr("Cancel training"))
        self._kept = label(
            self.tr("Cancelling keeps the curve and every checkpoint made so far."),
            size="small",
            tone="muted",
            wrap=True,
        )
        self._story = QPlainTextEdit()
        self._fold = Fold(self.tr("What happened"), self._story)
        self._had_focus = False
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._draw_progress)
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self._pause.clicked.connect(self.pause_wanted)
        self._resume.clicked.connect(self.resume_wanted)
        self._cancel.clicked.connect(self.cancel_wanted)
        self._cancel.setAccessibleDescription(self._kept.text())
        self._story.setReadOnly(True)
        self._story.setTabChangesFocus(True)
        self._story.setFixedHeight(self.fontMetrics().height() * _STORY_LINES)
        self._story.setAccessibleName(self.tr("What happened"))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self._picture)
        head.addWidget(self._state, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        for button in (self._pause, self._resume, self._cancel):
            buttons.addWidget(button)
        buttons.addWidget(self._kept, 1)
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        words.addLayout(head)
        for part in (self._about, self._outlook, self._bar, self._progress):
            words.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addLayout(words)
        box.addWidget(self._problem)
        box.addLayout(buttons)
        box.addWidget(self._coach)
        box.addWidget(self.chart, 1)
        box.addWidget(self._fold)
        self._problem.hide()

    @property
    def progress(self) -> str:
        """Return the sentence on how far the training is."""
        return self._progress.text()

    @property
    def coach(self) -> str:
        """Return the coach's sentence."""
        return self._coach.text()

    def show_run(self, run: Run) -> None:
        """Show a run, or what is new about the one on show."""
        if self._run is not run:
            self._problem.hide()
        self._run = run
        job, points = run.job, run.points
        name, tone = LOOKS[job.status]
        self._picture.set(name, tone)
        self._state.setText(state(job.status))
        set_tone(self._state, "problem" if job.status is JobStatus.FAILED else "")
        self._about.setText(self.tr("{0}, started {1}").format(job.base_model, at_moment(job.created)))
        self._outlook.setText(outlook(job))
        self._outlook.setVisible(bool(self._outlook.text()))
        self._coach.setText(say(advise(points, ended=job.status.ended)))
        self._coach.setVisible(bool(points) or not job.status.ended)
        self._draw_buttons(job)
        self._draw_story(run)
        self.chart.show_points(points, job)
        self._draw_progress()
        self._tick()

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Say that the engine cannot be heard or did not obey; the curve stays. A new try takes the words away."""

        def again() -> None:
            self.clear_problem()
            if on_retry is not None:
                on_retry()

        self._problem.show_problem(problem, again if on_retry is not None else None)
        self._problem.show()

    def clear_problem(self) -> None:
        """Forget the problem on show."""
        self._problem.hide()

    def set_waiting(self, waiting: bool) -> None:
        """Keep the buttons still while the engine is asked to do what one of them said; the keyboard comes back."""
        buttons = (self._pause, self._resume, self._cancel)
        if waiting:
            self._had_focus = any(button.hasFocus() for button in buttons)
        for button in buttons:
            button.setEnabled(not waiting)
        shown = [button for button in buttons if button.isVisible()]
        if not waiting and self._had_focus and shown:
            shown[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Count the time only while somebody looks."""
        super().showEvent(event)
        self._draw_progress()
        self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop counting."""
        super().hideEvent(event)
        self._clock.stop()

    def _tick(self) -> None:
        if self._run is not None and not self._run.job.status.ended and self.isVisible():
            self._clock.start()
        else:
            self._clock.stop()

    def _draw_buttons(self, job: Job) -> None:
        status, here = job.status, job.here
        self._pause.setVisible(here and status in (JobStatus.RUNNING, JobStatus.QUEUED))
        self._resume.setVisible(here and status is JobStatus.PAUSED)
        self._cancel.setVisible(here and not status.ended)
        self._kept.setVisible(here and not status.ended)

    def _draw_story(self, run: Run) -> None:
        text = "\n".join(f"{hour(event.time)}  {event.message}" for event in run.events)
        self._fold.setVisible(bool(text))
        self._fold.set_summary(run.events[-1].message if run.events else "")
        if text != self._story.toPlainText():
            self._story.setPlainText(text)
            bar = self._story.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _draw_progress(self) -> None:
        if self._run is None:
            return
        job, step = self._run.job, self._run.step
        self._bar.setVisible(not job.status.ended)
        self._bar.setRange(0, job.total_steps)  # an unknown number of steps shows a bar without an end
        self._bar.setValue(step)
        parts = [self._steps(step, job.total_steps)] if step or job.status is JobStatus.RUNNING else []
        left = self._run.seconds_left
        if left is not None:
            parts.append(self.tr("{0} left").format(duration(left)))
        spent = (job.finished or time()) - job.created
        parts.append(self.tr("{0} since the start").format(clock(spent)) if not job.status.ended else clock(spent))
        self._progress.setText(", ".join(parts))

    def _steps(self, step: int, total: int) -> str:
        if not total:
            return self.tr("Step {0}").format(number(step))
        return self.tr("Step {0} of {1}").format(number(step), number(total))
