"""What can be done with a training: pause, resume, cancel after a question, save its results, plan it again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import JobStatus
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.work.sites import Site


class CancelQuestion(QFrame):
    """Asks once, in place, because a cancelled training cannot be gone on with."""

    kept = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.setProperty("kind", "attention")
        self._words = label(wrap=True)
        self.confirm = QPushButton(self.tr("Cancel it for good"))
        self.confirm.clicked.connect(self.confirmed)
        self.keep = QPushButton(self.tr("Do not cancel"))
        self.keep.clicked.connect(self.kept)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.kept)
        buttons = FlowLayout()
        for button in (self.keep, self.confirm):
            buttons.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(SMALL)
        box.addWidget(self._words)
        box.addLayout(buttons)

    def ask(self, run: Run, site: Site) -> None:
        """Say what is lost when this training is cancelled."""
        if site.here:
            lost = self.tr("What was learned since the last checkpoint is lost, and there will be no finished model.")
        else:
            lost = self.tr("There will be no finished model, and {0} may charge for what was trained so far.").format(
                site.title
            )
        kept = self.tr("The curve stays, and so do the checkpoints made so far ({0}).").format(len(run.checkpoints))
        self._words.setText(self.tr("Cancel this training? {0} {1}").format(lost, kept))
        self.confirm.setAccessibleDescription(self._words.text())
        self.show()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)


class RunSteering(QWidget):
    """Offers what the place of a training can do, and nothing else."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    cancel_wanted = Signal()
    again_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, question: CancelQuestion, parent: QWidget | None = None) -> None:
        """Offer nothing yet; `question` stands where there is room for it."""
        super().__init__(parent)
        self._run: Run | None = None
        self._site: Site | None = None
        self._waits = self._had_focus = False
        self._pause = QPushButton(self.tr("Pause"))
        self._resume = QPushButton(self.tr("Resume"))
        self._cancel = QPushButton(self.tr("Cancel training…"))
        self._again = QPushButton(self.tr("Plan again"))
        self._save = QPushButton(self.tr("Save results file…"))
        self._question = question
        self._connect()
        row = FlowLayout(self)
        for button in (self._pause, self._resume, self._cancel, self._again, self._save):
            row.addWidget(button)

    def _connect(self) -> None:
        self._pause.clicked.connect(self.pause_wanted)
        self._resume.clicked.connect(self.resume_wanted)
        self._cancel.clicked.connect(self._ask)
        self._again.clicked.connect(self.again_wanted)
        self._again.setToolTip(self.tr("Takes the settings of this training into a new plan."))
        self._again.setAccessibleDescription(self._again.toolTip())
        self._save.clicked.connect(self.save_wanted)
        self._question.kept.connect(self._leave_question)
        self._question.confirmed.connect(self._on_confirmed)

    def show_run(self, run: Run, site: Site | None) -> None:
        """Offer what can be done with this run; `site` is its place, None where that is not reachable any more.

        While its place is asked to do what one of the buttons said, they keep still.
        """
        status, another = run.job.status, self._run is not run
        self._run, self._site = run, site
        if another or status.ended:
            self._question.hide()
        can = site.profile.supports if site is not None and site.profile is not None else None
        live = site is not None and not status.ended and status is not JobStatus.UNKNOWN
        pausable = live and can is not None and can.pause
        buttons = (self._pause, self._resume, self._cancel, self._again, self._save)
        holder = next((button for button in buttons if button.hasFocus()), None)
        self._pause.setVisible(pausable and status in (JobStatus.RUNNING, JobStatus.QUEUED))
        stopped = site is not None and status is JobStatus.FAILED and run.job.resumable
        self._resume.setVisible(stopped or (pausable and status is JobStatus.PAUSED))
        self._resume.setText(self.tr("Go on from the last checkpoint") if stopped else self.tr("Resume"))
        self._cancel.setVisible(live)
        self._again.setVisible(run.plan is not None and bool(run.plan.base_model))
        self._save.setVisible(site is not None and status.ended and bool(run.job.result_files))
        # Qt hands the keyboard of a hidden button to the next one, and after Pause that would be Cancel.
        left = [button for button in buttons if not button.isHidden()]
        if holder is not None and holder.isHidden() and left:
            left[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._keep_still(run.steered, another=another)

    def _keep_still(self, waiting: bool, *, another: bool) -> None:
        """Keep the buttons still, or let them be pressed again; the keyboard comes back, unless it was another run."""
        buttons = (self._pause, self._resume, self._cancel)
        if another:
            self._had_focus = False
        elif waiting and not self._waits:
            self._had_focus = any(button.hasFocus() for button in (*buttons, self._question.confirm))
        for button in buttons:
            button.setEnabled(not waiting)
        shown = [button for button in (*buttons, self._again) if button.isVisible()]
        if self._waits and not waiting and self._had_focus and shown:
            shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._waits = waiting

    def _ask(self) -> None:
        if self._run is not None and self._site is not None:
            self._question.ask(self._run, self._site)

    def _leave_question(self) -> None:
        self._question.hide()
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_confirmed(self) -> None:
        self.cancel_wanted.emit()
        self._question.hide()
