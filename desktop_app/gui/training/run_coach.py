"""The coach on the screen: one sentence, what to do next, and a button that does it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.advice import Act, Advice, Case
from desktop_app.core.job import JobStatus
from desktop_app.core.marks import best_checkpoint, loss_at
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import Picture, label

if TYPE_CHECKING:
    from desktop_app.core.job import Checkpoint

_GOOD = frozenset({Case.LEARNING, Case.FEW_ROWS, Case.DRIFTING})
_QUIET = frozenset({Case.WAITING, Case.UNMEASURED})


class RunCoach(QFrame):
    """Says how a training goes; what the user wants to do about it comes out as signals."""

    checkpoint_wanted = Signal(object)
    """The Checkpoint is to be tried."""
    again_wanted = Signal(object)
    """The training is to be planned again by this Advice."""
    data_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self._advice: Advice | None = None
        self._checkpoint: Checkpoint | None = None
        self._picture = Picture("info", 18, "muted")
        self._sentence = label(size="strong", wrap=True)
        self._then = label(wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(self._do)
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        for part in (self._sentence, self._then):
            part.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
            words.addWidget(part)
        buttons = FlowLayout()
        buttons.addWidget(self._button)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        row.setSpacing(SMALL)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    @property
    def sentence(self) -> str:
        """Return the coach's sentence."""
        return self._sentence.text()

    @property
    def button(self) -> QPushButton:
        """Return the button that does what is advised."""
        return self._button

    def show_advice(self, advice: Advice | None, run: Run) -> None:
        """Say this of a run; nothing with None."""
        quiet = advice is None or (advice.case is Case.WAITING and not run.step and run.job.total_steps == 0)
        self.setVisible(not quiet)
        if advice is None:
            return
        kept = _meant(advice, run) if run.job.here else None
        if (advice, kept) == (self._advice, self._checkpoint):
            return
        self._advice, self._checkpoint = advice, kept
        broken_off = run.job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
        words = self.tr("Until it stopped: {0}") if broken_off else "{0}"
        self._sentence.setText(words.format(say(advice.sentence)))
        self._then.setText(say(advice.then) if advice.then is not None else "")
        self._then.setVisible(advice.then is not None)
        good = advice.case in _GOOD and not broken_off
        quiet = advice.case in _QUIET or (advice.case in _GOOD and broken_off)
        name, tone = (
            ("circle-check", "good") if good else ("info", "muted") if quiet else ("triangle-alert", "attention")
        )
        self._picture.set(name, tone)
        self._picture.setAccessibleName(
            self.tr("All is well") if good else self.tr("Note") if quiet else self.tr("Attention")
        )
        self._button.setText(self._offer(advice, run))
        self._button.setVisible(bool(self._button.text()))
        self._dress("good" if good else "note" if quiet else "attention")
        self.setAccessibleName(self.tr("Coach: {0}").format(self._sentence.text()))

    def _dress(self, kind: str) -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def _offer(self, advice: Advice, run: Run) -> str:
        """Return the words for the button; empty where there is nothing a button could do."""
        plannable = run.plan is not None and bool(run.plan.base_model)
        if advice.act is Act.CHECKPOINT and self._checkpoint is not None:
            return self.tr("Try the checkpoint of step {0}").format(self._checkpoint.step)
        if advice.act is Act.RATE and plannable:
            twice = self.tr("Plan again with twice the rate")
            return twice if advice.value > 1 else self.tr("Plan again with half the rate")
        if advice.act is Act.PASSES and plannable:
            return self.tr("Plan again with fewer passes")
        if advice.act is Act.ADD_ROWS:
            return self.tr("Add rows")
        return self.tr("Look at the rows") if advice.act is Act.LOOK_AT_ROWS else ""

    def _do(self) -> None:
        advice = self._advice
        if advice is None:
            return
        if advice.act is Act.CHECKPOINT and self._checkpoint is not None:
            self.checkpoint_wanted.emit(self._checkpoint)
        elif advice.act in (Act.RATE, Act.PASSES):
            self.again_wanted.emit(advice)
        else:
            self.data_wanted.emit()


def _meant(advice: Advice, run: Run) -> "Checkpoint | None":
    """Return the checkpoint that is meant: the best one that was measured if it is nearly as good, else the nearest."""
    nearest = advice.checkpoint(run.checkpoints)
    best = best_checkpoint(run.curves, run.checkpoints) if nearest is not None else None
    losses = [loss_at(run.curves, kept) for kept in (best, nearest) if kept is not None]
    measured = len(losses) == 2 and losses[1] is not None
    return best if measured and best is not None and best.model else nearest
