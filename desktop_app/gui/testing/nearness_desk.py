"""How near the answers of the test on show come in meaning: chosen by whom, said what it takes, read, and kept."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.meaning import Embedder
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.testing.nearness_dialog import NearnessDialog
from desktop_app.gui.testing.nearness_view import NearnessView
from desktop_app.gui.testing.words import cost_of_reading
from desktop_app.gui.theme.say import say
from desktop_app.store.project import Project
from desktop_app.work import embedders, test_nearness
from desktop_app.work.embed import Embedded
from desktop_app.work.embedders import Outlay
from desktop_app.work.sites import Sites
from desktop_app.work.test_figures import Report


class NearnessDesk(QObject):
    """Nothing is read, here or elsewhere, before somebody has chosen by whom."""

    measured = Signal()
    """The nearness of the test on show is kept; its figures are others now."""

    def __init__(self, background: Background, sites: Sites, view: NearnessView, over: QWidget) -> None:
        super().__init__(over)
        self._background = background
        self._sites = sites
        self._view = view
        self._over = over
        self._project: Project | None = None
        self._test: int | None = None
        self._work = OneTask(background, self)
        self._weighing: Task | None = None
        view.wanted.connect(self.choose)
        view.stop_wanted.connect(self.stop)

    @property
    def running(self) -> bool:
        """Tell whether meanings are being read."""
        return self._work.running

    def show(self, project: Project, report: Report) -> None:
        """Say what is known of a test."""
        if (project, report.number) != (self._project, self._test):
            self.stop()
        self._project, self._test = project, report.number
        if not self._work.running:
            self._view.show_report(report)

    def stop(self) -> None:
        """Read no further; what was read need not be read again."""
        if self._work.stop():
            self._view.show_end(self.tr("Stopped. What was read need not be read again."))

    def choose(self) -> NearnessDialog | None:
        """Let somebody be chosen who reads meanings."""
        project, test = self._project, self._test
        if project is None or test is None:
            return None
        dialog = NearnessDialog(lambda embedder: self._read(project, test, embedder), self._over.window())

        def refused(problem: Problem) -> None:
            dialog.tell(f"{say(problem.happened)} {say(problem.remedy)}", ready=False)

        dialog.changed.connect(lambda: self._weigh(dialog, project, test))
        self._background.run(dialog, embedders.embedders(self._sites), on_done=dialog.offer, on_problem=refused)
        dialog.open()
        return dialog

    def _weigh(self, dialog: NearnessDialog, project: Project, test: int) -> None:
        task, self._weighing = self._weighing, None
        if task is not None:
            task.cancel()
        embedder = dialog.embedder
        if embedder is None:
            return

        def weighed(outlay: Outlay) -> None:
            dialog.tell(cost_of_reading(outlay))

        work = test_nearness.outlay(project, self._sites, test, embedder)
        self._weighing = self._background.run(dialog, work, on_done=weighed, on_problem=lambda _: None)

    def _read(self, project: Project, test: int, embedder: Embedder) -> None:
        if (project, test) != (self._project, self._test) or self._work.running:
            return
        self._view.show_progress(0, 1)

        def heard(items: Sequence[Embedded]) -> None:
            if items:
                self._view.show_progress(items[-1].done, items[-1].total)

        refusals: list[str] = []

        def refused(problem: Problem) -> None:
            refusals.append(f"{say(problem.happened)} {say(problem.remedy)}")

        def ended() -> None:
            self._view.show_end(*refusals)
            if not refusals:
                self.measured.emit()

        work = test_nearness.measure(project, self._sites, test, embedder)
        self._work.begin(work, on_items=heard, on_problem=refused, on_end=ended)
