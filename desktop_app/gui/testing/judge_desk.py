"""The judges of the test room: which model may judge what, and what is shown of what they say."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.core.judging import Rubric
from desktop_app.gui.answers.naming import column_names, offered_line
from desktop_app.gui.answers.offers import Offers
from desktop_app.gui.background import Background
from desktop_app.gui.testing.judge_dialog import Bench, JudgeDialog
from desktop_app.gui.testing.judging import Judging
from desktop_app.gui.testing.result_view import ResultView
from desktop_app.store.project import Project
from desktop_app.work import judge
from desktop_app.work.judge_figures import Told
from desktop_app.work.sites import Sites
from desktop_app.work.test_figures import Report


class JudgeDesk(QObject):
    """Lets judges be asked about the test on show."""

    def __init__(self, background: Background, sites: Sites, offers: Offers, result: ResultView, over: QWidget) -> None:
        super().__init__(over)
        self._sites = sites
        self._offers = offers
        self._result = result
        self._report: Report | None = None
        self.judging = Judging(background, sites, over)
        view = result.judge
        self.judging.advanced.connect(lambda: view.show_progress(self.judging))
        self.judging.told.connect(self._on_told)
        view.judge_wanted.connect(self.choose)
        view.go_on_wanted.connect(self.judging.go_on)
        view.pause_wanted.connect(self.judging.pause)

    def show(self, project: Project, report: Report) -> None:
        """Show what judges have said of a test."""
        self._report = report
        self.judging.show(project, report.number)

    def forget(self) -> None:
        """Let go of the test."""
        self._report = None
        self.judging.forget()

    def choose(self) -> JudgeDialog | None:
        """Let a judge be chosen for the answers of the test on show."""
        report, pair = self._report, self._result.pair
        if report is None:
            return None
        names = column_names(report.batch.columns, self._sites)
        compared = pair if pair is not None and pair[0] != pair[1] else None
        offered = sorted(self._offers.choices.all, key=lambda pair: pair[1].tuned)  # a judge is seldom a tuned model
        voices = [(one.voice, offered_line(site, one)) for site, one in offered]
        tested = tuple(column.voice for column in report.batch.columns)

        def sides(rubric: Rubric) -> tuple[tuple[int, int | None], ...]:
            return judge.sides_of(rubric.scale, len(tested), compared)

        pair_names = (names[compared[0]], names[compared[1]]) if compared is not None else None
        return self.judging.choose(Bench(voices, tested, pair_names), sides)

    def _on_told(self, told: tuple[Told, ...]) -> None:
        self._result.show_judged(told)
        self._result.judge.show_progress(self.judging)
