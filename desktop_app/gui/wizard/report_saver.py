"""Keeping the report of the check-up as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.choosing import Chosen, choose_target
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import set_tone
from desktop_app.gui.wizard.intake import Intake
from desktop_app.work.intake import Division

Choose = Callable[[QWidget, str, Path, str, Chosen], object]


class ReportSaver(QWidget):
    """A button that asks for a place and writes the report there; beside it stands what came of it."""

    def __init__(self, choose: Choose = choose_target) -> None:
        """Offer nothing yet; `choose` asks the user for the place."""
        super().__init__()
        self._choose = choose
        self._what: tuple[Intake, Wizard, Division | None] | None = None
        self.button = QPushButton(self.tr("Save the report…"))
        self.button.setProperty("look", "quiet")
        self.button.clicked.connect(self._ask)
        self.said = Elided()
        self.said.setProperty("tone", "muted")
        self.said.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.said, 1)
        row.addWidget(self.button)

    def offer(self, intake: Intake, wizard: Wizard, division: Division | None = None) -> None:
        """Offer the report of these answers."""
        self._what = intake, wizard, division
        self._tell("")

    def save(self, place: str) -> None:
        """Write the report to a file of this name, a page or data as its ending says."""
        if self._what is None:
            return
        intake, wizard, division = self._what
        self.button.setEnabled(False)
        self._tell(self.tr("Saving the report"))
        intake.background.run(
            self,
            intake.draft.save_report(wizard, Path(place), division),
            on_done=lambda kept: self._tell(self.tr("Saved as “{0}”").format(kept.name)),
            on_problem=self._on_problem,
            on_end=lambda: self.button.setEnabled(True),
        )

    def _ask(self) -> None:
        if self._what is not None:
            path = self._what[0].path
            proposal = path.with_name(self.tr("{0} report.html").format(path.stem))
            filters = self.tr("Page for people (*.html);;Data for programs (*.json)")
            self._choose(self, self.tr("Save the report"), proposal, filters, self.save)

    def _on_problem(self, problem: Problem) -> None:
        self._tell(f"{say(problem.happened)} {say(problem.remedy)}", "problem")

    def _tell(self, words: str, tone: str = "muted") -> None:
        set_tone(self.said, tone)
        self.said.set_text(words)
