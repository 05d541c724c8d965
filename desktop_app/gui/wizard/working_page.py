"""A page of the wizard that has to work something out before it can show anything."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.page import BUSY_AFTER_MS
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.resting import waiting
from desktop_app.gui.wizard.step_page import StepPage


class WorkingPage(StepPage):
    """Shows progress once the work has taken half a second, then the board; the focus goes with what is on show.

    What works says `busy.tell(…, self._on_cancel)` and ends with `_show_board`; `_stop` ends the work.
    """

    scrolls = False

    def __init__(self, board: QWidget, parent: QWidget | None = None) -> None:
        """Hold the board; the heir gives `waiting` its accessible name."""
        super().__init__(parent)
        self._round = 0
        """Which time of being on show this is; what was worked out for another time is not wanted any more."""
        self._board = board
        self.busy = Busy()
        self.waiting = waiting(self.busy, self.tr("Work under way"))
        self._stack = QStackedWidget()
        for part in (self.waiting, board):
            self._stack.addWidget(part)
        self._late = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._late.timeout.connect(self._show_busy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    @property
    def first(self) -> QWidget:
        """Return where the focus belongs."""
        return self.board_first if self._stack.currentWidget() is self._board else self.waiting

    @property
    def board_first(self) -> QWidget:
        """Return where the focus belongs on the board."""
        raise NotImplementedError

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        super().begin(intake)
        self._stop()
        self._forget()

    def leave(self) -> None:
        """Stop what is being worked out."""
        self._stop()

    def _begin_work(self, sentence: str) -> None:
        self.busy.begin()
        self.busy.tell(sentence, None, self._on_cancel)
        self._late.start()

    def _stop(self) -> None:
        """End the work and whatever waits for it."""
        self._late.stop()
        self._round += 1

    def _forget(self) -> None:
        """Show nothing of what was worked out before."""
        self.busy.hide()
        self._show(self.waiting)

    def _show_busy(self) -> None:
        self.busy.show()
        self._show(self.waiting)

    def _show_board(self) -> None:
        self._show(self._board)

    def _show(self, part: QWidget) -> None:
        self._late.stop()
        here, focused = self._stack.currentWidget(), self.window().focusWidget()
        held = focused is not None and here is not None and (focused is here or here.isAncestorOf(focused))
        self._stack.setCurrentWidget(part)
        if held and part is not here:
            self.first.setFocus()

    def _on_problem(self, problem: Problem) -> None:
        self._stop()
        self._forget()
        self.stuck.emit(problem)

    def _on_cancel(self) -> None:
        self._stop()
        self._forget()
        self.stopped.emit()
