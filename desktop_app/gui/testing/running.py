"""A test under way: written down, asked, paused, gone on with, and its figures reckoned."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Column, Prompt
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.time_left import TimeLeft
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.testing.hindrance import Hindrance
from desktop_app.gui.widgets.amounts import duration
from desktop_app.store.project import Project
from desktop_app.work import test_figures, test_run
from desktop_app.work.ask_batch import Got, Heard
from desktop_app.work.keep_batch import Opened
from desktop_app.work.sites import Sites
from desktop_app.work.test_figures import Report


class Running(QObject):
    """Asks one test at a time; its answers are in the project before they are counted here."""

    advanced = Signal()
    """More answers are there, or something is to be said."""
    reckoned = Signal(object)
    """The Report of the test on show."""
    ended = Signal()
    """Nothing is asked any more: all is answered, it was paused, or it could not go on."""
    refused = Signal(object, object)
    """The Problem why a test cannot be begun, gone on with or shown, and what tries that again; None for a new one."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = OneTask(background, self)
        """Writes a test down, or reckons one: what was wanted before does not come any more."""
        self._sites = sites
        self._work = OneTask(background, self)
        self._time_left = TimeLeft()
        self._project: Project | None = None
        self.number: int | None = None
        self.answered = 0
        self.total = 0
        self.missing = 0
        """Answers that can still be asked for."""
        self._hindrance = Hindrance()
        self.beta = 1.0
        """How many times as much recall weighs as precision in the F-scores of labels."""
        self.beginning = False
        """Whether a test is being written down."""

    @property
    def running(self) -> bool:
        """Tell whether something is being asked."""
        return self._work.running

    @property
    def said(self) -> str:
        """Return what stands in the way, or stood when it ended."""
        return self._hindrance.words(asking=self.running)

    @property
    def seconds_left(self) -> float | None:
        """Return how long it will still take as fast as it goes; None before that can be told."""
        return self._time_left.seconds(self.missing) if self.running else None

    @property
    def words(self) -> str:
        """Return what is to be said while it is asked: how long it still takes, and what stood in the way."""
        left = self.seconds_left
        rest = self.tr("It still takes {0}.").format(duration(left)) if left is not None else ""
        return f"{rest} {self.said}".strip()

    def begin(self, project: Project, read: Callable[[], Sequence[Prompt]], columns: Sequence[Column]) -> None:
        """Write a test down and ask it; `read` returns its rows and is called in a thread."""

        def begun(number: int) -> None:
            self.beginning = False
            self.go_on(project, number)

        def refused(problem: Problem) -> None:
            self.beginning = False
            self.refused.emit(problem, None)

        self.beginning = True
        self._reading.begin(test_run.begin(project, read, columns), on_done=begun, on_problem=refused)

    def show(self, project: Project, number: int) -> None:
        """Reckon a test that is kept, without asking anything."""
        self.pause()
        self._project, self.number, self.beginning = project, number, False
        self._hindrance.forget()
        self._reckon()

    def weigh(self, beta: float) -> None:
        """Reckon the test on show with F-scores of another beta."""
        self.beta = beta
        self.reckon_anew()

    def reckon_anew(self) -> None:
        """Reckon the test on show: something that its figures rest on is another."""
        if not self.running:
            self._reckon()

    def go_on(self, project: Project, number: int) -> None:
        """Ask what is still missing."""
        if self.running:
            return
        self._project, self.number = project, number
        self._hindrance.forget()

        def refused(problem: Problem) -> None:
            self.refused.emit(problem, lambda: self.go_on(project, number))

        asked = test_run.go_on(project, self._sites, number)
        self._work.begin(asked, on_items=self._hear, on_problem=refused, on_end=self._rest)

    def pause(self) -> None:
        """Stop asking; what was answered stays."""
        if self._work.stop():
            self._rest()

    def forget(self) -> None:
        """Let go of the test: its project is closed."""
        self._project, self.number, self.beginning = None, None, False
        self._reading.stop()
        self.pause()

    def _hear(self, items: Sequence[Opened | Heard]) -> None:
        for item in items:
            if isinstance(item, Opened):
                self.total = item.batch.size
                self.missing, self.answered = item.left, item.batch.size - item.left
                self._time_left.begin()
                continue
            self._hindrance.hear(item)
            if isinstance(item, Got):
                self.answered += 1
                self.missing -= 1
                self._time_left.came()
        self.advanced.emit()

    def _rest(self) -> None:
        self.ended.emit()
        self._reckon()

    def _reckon(self) -> None:
        project, number = self._project, self.number
        if project is None or number is None:
            return

        def told(report: Report) -> None:
            if number == self.number and not self.running:
                self._count(report)
                self.reckoned.emit(report)

        def refused(problem: Problem) -> None:
            self.refused.emit(problem, self.reckon_anew)

        self._reading.begin(test_figures.report(project, number, self.beta), on_done=told, on_problem=refused)

    def _count(self, report: Report) -> None:
        batch = report.batch
        asked = [at for at, column in enumerate(batch.columns) if column.voice.site != test_run.RECORDED]
        self.total, self.answered = batch.size, len(report.newest)
        self.missing = len(asked) * len(batch.prompts) - sum(column in asked for _, column in report.newest)
