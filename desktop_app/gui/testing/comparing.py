"""Whether the two models that are chosen in the test on show differ; it is reckoned anew for each pair."""

from PySide6.QtCore import QObject

from desktop_app.core.examining import Compared
from desktop_app.gui.background import Background
from desktop_app.gui.testing.result_view import ResultView
from desktop_app.work import test_figures
from desktop_app.work.test_figures import Report


class Comparing(QObject):
    """What was reckoned of another test or another pair is not shown."""

    def __init__(self, background: Background, result: ResultView) -> None:
        super().__init__(result)
        self._background = background
        self._result = result
        self._report: Report | None = None
        result.pair_chosen.connect(self._compare)

    def show(self, report: Report) -> None:
        """Compare the models of this test."""
        self._report = report
        self._compare()

    def forget(self) -> None:
        """Let go of the test."""
        self._report = None

    def _compare(self) -> None:
        report, pair = self._report, self._result.pair
        if report is None or pair is None or pair[0] == pair[1]:
            self._result.show_report(None)
            return

        def told(found: Compared | None) -> None:
            if report is self._report and pair == self._result.pair:
                self._result.show_report(found)

        self._background.run(self, test_figures.compare(report, *pair), on_done=told)
