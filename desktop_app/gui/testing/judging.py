"""A judging of the test on show: chosen, said what it takes, asked, paused, gone on with, and its figures reckoned."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Prompt, Voice
from desktop_app.core.judging import Rubric
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.before import Before
from desktop_app.gui.background import Background, Task
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.testing.hindrance import Hindrance
from desktop_app.gui.testing.judge_dialog import Bench, JudgeDialog
from desktop_app.gui.testing.words import cost_of_judge
from desktop_app.gui.theme.say import say
from desktop_app.store.project import Project
from desktop_app.work import judge, judge_figures
from desktop_app.work.ask_batch import Got, Heard
from desktop_app.work.asking_cost import Outlay
from desktop_app.work.judge import Wish
from desktop_app.work.judge_figures import Told
from desktop_app.work.keep_batch import Opened
from desktop_app.work.sites import Sites


class Judging(QObject):
    """Asks one judge at a time; what it says is in the project before it is counted here."""

    advanced = Signal()
    """It is further, or something else is to be said of it."""
    told = Signal(object)
    """What judges have said of the test on show: a tuple of Told, the newest first."""

    def __init__(self, background: Background, sites: Sites, over: QWidget) -> None:
        super().__init__(over)
        self._background = background
        self._sites = sites
        self._over = over
        self._before = Before(background, sites, over)
        self._work = OneTask(background, self)
        self._reckoning = OneTask(background, self)
        self._weighing: Task | None = None
        self._project: Project | None = None
        self._test: int | None = None
        self.answered = 0
        self.total = 0
        self._hindrance = Hindrance()

    @property
    def running(self) -> bool:
        """Tell whether a judge is being asked."""
        return self._work.running

    @property
    def said(self) -> str:
        """Return what stands in the way, or stood when it ended."""
        return self._hindrance.words(asking=self.running)

    def show(self, project: Project, test: int) -> None:
        """Reckon what judges have said of a test; one that is being asked about another test is paused."""
        if (project, test) != (self._project, self._test):
            self.forget()
            self._project, self._test = project, test
        self._reckon()

    def forget(self) -> None:
        """Let go of the test."""
        self._work.stop()
        self._reckoning.stop()
        self._project, self._test = None, None
        self._hindrance.forget()
        self._before.leave()

    def choose(self, bench: Bench, sides: Callable[[Rubric], tuple[tuple[int, int | None], ...]]) -> JudgeDialog | None:
        """Let a judge be chosen and begin; `sides` says what of the test is judged by a rubric."""
        project, test = self._project, self._test
        if project is None or test is None or self.running:
            return None

        def wish(voice: Voice, rubric: Rubric) -> Wish:
            return Wish(test, voice, rubric, sides(rubric))

        dialog = JudgeDialog(
            bench, lambda voice, rubric: self._begin(project, wish(voice, rubric)), self._over.window()
        )
        dialog.changed.connect(lambda: self._weigh(dialog, project, wish))
        dialog.open()
        return dialog

    def go_on(self, number: int) -> None:
        """Ask what a judging still lacks."""
        project = self._project
        if project is None or self.running:
            return
        self._hindrance.forget()
        asked = judge.go_on(project, self._sites, number)
        self._work.begin(asked, on_items=self._hear, on_problem=self._refuse, on_end=self._reckon)
        self.advanced.emit()

    def pause(self) -> None:
        """Stop asking; what was said stays."""
        if self._work.stop():
            self._reckon()

    def _begin(self, project: Project, wish: Wish) -> None:
        """Say what it takes where anything leaves this computer, then write it down and ask."""

        def questions() -> Sequence[Prompt]:
            return judge.likely(project, wish)

        def begun(number: int) -> None:
            if (project, wish.test) == (self._project, self._test):  # else its number is another one's
                self.go_on(number)

        def begin(_: str) -> None:
            if project is self._project and wish.test == self._test:
                self._background.run(self, judge.begin(project, wish), on_done=begun, on_problem=self._refuse)

        self._before.look(questions, (wish.column,), project, begin)

    def _weigh(self, dialog: JudgeDialog, project: Project, wish: Callable[[Voice, Rubric], Wish]) -> None:
        task, self._weighing = self._weighing, None
        if task is not None:
            task.cancel()
        voice = dialog.voice
        if voice is None:
            dialog.tell(self.tr("There is no model that could judge."))
            return

        def weighed(outlay: Outlay) -> None:
            dialog.tell(cost_of_judge(outlay))

        def refused(problem: Problem) -> None:
            dialog.tell(f"{say(problem.happened)} {say(problem.remedy)}")

        work = judge.outlay(project, self._sites, wish(voice, dialog.chosen_rubric))
        self._weighing = self._background.run(dialog, work, on_done=weighed, on_problem=refused)

    def _hear(self, items: Sequence[Opened | Heard]) -> None:
        for item in items:
            if isinstance(item, Opened):
                self.total, self.answered = item.batch.size, item.batch.size - item.left
                continue
            self._hindrance.hear(item)
            self.answered += isinstance(item, Got)
        self.advanced.emit()

    def _refuse(self, problem: Problem) -> None:
        self._hindrance.fail(problem, whole=True)
        self.advanced.emit()

    def _reckon(self) -> None:
        project, test = self._project, self._test
        if project is None or test is None:
            return

        def told(found: tuple[Told, ...]) -> None:
            if (project, test) == (self._project, self._test):
                self.told.emit(found)

        self._reckoning.begin(judge_figures.told(project, test), on_done=told, on_problem=self._refuse)
