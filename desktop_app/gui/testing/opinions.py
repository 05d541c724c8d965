"""What a test room has besides the figures that are always told: judges, meaning, and other weights of F-scores."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.gui.answers.offers import Offers
from desktop_app.gui.background import Background
from desktop_app.gui.testing.judge_desk import JudgeDesk
from desktop_app.gui.testing.nearness_desk import NearnessDesk
from desktop_app.gui.testing.result_view import ResultView
from desktop_app.gui.testing.running import Running
from desktop_app.store.project import Project
from desktop_app.work.sites import Sites
from desktop_app.work.test_figures import Report


class Opinions(QObject):
    """Each is asked for by its own button, about the test on show."""

    def __init__(
        self, background: Background, sites: Sites, offers: Offers, result: ResultView, running: Running, over: QWidget
    ) -> None:
        super().__init__(over)
        self.judges = JudgeDesk(background, sites, offers, result, over)
        self.near = NearnessDesk(background, sites, result.near, over)
        self.near.measured.connect(running.reckon_anew)
        result.beta_chosen.connect(running.weigh)

    def show(self, project: Project | None, report: Report) -> None:
        """Show what there is about a test."""
        if project is not None:
            self.judges.show(project, report)
            self.near.show(project, report)

    @property
    def running(self) -> bool:
        """Tell whether somebody is asked, or read by."""
        return self.judges.judging.running or self.near.running

    def pause(self) -> None:
        """Ask and read no further for now."""
        self.judges.judging.pause()
        self.near.stop()

    def forget(self) -> None:
        """Let go of the test."""
        self.judges.forget()
        self.near.stop()
