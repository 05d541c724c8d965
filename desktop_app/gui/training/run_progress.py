"""How far a training is: a bar, and a sentence with steps, passes and times."""

from math import ceil
from time import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.job import Job, JobStatus
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.amounts import clock, duration, number
from desktop_app.gui.widgets.label import label

_A_DAY = 86_400
_TICK_MS = 1000


class RunProgress(QWidget):
    """Counts the time only while somebody looks and the training goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self._words = label(wrap=True)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._draw)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._bar)
        box.addWidget(self._words)

    @property
    def sentence(self) -> str:
        """Return how far the training is."""
        return self._words.text()

    def show_run(self, run: Run) -> None:
        """Show how far this run is."""
        self._run = run
        self._draw()
        self._tick()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to count."""
        super().showEvent(event)
        self._draw()
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

    def _draw(self) -> None:
        if self._run is None:
            return
        job, step = self._run.job, self._run.step
        self._bar.setVisible(not job.status.ended and job.status is not JobStatus.QUEUED)  # in a queue nothing moves
        self._bar.setRange(0, job.total_steps)  # an unknown number of steps shows a bar without an end
        self._bar.setValue(min(step, job.total_steps))
        parts = [self._steps(step, job.total_steps)] if step or job.status is JobStatus.RUNNING else []
        parts += self._passes(job, step)
        left = self._run.seconds_left(time())
        if left is not None:
            parts.append(self.tr("{0} left").format(duration(left)))
        parts += self._spent(job)
        self._words.setText(", ".join(parts))
        self._words.setVisible(bool(parts))
        self._bar.setAccessibleDescription(self._words.text())

    def _steps(self, step: int, total: int) -> str:
        if not total:
            return self.tr("Step {0}").format(number(step))
        return self.tr("Step {0} of {1}").format(number(step), number(total))

    def _passes(self, job: Job, step: int) -> list[str]:
        if not job.epochs or not job.total_steps or not step:
            return []
        passed = min(job.epochs, ceil(step * job.epochs / job.total_steps))
        return [self.tr("pass {0} of {1}").format(number(passed), number(job.epochs))]

    def _spent(self, job: Job) -> list[str]:
        if job.status.ended and self._run is not None:
            paused = self._run.paused
            spent = (job.finished or job.created) - job.created - paused
            took = [self.tr("took {0}").format(_span(spent))] if spent >= 1 else []
            return took + ([self.tr("paused for {0}").format(_span(paused))] if paused >= 1 else [])
        since = self.tr("{0} since the start")
        if job.status in (JobStatus.QUEUED, JobStatus.VALIDATING):
            since = self.tr("{0} since it was planned")
        return [since.format(_span(time() - job.created))]


def _span(seconds: float) -> str:
    """Return a span of time by the clock, from a day on in words."""
    return clock(seconds) if seconds < _A_DAY else duration(seconds)
