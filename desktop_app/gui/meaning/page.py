"""The meaning room: rows are read by a model once, and then looked at by what they mean."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.meaning.board import Board
from desktop_app.gui.meaning.looks import Looks
from desktop_app.gui.meaning.reading import Reading
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.meaning.setup import Setup
from desktop_app.gui.meaning.showing import Showing
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.embed import Embedded
from desktop_app.work.meaning_choice import Choice, choose
from desktop_app.work.meaning_state import State, state
from desktop_app.work.sites import Sites


class MeaningPage(Page):
    """Shows what reading takes, how far it is, or what it has shown."""

    start_wanted = Signal()
    """No project is open, and one has to be."""
    data_wanted = Signal()
    """There are no rows; the table is where they come from."""
    rows_wanted = Signal(object)
    """The ids of rows that are to be seen in the table."""
    done = Signal(str)
    """A sentence about something that was done."""

    def __init__(
        self,
        workspace: Workspace,
        background: Background,
        sites: Sites,
        apart: Apart,
        long: Apart,
        parent: QWidget | None = None,
    ) -> None:
        """Make the room; `apart` answers at once, `long` is for what takes a while."""
        super().__init__("", "", parent)
        self.set_title(self.tr("Meaning"), self.tr("See what your rows mean: what is near, what is odd."))
        self._workspace = workspace
        self._sites = sites
        self._apart = apart
        self._state: State | None = None
        self._wanted: Choice | None = None
        self._choosing = False
        self._stale = False
        self._looking = OneTask(background, self)
        rows = RowsRead(workspace)
        self.reading = Reading(background, sites, apart, self)
        self.looks = Looks(background, sites, apart, long, self)
        self.setup = Setup(background, sites)
        self.board = Board(rows)
        self.showing = Showing(workspace, self.board, self.looks, rows, self)
        self.set_empty(self.setup)
        self.set_content(self.board)
        self._act = self.set_primary("", self._do)
        self._act.hide()
        self._connect()

    def _connect(self) -> None:
        self._workspace.opened.connect(self._forget)
        self._workspace.closing.connect(self.stop)
        self._workspace.closed.connect(self._forget)
        self._workspace.changed.connect(self._on_changed)
        self.setup.changed.connect(self._choose)
        self.setup.fetched.connect(self.look)
        self.board.other_wanted.connect(lambda: self._show_setup(choosing=True))
        self.board.rows_wanted.connect(self.rows_wanted)
        self.reading.advanced.connect(self._on_read)
        self.reading.ended.connect(self._begin_anew)
        self.reading.refused.connect(self._on_problem)
        self.looks.problem.connect(self._on_problem)
        self.showing.comparing.connect(lambda said, share: self.show_busy(said, share, self.showing.stop_comparing))
        self.showing.compared.connect(self.show_content)
        self.showing.saved.connect(self.done)

    def showEvent(self, event: QShowEvent) -> None:
        """Look how the project stands."""
        super().showEvent(event)
        if not event.spontaneous() and not self.reading.running:
            self.look()

    def stop(self) -> None:
        """Stop everything; what was read stays."""
        self.looks.stop()
        self.reading.forget()
        self._looking.stop()

    def look(self) -> None:
        """Find out how the project stands, and show it."""
        project = self._workspace.project
        self._looking.stop()
        if self._stale:
            self._stale = False
            self.showing.refresh()
        if project is None:
            said = self.tr("Rows belong to a project. Open one, or make one from your data.")
            self._show_blank("folder-open", said, self.tr("Go to Start"), self.start_wanted.emit)
            return
        if self._state is None:
            self._act.hide()
            self.board.hide()  # else it stood there empty for the moment until more is known
            self.show_busy(self.tr("Looking at the rows. The first start of the engine can take a minute."), None)
        work = state(project, self._sites, self._apart, self._wanted)
        self._looking.begin(work, on_done=self._take, on_problem=self._on_problem)

    def show_like(self, row: int) -> None:
        """Show the rows like a row; where nothing was read yet, what has to be done first."""
        self.showing.want_like(row)
        if self.state == "content" and self._state is not None and self._state.read:
            self.showing.show_like(row)

    def _take(self, found: State) -> None:
        self._state = found
        if found.survey is None and found.trouble is not None:
            self._on_problem(found.trouble)
        elif found.survey is None or not found.survey.rows:
            said = self.tr("There are no rows to read yet. Bring in your data first.")
            self._show_blank("table", said, self.tr("Go to the table"), self.data_wanted.emit)
        elif self._choosing or not found.read:
            self._show_setup(choosing=self._choosing)
        else:
            self._show_board(found)

    def _show_setup(self, *, choosing: bool) -> None:
        """Say what reading takes; with `choosing`, something was read already and something else is thought of."""
        self._choosing = choosing
        found = self._state
        if found is None or found.survey is None:
            return
        self.setup.show_state(found)
        said, ready = self.setup.act(all_read=choosing and not found.survey.texts)
        self._act.setText(said)
        self._act.setEnabled(ready)
        self._act.show()
        self.show_nothing()

    def _show_board(self, found: State) -> None:
        self._act.hide()
        lacking = found.survey.lacking if found.survey is not None else 0
        self.board.stale.setVisible(lacking > 0)
        if lacking:
            self.board.stale.set_button(self.tr("Read what is new"), self._read_rest)
            self.board.tell_stale(lacking)
        self.board.show()
        self.show_content()
        if found.choice is not None:
            self.showing.show_choice(found.choice)

    def _show_blank(self, icon: str, said: str, button: str, act: Callable[[], None]) -> None:
        self._act.hide()
        self.show_empty(icon, said, button, act)

    def _choose(self, choice: Choice) -> None:
        self._wanted = choice
        self._choosing = self._choosing or (self._state is not None and self._state.read)
        self.look()

    def _do(self) -> None:
        project, found = self._workspace.project, self._state
        if project is None or found is None or found.survey is None or found.choice is None:
            return
        if found.survey.texts:
            self._read()
        else:
            choose(project, found.choice)
            self._begin_anew()

    def _read_rest(self) -> None:
        """Read what is new; where that leaves this computer, it is said first."""
        if self._state is not None and self._state.outlay is not None and self._state.outlay.host:
            self._show_setup(choosing=True)
        else:
            self._read()

    def _read(self) -> None:
        project, found = self._workspace.project, self._state
        if project is not None and found is not None and found.choice is not None:
            self._act.hide()
            self.show_busy(self.tr("Reading the rows"), None, self.reading.cancel)
            self.reading.begin(project, found.choice)

    def _on_read(self, last: Embedded) -> None:
        words = self.tr("Reading the rows (texts: {0} of {1}). What is read stays, also if you stop.")
        said = words.format(number(last.done), number(last.total))
        self.show_busy(said, last.done / last.total if last.total else None, self.reading.cancel)

    def _on_problem(self, problem: Problem) -> None:
        self._act.hide()
        self.show_problem(problem, self.look)

    def _begin_anew(self) -> None:
        """Show what is read now; a map of before is none of it."""
        self._choosing = False
        self.showing.begin_anew()
        self.look()

    def _on_changed(self, change: Change) -> None:
        if not (change.examples or change.order):
            return
        self._stale = True
        if self.isVisible() and not self.reading.running:
            self.look()

    def _forget(self) -> None:
        """Show the project that is open now."""
        self.stop()
        self._state = self._wanted = None
        self._choosing = False
        self.showing.forget()
        if self.isVisible():
            self.look()
