"""Making data with a model: a grid of values or rows of the table are asked about, looked at, and become rows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.asking_page import AskingPage
from desktop_app.gui.answers.before import Before
from desktop_app.gui.background import Background
from desktop_app.gui.making.acts import Acts, shown
from desktop_app.gui.making.board import Board
from desktop_app.gui.making.earlier import Earlier
from desktop_app.gui.making.plan_view import PlanView
from desktop_app.gui.making.telling import Telling
from desktop_app.gui.making.underway import Underway
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.widgets import how_many
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.work.sites import Sites


class MakingPage(AskingPage):
    """Shows what will be asked, or what has come of it."""

    start_wanted = Signal()
    """No project is open, and one has to be."""
    rows_wanted = Signal(object)
    """The ids of rows that are to be seen in the table."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, background, sites, parent)
        sentence = self.tr("Let a model write rows, look at each answer, and keep those that are good.")
        self.set_title(self.tr("Make data with a model"), sentence)
        self._trouble: Problem | None = None
        self._beginning = OneTask(background, self)
        self.underway = Underway(background, sites, self)
        self.plan = PlanView(workspace, background, sites)
        self.board = Board(self.plan, Earlier(workspace, background))
        self.result = self.board.result
        self.acts = Acts(workspace, background, self.underway, self.result)
        self.telling = Telling(background, self.underway, self.result)
        self._before = Before(background, sites, self)
        self._act = self.set_primary("", self._do)
        self.set_content(self.board, scrolls=True)
        self.add_keys(self._act, self._pause, lambda: self._before.looking or self.underway.running)
        self._connect()
        self._load()

    def _connect(self) -> None:
        self._workspace.opened.connect(self._load)
        self._workspace.closing.connect(self._let_go)
        self._workspace.closed.connect(self._load)
        self._workspace.changed.connect(self._on_changed)
        self.offers.changed.connect(self._draw_state)
        self.offers.ended.connect(self._draw_state)
        self._before.ended.connect(self._draw)
        self.plan.changed.connect(self._draw)
        self.board.other.clicked.connect(lambda _=False: self.show_plan())
        self.board.earlier.wanted.connect(self._on_earlier)
        self.underway.opened.connect(self._on_opened)
        self.telling.told.connect(self._draw)
        self.underway.troubled.connect(self._on_trouble)
        self.acts.done.connect(self.telling.say_made)
        self.acts.troubled.connect(self._on_trouble)
        self.result.made.set_button(self.tr("Train a model"), self.training_wanted.emit)

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, and what was made."""
        super().showEvent(event)
        self._look()

    def show_plan(self) -> None:
        """Show the plan of new rows; what is on show stays among what was made earlier."""
        self.underway.forget()
        self.board.show_plan(of_rows=False)
        self._look()

    def rework(self, chosen: Sequence[int], on_show: Sequence[int]) -> None:
        """Plan to let a model work over rows: those chosen in the table, or all that it shows."""
        project = self._workspace.project
        if project is None:
            return
        with project.reading() as connection:
            shape = examples.shape(connection)
        self.underway.forget()
        self.plan.rework.offer_rows(chosen, on_show, shape)
        self.board.show_plan(of_rows=True)
        self._look()

    def _look(self) -> None:
        project = self._workspace.project
        if project is not None:
            self.offers.look()
            self.board.earlier.look(self.underway.number)
            self.plan.look()
        self._draw_state()

    def _load(self) -> None:
        """Show the project that is open now."""
        self._let_go()
        self._trouble = None
        self.board.show_plan(of_rows=False)
        if self.isVisible():
            self._look()
        self._draw()

    def _pause(self) -> None:
        self._before.leave()
        self.underway.pause()

    def _let_go(self) -> None:
        self._before.leave()
        self._beginning.stop()
        self.result.pane.commit()
        self.underway.forget()
        self.plan.forget()

    def _on_changed(self, change: Change) -> None:
        if change.examples and not self.board.planning:
            self.underway.look()

    def _draw_state(self) -> None:
        """Show which of the page's states is the right one now; what went wrong stays until it was seen."""
        if self._trouble is not None:
            return
        self.plan.form.offer(self.offers.choices)
        if self._workspace.project is None:
            said = self.tr("What a model writes is kept in a project. Open one, or make one from your data.")
            self.show_empty("folder-open", said, self.tr("Go to Start"), self.start_wanted.emit)
        elif self.offers.choices.voices or self.underway.sheet is not None:
            self.show_content()
        else:
            self.show_no_models()
        self._draw()

    def _draw(self) -> None:
        """Let the primary button say what it does now."""
        self._act.setText(self._words)
        busy = self._before.looking or self._beginning.running
        self._act.setEnabled(not self.board.planning or (self.plan.answers > 0 and not busy))
        self._act.setVisible(self.state == "content")
        rest = not self.underway.running
        self.result.take.setText(self.acts.words)
        self.result.take.setVisible(rest and self.underway.left > 0 and bool(self.acts.words))
        for part in (self.result.all, self.result.none, self.result.passing):
            part.setEnabled(rest)

    @property
    def _words(self) -> str:
        """Return what the primary button does now."""
        sheet = self.underway.sheet
        if self.board.planning or sheet is None:
            count = self.plan.answers
            times = how_many.counted(count, self.tr("Ask once"), self.tr("Ask {0} times"))
            return times if count else self.tr("Ask")
        if self.underway.running:
            return self.tr("Pause")
        if self.underway.left:
            one, more = self.tr("Go on (1 is missing)"), self.tr("Go on ({0} are missing)")
            return how_many.counted(self.underway.left, one, more)
        return self.acts.words or (self.tr("Show in the table") if shown(sheet) else self.tr("Something new"))

    def _do(self) -> None:
        sheet = self.underway.sheet
        if self.board.planning or sheet is None:
            self._begin()
        elif self.underway.running:
            self.underway.pause()
        elif self.underway.left:
            self.underway.go_on(self.result.more.value())
        elif self.acts.words:
            self.acts.take()
        elif shown(sheet):
            self.rows_wanted.emit(shown(sheet))
        else:
            self.show_plan()

    def _begin(self) -> None:
        project, wanted = self._workspace.project, self.plan.wanted
        if project is None or wanted is None or self._beginning.running:
            return

        def written(number_of: int) -> None:
            self.underway.begin(project, number_of)

        def begin(_said: str) -> None:
            if self._workspace.project is project and self.board.planning:
                self._beginning.begin(wanted.begin(project), on_done=written, on_problem=self._on_trouble)
                self._draw()

        self._before.look(wanted.read, (wanted.column,), project, begin, wanted.repeats)
        self._draw()

    def _on_opened(self) -> None:
        sheet = self.underway.sheet
        if sheet is None:
            return
        if self.board.planning or self.board.earlier.currentData() != self.underway.number:
            self.board.show_result(of_rows=sheet.rework is not None)
            self.board.earlier.look(self.underway.number)
            self._draw_state()

    def _on_earlier(self, chosen: int | None) -> None:
        project = self._workspace.project
        if chosen is None:
            self.show_plan()
        elif project is not None and chosen != self.underway.number:
            self.underway.show(project, chosen)

    def _on_trouble(self, problem: Problem) -> None:
        self._trouble = problem
        self.show_problem(problem, self._after_trouble)
        self._draw()

    def _after_trouble(self) -> None:
        self._trouble = None
        self._look()
