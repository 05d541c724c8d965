"""A page of the wizard that has to work something out before it can show anything."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Task
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.page import BUSY_AFTER_MS
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.resting import waiting
from desktop_app.gui.wizard.step_page import StepPage, give_focus

T = TypeVar("T")


class WorkingPage(StepPage):
    """Shows progress once the work has taken half a second, then the board; the focus goes with what is on show.

    The work is done by `_follow` and `_await`, one piece after the other, and ends with `_show_board`.
    """

    scrolls = False

    def __init__(self, board: QWidget, parent: QWidget | None = None) -> None:
        """Hold the board; the heir gives `waiting` its accessible name."""
        super().__init__(parent)
        self._task: Task | None = None
        self._quick = False
        """Whether the task is sooner done than stopped: stopping would end the warm worker."""
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

    @property
    def working(self) -> bool:
        """Tell whether something is being worked out."""
        return self._task is not None

    def _begin_work(self, sentence: str) -> None:
        self.busy.begin()
        self.busy.tell(sentence, None, self._on_cancel)
        self._late.start()

    def _follow(self, work: AsyncIterator[T], on_items: Callable[[list[T]], None], on_done: Callable[[], None]) -> None:
        """Do a long piece of the work; it is cancelled if the page is left."""

        def done(_: None) -> None:
            if self._end(task):
                on_done()

        run = self.intake.background.run
        task: Task = run(
            self, work, on_items=on_items, on_done=done, on_problem=self._on_problem, on_end=lambda: self._fell(task)
        )
        self._task, self._quick = task, False

    def _await(self, work: Coroutine[Any, Any, T], on_done: Callable[[T], None]) -> None:
        """Do a quick piece of the work; what comes of it is not wanted any more once the page is left."""

        def done(value: T) -> None:
            if self._end(task):
                on_done(value)

        def problem(found: Problem) -> None:
            if self._end(task):
                self._on_problem(found)

        run = self.intake.background.run
        task: Task = run(self, work, on_done=done, on_problem=problem, on_end=lambda: self._fell(task))
        self._task, self._quick = task, True

    def _end(self, task: Task) -> bool:
        """Tell whether it is this task that is waited for, and wait for it no longer."""
        wanted = task is self._task
        if wanted:
            self._task = None
        return wanted

    def _fell(self, task: Task) -> None:
        """Go back if a task ended without a word: a fault nobody foresaw, which is told of elsewhere."""
        if task is self._task:
            self._on_cancel()

    def _stop(self) -> None:
        """End the work and whatever waits for it."""
        self._late.stop()
        if self._task is not None and not self._quick:
            self._task.cancel()
        self._task = None

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
            give_focus(self.first)

    def _on_problem(self, problem: Problem) -> None:
        self._stop()
        self._forget()
        self.stuck.emit(problem)

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._stop()
        self._forget()
        self.stopped.emit()
