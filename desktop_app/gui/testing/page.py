"""The test room: models answer rows they have not learned from, and it is said whether a difference is real."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.asking_page import AskingPage
from desktop_app.gui.answers.before import Before
from desktop_app.gui.answers.naming import column_names
from desktop_app.gui.background import Background
from desktop_app.gui.testing.board import Board
from desktop_app.gui.testing.comparing import Comparing
from desktop_app.gui.testing.correcting import Correcting
from desktop_app.gui.testing.earlier import Earlier
from desktop_app.gui.testing.file_rows import FileRows
from desktop_app.gui.testing.opinions import Opinions
from desktop_app.gui.testing.preparing import Preparing
from desktop_app.gui.testing.running import Running
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites
from desktop_app.work.test_figures import Report


class TestingPage(AskingPage):
    """Shows what a new test will be, or a test as far as it has come."""

    start_wanted = Signal()
    """No project is open, and one has to be."""
    data_wanted = Signal()
    """There are no rows to test with; the table has them."""
    rows_wanted = Signal(object)
    """The ids of rows that are to be seen in the table."""
    next_training_wanted = Signal(str)
    """The next training is to be planned as the one was that made the model of this name."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, apart: Apart, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, background, sites, parent)
        sentence = self.tr("Models answer rows they have not learned from, and you see whether a difference is real.")
        self.set_title(self.tr("Test"), sentence)
        self.running = Running(background, sites, self)
        self.board = Board(Earlier(workspace, background))
        self._comparing = Comparing(background, self.board.result)
        self.correcting = Correcting(workspace, background, apart, self.board.result.rows)
        self.opinions = Opinions(background, sites, self.offers, self.board.result, self.running, self)
        self.files = FileRows(workspace, background, apart, self.board.choice)
        self.preparing = Preparing(workspace, background, sites, self.files, self.board.choice, self.offers)
        self._before = Before(background, sites, self)
        self.set_content(self.board, scrolls=True)
        self._act = self.set_primary("", self._do)
        self.add_keys(self._act, self._pause, lambda: self._going_on)
        self._connect()
        self._load()

    def _connect(self) -> None:
        self._workspace.opened.connect(self._load)
        self._workspace.closing.connect(self._forget)
        self._workspace.closed.connect(self._load)
        self._workspace.changed.connect(self._on_changed)
        self.preparing.found.connect(self._draw_state)
        self.preparing.known.ended.connect(self._draw)
        self.board.choice.changed.connect(self._draw)
        self._before.ended.connect(self._draw)
        self.running.advanced.connect(self._draw_progress)
        self.running.ended.connect(self._draw)
        self.running.reckoned.connect(self._take)
        self.running.refused.connect(self._on_trouble)
        self.offers.changed.connect(self._draw_state)
        self.offers.ended.connect(self._draw_state)
        self.board.earlier.wanted.connect(self._on_earlier)
        self.board.result.rows.rows_wanted.connect(self.rows_wanted)
        self.correcting.training_wanted.connect(self.next_training_wanted)

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, and which rows."""
        super().showEvent(event)
        self._look()

    def show_choice(self) -> None:
        """Show what a new test will be; the one on show stays among the earlier ones."""
        self._forget()
        self.board.show_choice()
        self._look()

    def _look(self) -> None:
        if self._workspace.project is not None:
            self.offers.look()
        self.preparing.look()
        self.board.earlier.look(self.running.number)
        self._draw_state()

    def _forget(self) -> None:
        self.running.forget()
        self.opinions.forget()
        self._comparing.forget()

    @property
    def _going_on(self) -> bool:
        coming = self.preparing.known.waiting or self._before.looking
        return coming or self.running.running or self.opinions.running

    def _pause(self) -> None:
        self.preparing.known.leave()
        self._before.leave()
        self.running.pause()
        self.opinions.pause()

    def _load(self) -> None:
        """Show the project that is open now."""
        self._forget()
        self.preparing.forget()
        self.board.result.wait()
        self._before.leave()
        self.board.show_choice()
        if self.isVisible():
            self._look()
        self._draw_state()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and (change.examples or change.order):
            self.preparing.look()

    def _draw_state(self) -> None:
        """Show which of the page's states is the right one now."""
        if self._workspace.project is None:
            said = self.tr("A test keeps what it asks in a project. Open one, or make one from your data.")
            self.show_empty("folder-open", said, self.tr("Go to Start"), self.start_wanted.emit)
        elif self.running.number is not None or (self.preparing.voices and self.board.choice.has_rows):
            self.show_content()
        elif self.preparing.counted and not self.board.choice.has_rows:
            said = self.tr("A test needs rows. Bring in your data first; about one row in ten is kept for tests.")
            self.show_empty("table", said, self.tr("Go to Data"), self.data_wanted.emit)
        elif not self.preparing.counted:
            self.show_busy(self.tr("Looking which rows there are."), None)
        else:
            self.show_no_models()
        self._draw()

    def _draw(self) -> None:
        """Let the primary button say what it does now."""
        choosing, running = self.running.number is None, self.running
        if choosing:
            self._act.setText(self.tr("Start the test"))
        elif running.running:
            self._act.setText(self.tr("Pause"))
        else:
            self._act.setText(self.tr("Go on") if running.missing else self.tr("New test"))
        coming = self.preparing.known.waiting or self._before.looking or running.beginning
        self._act.setEnabled(not choosing or (self.preparing.wanted is not None and not coming))
        self._act.setVisible(self.state == "content")

    def _draw_progress(self) -> None:
        if self.board.choosing:
            self.board.show_result()
            self.board.result.wait()
            self.board.earlier.look(self.running.number)
        self.board.result.show_progress(self.running.answered, self.running.total, self.running.words)
        self._draw()

    def _do(self) -> None:
        project, running = self._workspace.project, self.running
        if project is None:
            return
        if running.number is None:
            self.preparing.known.when_known(self._begin)
        elif running.running:
            running.pause()
        elif running.missing:
            running.go_on(project, running.number)
        else:
            self.show_choice()
        self._draw()

    def _begin(self) -> None:
        """Say what it takes where anything leaves this computer, then write the test down and ask."""
        project, wanted = self._workspace.project, self.preparing.wanted
        if project is None or wanted is None or self.running.number is not None:
            return

        def begin(_: str) -> None:
            if project is self._workspace.project:
                self.running.begin(project, lambda: wanted.read(project), wanted.columns)
                self._draw()

        if wanted.asked:
            self._before.look(lambda: wanted.read(project), wanted.asked, project, begin)
        else:
            begin("")

    def _on_earlier(self, chosen: int | None) -> None:
        project = self._workspace.project
        if chosen is None:
            self.show_choice()
        elif project is not None and chosen != self.running.number:
            self.board.result.wait()
            self.running.show(project, chosen)

    def _take(self, report: Report) -> None:
        """Show the figures of a test."""
        self.board.show_result()
        self.board.result.offer(report, column_names(report.batch.columns, self._sites))
        self.board.result.show_progress(self.running.answered, self.running.total, self.running.said)
        self._comparing.show(report)
        self.board.earlier.look(self.running.number)
        self.correcting.report = report
        self.opinions.show(self._workspace.project, report)
        self._draw()

    def _on_trouble(self, problem: Problem, again: Callable[[], None] | None) -> None:
        """Say why a test did not begin or go on; one that is kept is tried again, a new one is chosen anew."""

        def try_again() -> None:
            if again is None or self.running.number is None:
                self.show_choice()
            else:
                again()
                self._draw_state()

        self.show_problem(problem, try_again)
        if again is not None:
            self.offer_way_out(self.tr("New test"), self.show_choice)
        self._draw()
