"""Step 3: the file is taken in and looked over; each finding is explained, and repaired if the user likes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.core.checks.finding import Finding
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.wizard.finding_board import FindingBoard
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.reading_words import place
from desktop_app.gui.wizard.working_page import WorkingPage
from desktop_app.store.sources import LeftOut
from desktop_app.work.intake import Progress, Shown, Taken

if TYPE_CHECKING:
    from desktop_app.gui.background import Task

_ROWS = 8
"""So many rows of a finding are shown."""


class CheckStep(WorkingPage):
    """Takes the file in with progress, then shows what the check-up found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        board = FindingBoard()
        super().__init__(board, parent)
        self.board = board
        self.waiting.setAccessibleName(self.tr("The file is being taken in"))
        self._looking: Task | None = None
        self._wanted: Finding | None = None
        self._comparing: Task | None = None
        self._taken: Taken | None = None
        self.board.decided.connect(self._on_decided)
        self.board.recommended_wanted.connect(self._on_recommended)
        self.board.rows_wanted.connect(self._on_rows_wanted)
        self.board.near.wanted.connect(self._look_for_twins)
        self.board.near.stopped.connect(self._stop_comparing)

    @property
    def sentence(self) -> str:
        """Return what the page is for."""
        if self._own:
            return self.tr("See what was found in your rows, and choose what is to be repaired; the last page does it.")
        return self.tr("See what was found in your rows, and choose what is to be repaired. Your file is not changed.")

    @property
    def _own(self) -> bool:
        """Tell whether the rows are those of the open project."""
        return self._wizard is not None and self._wizard.found.own

    @property
    def board_first(self) -> QWidget:
        """Return where the focus belongs on the board."""
        return self.board.first

    @property
    def ready(self) -> bool:
        """Tell whether everything is read and nothing stands in the way."""
        return not self.working and self._taken is not None and self._taken.made > 0 and not self.board.stopped

    @property
    def next_words(self) -> str:
        """Return what Next will do."""
        repairs = self.board.repairs if self._taken is not None else 0
        return self.tr("Apply {0} and go on").format(number(repairs)) if repairs else self.tr("Next")

    @property
    def alike_wanted(self) -> bool:
        """Tell whether people want to see side by side which rows are alike, once these are in the project."""
        return self.board.view.later.isChecked()

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        super().begin(intake)
        self.board.view.later.setChecked(False)

    def enter(self, wizard: Wizard) -> None:
        """Take the file in, if its answers are not those of the last time, and show what was found."""
        super().enter(wizard)
        self._stop()
        own, file = self.tr("The rows are being looked over"), self.tr("The file is being taken in")
        self.waiting.setAccessibleName(own if self._own else file)
        self._begin_work(self.tr("Looking over the rows") if self._own else self.tr("Taking in the file"))
        self._await(self.intake.draft.unsettle(), lambda _: self._take_in(wizard))
        self.state_changed.emit()

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        super().take(wizard)
        if self._taken is not None:
            self.board.take(wizard)
            self.board.report.offer(self.intake, wizard)

    def _stop(self) -> None:
        """Stop taking in and comparing; rows that are being looked up come to nobody."""
        super()._stop()
        self._stop_comparing()
        self._looking = self._wanted = None

    def _forget(self) -> None:
        super()._forget()
        self._taken = None

    def _take_in(self, wizard: Wizard) -> None:
        self._follow(self.intake.draft.take_in(wizard), self._on_items, self._ask_left_out)

    def _on_items(self, items: list[Progress | Taken]) -> None:
        last = items[-1]
        if isinstance(last, Taken):
            self._taken = last
        else:
            self._tell(last)

    def _ask_left_out(self) -> None:
        self._await(self.intake.draft.left_out(), self._on_taken_in)

    def _tell(self, progress: Progress) -> None:
        fraction = progress.done_bytes / progress.total_bytes if progress.total_bytes else None
        words = self.tr("Taking in the file: {0} of {1}, {2}")
        said = words.format(size(progress.done_bytes), size(progress.total_bytes), how_many.rows(progress.rows))
        if fraction is None:
            said = self.tr("Looking over the rows: {0}") if self._own else self.tr("Taking in the file: {0}")
            said = said.format(how_many.rows(progress.rows))
        self.busy.tell(said, fraction, self._on_cancel)

    def _on_taken_in(self, left_out: Sequence[LeftOut]) -> None:
        if self._taken is not None and self.wizard is not None:
            self.board.show_taken(self._taken, self.wizard, self.intake.rows_before)
            found = self.wizard.found
            lines = [(place(found, record.line), record.reason, record.raw) for record in left_out]
            self.board.left_out.tell(lines, self._taken.left_out)
            self.board.report.offer(self.intake, self.wizard)
            self._show_board()
            if self._taken.late:  # from now on these columns can be chosen
                known = self.wizard.answer(found=found.with_late(self._taken.late))
                self.take(known)
                self.answer(known)
        self.state_changed.emit()

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
        self._wanted = None

        def tell(found: Sequence[Shown] | Problem) -> None:
            if task is self._looking:
                self.board.show_rows(finding, found)

        def ended() -> None:
            if task is self._looking:
                self._on_looked_up()

        shown = self.intake.draft.shown(finding, _ROWS)
        task = self.intake.background.run(self, shown, on_done=tell, on_problem=tell, on_end=ended)
        self._looking = task

    def _on_looked_up(self) -> None:
        self._looking = None
        if self._wanted is not None:
            self._look_up(self._wanted)

    def _look_for_twins(self) -> None:
        """Compare all rows; the page stays as it is meanwhile, and whoever leaves it stops that."""

        def tell(items: list[Progress | Taken]) -> None:
            last = items[-1]
            if task is not self._comparing:
                return
            if isinstance(last, Taken):
                self._on_compared(last)
            else:
                self.board.near.tell_progress(last.rows)

        def problem(found: Problem) -> None:
            if task is self._comparing:
                self._comparing = None
                self.board.near.end(None, f"{say(found.happened)} {say(found.remedy)}")

        def ended() -> None:
            if task is self._comparing:  # a fault nobody foresaw, which is told of elsewhere
                self._stop_comparing()

        self.board.near.begin()
        looking = self.intake.draft.look_for_twins()
        task = self.intake.background.run(self, looking, on_items=tell, on_problem=problem, on_end=ended)
        self._comparing = task

    def _on_compared(self, taken: Taken) -> None:
        self._comparing = None
        self._taken = taken
        if self.wizard is not None:
            self.board.show_near(taken, self.wizard)
        self.state_changed.emit()

    def _stop_comparing(self) -> None:
        task, self._comparing = self._comparing, None
        if task is not None:
            task.cancel()
            self.board.near.end(None)
