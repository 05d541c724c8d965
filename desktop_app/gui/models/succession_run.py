"""A comparison with a successor under way: written down, asked, paused, gone on with, judged."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Column, Voice
from desktop_app.core.job import HERE
from desktop_app.core.succession import MARGIN
from desktop_app.gui.answers.before import Before
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.work import succession, test_run
from desktop_app.work.ask_batch import Failed, Got, Halted, Heard
from desktop_app.work.keep_batch import Opened
from desktop_app.work.sites import Sites
from desktop_app.work.succession import Judgement, Old


class SuccessionRun(QObject):
    """Asks one comparison at a time; every answer is in the project before it is counted here."""

    advanced = Signal(str)
    """How far the answers are, in words."""
    judged = Signal(object)
    """The Judgement on show; None for none."""
    turned = Signal()
    """Something begins or ends."""
    problem = Signal(object)

    def __init__(self, background: Background, sites: Sites, workspace: Workspace, over: QWidget) -> None:
        super().__init__(over)
        self._background = background
        self._sites = sites
        self._workspace = workspace
        self._before = Before(background, sites, over)
        self._before.ended.connect(self.turned)
        self._work = OneTask(background, self)
        self._finding, self._judging = OneTask(background, self), OneTask(background, self)
        self._beginning = OneTask(background, self)
        self._asked = (0, 0)
        self.number: int | None = None
        self.told: Judgement | None = None
        self.margin = MARGIN

    @property
    def running(self) -> bool:
        """Tell whether answers are being asked for."""
        return self._work.running

    @property
    def busy(self) -> bool:
        """Tell whether answers are asked for, it is found out what that takes, or the comparison is written down."""
        return self.running or self._before.looking or self._beginning.running

    @property
    def unfinished(self) -> bool:
        """Tell whether the comparison on show lacks answers."""
        return self.told is not None and bool(self.told.unanswered)

    def show_pair(self, old: Old, new: Voice) -> None:
        """Show the newest comparison of these two, if there is one."""
        project = self._workspace.project
        if project is None or self.running:
            return

        def found(known: int | None) -> None:
            if not self.running:
                self.number = known
                self.judge()

        work = succession.newest(project, old, new)
        self._finding.begin(work, on_done=found, on_problem=self.problem.emit)

    def judge(self) -> None:
        """Reckon the comparison on show with the margin that is chosen."""
        project = self._workspace.project
        if project is None or self.number is None:
            self._judging.stop()
            self._take(None)
            return
        wanted = self.number

        def told(found: Judgement) -> None:
            if wanted == self.number:
                self._take(found)

        work = succession.judge(project, wanted, self.margin)
        self._judging.begin(work, on_done=told, on_problem=self.problem.emit)

    def begin(self, old: Old, new: Voice, most: int | None, *, asks_old: bool) -> None:
        """Say what it takes where anything leaves this computer, then write the comparison down and ask."""
        project = self._workspace.project
        if project is None or self.busy:
            return
        asked = [each for each in (*((old.voice,) if asks_old else ()), new) if each.site != HERE]

        def begin(_: str) -> None:
            if project is self._workspace.project:
                work = succession.begin(project, old, new, most, ask_old=asks_old)
                self._beginning.begin(work, on_done=self.go_on, on_problem=self.problem.emit, on_end=self.turned.emit)
                self.turned.emit()

        if asked:
            columns = [Column(each, test_run.setting_for(None)) for each in asked]
            self._before.look(lambda: succession.prompts(project, old, most, ask_old=asks_old), columns, project, begin)
        else:
            begin("")
        self.turned.emit()

    def go_on(self, wanted: int) -> None:
        """Ask what has no answer yet."""
        project = self._workspace.project
        if project is None or self.running:
            return
        self._finding.stop()
        self.number = wanted
        asked = test_run.go_on(project, self._sites, wanted)
        self._work.begin(asked, on_items=self._hear, on_problem=self.problem.emit, on_end=self._rest)
        self.turned.emit()

    def pause(self) -> None:
        """Stop asking; what was answered stays."""
        if self._work.stop():
            self._rest()

    def forget(self) -> None:
        """Let go of the comparison: its project is closed."""
        for each in (self._work, self._beginning, self._finding, self._judging):
            each.stop()
        self._before.leave()
        self.number = None
        self._take(None)

    def _take(self, told: Judgement | None) -> None:
        self.told = told
        self.judged.emit(told)

    def _hear(self, items: Sequence[Opened | Heard]) -> None:
        done, total = self._asked
        said = ""
        for item in items:
            if isinstance(item, Opened):
                done, total = 0, item.left
            elif isinstance(item, Got):
                done += 1
            elif isinstance(item, Failed | Halted):
                said = say(item.problem.happened)
        self._asked = (done, total)
        words = self.tr("Answered: {0} of {1}.").format(number(done), number(total))
        self.advanced.emit(f"{words} {said}".strip())

    def _rest(self) -> None:
        self.turned.emit()
        self.judge()
