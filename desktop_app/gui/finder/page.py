"""The value finder: one model asked in many ways, to see which values of its settings answer best."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.asking_page import AskingPage
from desktop_app.gui.answers.before import Before
from desktop_app.gui.answers.known_habits import KnownHabits
from desktop_app.gui.answers.prompts import NOTHING, held_out
from desktop_app.gui.background import Background
from desktop_app.gui.finder.board import Board
from desktop_app.gui.finder.keeping import Keeping
from desktop_app.gui.finder.past import Past
from desktop_app.gui.finder.reckoning import Reckoning
from desktop_app.gui.finder.searching import Searching
from desktop_app.gui.widgets import how_many
from desktop_app.gui.workspace import Workspace
from desktop_app.work.sites import Sites


class FinderPage(AskingPage):
    """Shows what a search will be, or a search as far as it has come."""

    start_wanted = Signal()
    """No project is open, and one has to be."""
    compare_wanted = Signal(object)
    """A Column that is to be used in the comparison."""
    preset_saved = Signal(str)
    """The name under which a setting was kept."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, background, sites, parent)
        sentence = self.tr("Ask one model in many ways, and see which values of its settings answer best.")
        self.set_title(self.tr("Value finder"), sentence)
        self._trouble: Problem | None = None
        self._most: float | None = None
        self.searching = Searching(background, sites, self)
        self._board = Board(self.searching)
        self.plan, self.results = self._board.plan, self._board.results
        self.new, self.earlier = self._board.new, self._board.earlier
        self._reckoning = Reckoning(workspace, background, sites, self.plan)
        self._past = Past(workspace, background, sites, self.plan.unfinished)
        self._known = KnownHabits(workspace, background, self)
        self._before = Before(background, sites, self)
        self._act = self.set_primary("", self._do)
        self._arrange()
        self._connect()
        self._load()

    def _arrange(self) -> None:
        self.set_content(self._board, scrolls=True)
        self.add_keys(self._act, self._pause, lambda: self._going_on)

    def _connect(self) -> None:
        self._workspace.opened.connect(self._load)
        self._workspace.closing.connect(self._before.leave)
        self._workspace.closing.connect(self.searching.forget)
        self._workspace.closed.connect(self._load)
        self._workspace.changed.connect(self._on_changed)
        self.offers.changed.connect(self._draw_state)
        self.offers.ended.connect(self._draw_state)
        self._known.found.connect(self.plan.take_over)
        self._known.ended.connect(self._draw)
        self._before.ended.connect(self._draw)
        self.searching.opened.connect(self._show_results)
        self.searching.ended.connect(self._draw)
        self.searching.troubled.connect(self._on_trouble)
        self.plan.changed.connect(self._draw)
        self.new.clicked.connect(self.show_plan)
        self.earlier.clicked.connect(self._past.show_list)
        self._past.wanted.connect(self._show)
        self.results.compare_wanted.connect(self.compare_wanted)
        Keeping(self.results).kept.connect(self.preset_saved)
        self.results.again_wanted.connect(self._go_on)

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, how the data asks and answers, and what is unfinished."""
        super().showEvent(event)
        self._look()

    def show_plan(self) -> None:
        """Show what the next search will be; the one on show stays among the earlier ones."""
        self.searching.pause()
        self._board.show_plan()
        self._look()
        self._draw()

    def _look(self) -> None:
        """Look anew at everything outside this page."""
        project = self._workspace.project
        if project is None:
            self._draw_state()
            return
        self.offers.look()
        self._draw_state()
        self._known.look()
        self._past.look()

    def _load(self) -> None:
        """Show the project that is open now."""
        self.searching.forget()
        self._trouble = None
        project = self._workspace.project
        self._board.show_plan()
        self.plan.unfinished.hide()
        self.plan.prompts.load(project, held_out(project) if project is not None else NOTHING)
        if self.isVisible():
            self._look()
        self._draw()

    def _on_changed(self, change: Change) -> None:
        project = self._workspace.project
        if project is not None and (change.examples or change.order):
            self.plan.prompts.load(project, held_out(project))
            self._draw()

    def _draw_state(self) -> None:
        """Show which of the page's states is the right one now; what went wrong stays until it was seen."""
        if self._trouble is not None:
            return
        self.plan.offer(self.offers.choices)
        if self._workspace.project is None:
            said = self.tr("The value finder keeps what it asks in a project. Open one, or make one from your data.")
            self.show_empty("folder-open", said, self.tr("Go to Start"), self.start_wanted.emit)
        elif self.offers.choices.voices or self.searching.known is not None:
            self.show_content()
        else:
            self.show_no_models()
        self._draw()

    def _show_results(self) -> None:
        self._board.show_results()
        self._draw()

    def _draw(self) -> None:
        """Let the primary button say what it does now."""
        searching, planning = self.searching, self._board.planning
        if planning:
            wanted = self.plan.answers
            times = how_many.counted(wanted, self.tr("Ask once"), self.tr("Ask {0} times"))
            self._act.setText(times if wanted else self.tr("Ask"))
        elif searching.running or searching.reading:
            self._act.setText(self.tr("Pause"))
        else:
            self._act.setText(self.tr("Go on") if searching.unfinished else self.tr("New search"))
        busy = self._known.waiting or self._before.looking or searching.reading
        self._act.setEnabled(not planning or (self.plan.answers > 0 and not busy))
        self._act.setVisible(self.state == "content")
        self._board.draw()

    def _do(self) -> None:
        searching = self.searching
        if self._board.planning:
            self._known.when_known(self._begin)
            self._draw()
        elif searching.running or searching.reading:
            searching.pause()
        elif searching.unfinished:
            self._go_on()
        else:
            self.show_plan()

    @property
    def _going_on(self) -> bool:
        return self._known.waiting or self._before.looking or self.searching.running or self.searching.reading

    def _pause(self) -> None:
        self._known.leave()
        self._before.leave()
        self.searching.pause()

    def _begin(self) -> None:
        project, wanted, most = self._workspace.project, self.plan.wanted, self.plan.most
        if project is None or wanted is None or not self._board.planning:
            return

        def begin(_said: str) -> None:
            if self._workspace.project is project and self._board.planning:
                self._most = most
                self.searching.begin(project, wanted, most)
                self._draw()

        self._before.look(wanted.read, wanted.columns, project, begin, wanted.repeats)
        self._draw()

    def _go_on(self) -> None:
        project, known, spent = self._workspace.project, self.searching.known, self.searching.enough
        if project is not None and known is not None:
            if spent is not None:
                # Whoever goes on then allows as much again, or without a limit whatever it costs.
                self._most = spent + self.plan.most if self.plan.most is not None else None
            self.searching.go_on(project, known.number, self._most)
            self._draw()

    def _show(self, number_of: int) -> None:
        project = self._workspace.project
        if project is not None:
            self.searching.pause()
            self._most = None
            self.searching.show(project, number_of)

    def _on_trouble(self, problem: Problem) -> None:
        self._trouble = problem
        self.show_problem(problem, self._after_trouble)
        self._draw()

    def _after_trouble(self) -> None:
        self._trouble = None
        self.show_content()
        self.show_plan()
