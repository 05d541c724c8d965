"""Step 3: the file is taken in and looked over; each finding is explained, and repaired if the user likes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.checks.finding import Finding
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.page import BUSY_AFTER_MS
from desktop_app.gui.wizard.finding_board import FindingBoard
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.resting import waiting
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.store.sources import LeftOut
from desktop_app.work.intake import Progress, Shown, Taken

if TYPE_CHECKING:
    from desktop_app.gui.background import Task

_ROWS = 8
"""So many rows of a finding are shown."""


class CheckStep(StepPage):
    """Takes the file in with progress, then shows what the check-up found."""

    scrolls = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking: Task | None = None
        self._looking: Task | None = None
        self._wanted: Finding | None = None
        self._round = 0
        """Which time of being on show this is; rows looked up for another time are not wanted any more."""
        self._taken: Taken | None = None
        self.busy = Busy()
        self.waiting = waiting(self.busy, self.tr("The file is being taken in"))
        self.board = FindingBoard()
        self.board.decided.connect(self._on_decided)
        self.board.recommended_wanted.connect(self._on_recommended)
        self.board.rows_wanted.connect(self._on_rows_wanted)
        self._stack = QStackedWidget()
        for part in (self.waiting, self.board):
            self._stack.addWidget(part)
        self._late = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._late.timeout.connect(self._show_busy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    @property
    def sentence(self) -> str:
        """Return what the page is for."""
        return self.tr("See what was found in your rows, and choose what is to be repaired. Your file is not changed.")

    @property
    def first(self) -> QWidget:
        """Return where the focus belongs."""
        return self.board.first if self._stack.currentWidget() is self.board else self.waiting

    @property
    def ready(self) -> bool:
        """Tell whether everything is read and nothing stands in the way."""
        return self._taking is None and self._taken is not None and self._taken.made > 0 and not self.board.stopped

    @property
    def next_words(self) -> str:
        """Return what Next will do."""
        repairs = self.board.repairs if self._taken is not None else 0
        return self.tr("Apply {0} and go on").format(number(repairs)) if repairs else self.tr("Next")

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        super().begin(intake)
        self._stop()
        self._forget()

    def enter(self, wizard: Wizard) -> None:
        """Take the file in, if its answers are not those of the last time, and show what was found."""
        super().enter(wizard)
        self._stop()
        self.busy.begin()
        self.busy.tell(self.tr("Taking in the file"), None, self._on_cancel)
        self._late.start()
        unsettling = self.intake.draft.unsettle()
        self._taking = self.intake.background.run(
            self, unsettling, on_done=lambda _: self._take_in(wizard), on_problem=self._on_problem
        )
        self.state_changed.emit()

    def leave(self) -> None:
        """Stop what is being worked out."""
        self._stop()

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        super().take(wizard)
        if self._taken is not None:
            self.board.take(wizard)

    def _stop(self) -> None:
        """Stop taking in; rows that are being looked up come to nobody (a cancel would end the warm worker)."""
        self._late.stop()
        if self._taking is not None:
            self._taking.cancel()
        self._taking = self._looking = self._wanted = None
        self._round += 1

    def _forget(self) -> None:
        self._taken = None
        self.busy.hide()
        self._show(self.waiting)

    def _show_busy(self) -> None:
        self.busy.show()
        self._show(self.waiting)

    def _show(self, part: QWidget) -> None:
        """Show a part; the focus goes with it if it was on what goes."""
        self._late.stop()
        here, focused = self._stack.currentWidget(), self.window().focusWidget()
        held = focused is not None and here is not None and (focused is here or here.isAncestorOf(focused))
        self._stack.setCurrentWidget(part)
        if held and part is not here:
            (self.board.first if part is self.board else self.waiting).setFocus()

    def _take_in(self, wizard: Wizard) -> None:
        self._taking = self.intake.background.run(
            self,
            self.intake.draft.take_in(wizard),
            on_items=self._on_items,
            on_done=lambda _: self._ask_left_out(),
            on_problem=self._on_problem,
        )

    def _on_items(self, items: list[Progress | Taken]) -> None:
        last = items[-1]
        if isinstance(last, Taken):
            self._taken = last
        else:
            self._tell(last)

    def _ask_left_out(self) -> None:
        asking = self.intake.draft.left_out()
        self._taking = self.intake.background.run(self, asking, on_done=self._on_taken_in, on_problem=self._on_problem)

    def _tell(self, progress: Progress) -> None:
        fraction = progress.done_bytes / progress.total_bytes if progress.total_bytes else None
        words = self.tr("Taking in the file: {0} of {1}, {2} rows")
        said = words.format(size(progress.done_bytes), size(progress.total_bytes), number(progress.rows))
        if fraction is None:
            said = self.tr("Taking in the file: {0} rows").format(number(progress.rows))
        self.busy.tell(said, fraction, self._on_cancel)

    def _on_taken_in(self, left_out: Sequence[LeftOut]) -> None:
        self._taking = None
        if self._taken is not None and self.wizard is not None:
            self.board.show_taken(self._taken, self.wizard, self.intake.rows_before)
            lines = [(record.line, record.reason, record.raw) for record in left_out]
            self.board.left_out.tell(lines, self._taken.left_out)
            self._show(self.board)
        self.state_changed.emit()

    def _on_problem(self, problem: Problem) -> None:
        self._stop()
        self._forget()
        self.stuck.emit(problem)

    def _on_cancel(self) -> None:
        self._stop()
        self._forget()
        self.stopped.emit()

    def _on_decided(self, finding: Finding, wanted: bool) -> None:
        if self.wizard is not None:
            self._decide(self.wizard, frozenset({finding.check}), wanted=wanted)

    def _on_recommended(self) -> None:
        if self.wizard is not None and self._taken is not None:
            offered = [f.check for f in self._taken.findings if f.recommended and f.remedy is not None]
            self._decide(self.wizard, frozenset(offered), wanted=True)

    def _decide(self, wizard: Wizard, checks: frozenset[str], *, wanted: bool) -> None:
        accepted = wizard.accepted | checks if wanted else wizard.accepted - checks
        skipped = wizard.skipped - checks if wanted else wizard.skipped | checks
        decided = wizard.answer(accepted=accepted, skipped=skipped)
        self.take(decided)
        self.answer(decided)
        self.state_changed.emit()

    def _on_rows_wanted(self, finding: Finding) -> None:
        """Look up the rows of a finding; only the last of several that were asked for meanwhile is looked up."""
        self._wanted = finding if len(finding.rows) else None
        if self._looking is None and self._wanted is not None:
            self._look_up(self._wanted)

    def _look_up(self, finding: Finding) -> None:
        self._wanted, now = None, self._round

        def tell(found: Sequence[Shown] | Problem) -> None:
            if now == self._round:
                self._on_looked_up(finding, found)

        shown = self.intake.draft.shown(finding, _ROWS)
        self._looking = self.intake.background.run(self, shown, on_done=tell, on_problem=tell)

    def _on_looked_up(self, finding: Finding, found: Sequence[Shown] | Problem) -> None:
        self._looking = None
        self.board.show_rows(finding, found)
        if self._wanted is not None:
            self._look_up(self._wanted)
