"""What the check-up found: the findings in a list, the present one in full beside it, and what came in at all."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.checks.finding import Finding, Severity
from desktop_app.core.checks.twins import CHECK as NEAR
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.wizard.finding_list import FindingList
from desktop_app.gui.wizard.finding_sides import FindingSides
from desktop_app.gui.wizard.finding_view import FindingView
from desktop_app.gui.wizard.finding_words import blocks
from desktop_app.gui.wizard.left_out import LeftOut
from desktop_app.gui.wizard.near_search import NearSearch
from desktop_app.gui.wizard.report_saver import ReportSaver
from desktop_app.gui.wizard.resting import Resting
from desktop_app.work.intake import Shown, Taken

translate = QCoreApplication.translate


class FindingBoard(QWidget):
    """Shows findings and takes the decisions about them; it knows nothing of where they come from."""

    decided = Signal(object, bool)
    """A Finding, and whether its repair is wanted."""
    recommended_wanted = Signal()
    """Everything we would do is to be done."""
    rows_wanted = Signal(object)
    """The Finding whose rows are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: Taken | None = None
        self._wizard: Wizard | None = None
        self._wanted: list[Finding] = []
        self._rows_before = 0
        self.summary = label(wrap=True)
        self.recommended = QPushButton(self.tr("Accept all recommended"))
        self.recommended.clicked.connect(self.recommended_wanted)
        self.left_out = LeftOut()
        self.report = ReportSaver()
        self.near = NearSearch()
        self.stop = Banner("", "problem")
        self.list = FindingList()
        self.list.chosen.connect(self._on_chosen)
        self.list.turned.connect(lambda finding: self.decided.emit(finding, finding not in self._wanted))
        self.view = FindingView()
        self.view.decided.connect(self.decided)
        self._calm_words = label(size="heading", wrap=True)
        self.calm = Resting(self._calm_content(), "")
        self.sides = FindingSides(self.list, self.view)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(MEDIUM)
        self.summary.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        head.addWidget(self.summary, 1)
        head.addWidget(self.recommended, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(MEDIUM)
        below.addWidget(self.near, 3)
        below.addWidget(self.report, 2)
        whole = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(whole))
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(head)
        box.addWidget(self.left_out)
        box.addLayout(below)
        box.addWidget(self.stop)
        box.addWidget(self.sides, 1)
        box.addWidget(self.calm, 1)

    def _calm_content(self) -> QWidget:
        content = QWidget()
        self._calm_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(content)
        box.setSpacing(MEDIUM)
        box.addStretch(2)
        box.addWidget(Picture("circle-check", 48, "good"), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._calm_words)
        box.addStretch(3)
        return content

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found."""
        return self._taken.findings if self._taken is not None else ()

    @property
    def first(self) -> QWidget:
        """Return where the focus belongs."""
        return self.list if self.findings else self.calm

    @property
    def stopped(self) -> bool:
        """Tell whether something must be mended before the wizard can go on."""
        return not self.stop.isHidden()

    @property
    def repairs(self) -> int:
        """Return how many findings will be repaired."""
        return len(self._wanted)

    def show_taken(self, taken: Taken, wizard: Wizard, rows_before: int) -> None:
        """Show what came of a file; `rows_before` is what the project has already."""
        self._taken, self._rows_before = taken, rows_before
        words = self.tr("Rows that came in: {0}. Examples made of them: {1}. Rows left out: {2}.")
        self.summary.setText(words.format(number(taken.rows_in), number(taken.made), number(taken.left_out)))
        if wizard.found.own:
            self.summary.setText(_looked_over(taken))
        self.left_out.setVisible(not wizard.found.own or taken.left_out > 0)
        calm = self.tr("Nothing was found that needs your attention. The rows can stay as they are.")
        self._calm_words.setText(calm)
        self.calm.setAccessibleName(calm)
        self.sides.setVisible(bool(self.findings))
        self.calm.setVisible(not self.findings)
        self._decide(wizard)
        self.near.offer(taken.made)
        self._list(wizard)

    def show_near(self, taken: Taken, wizard: Wizard) -> None:
        """Show what a search for near-duplicates came to; its finding becomes the present one."""
        had_focus = self.near.has_focus
        near = [finding for finding in taken.findings if finding.check == NEAR]
        self._taken = taken
        self.near.end(sum(finding.count for finding in near))
        if near:
            self.sides.show()
            self.calm.hide()
            self._decide(wizard)
            self._list(wizard)
            self.list.choose(NEAR)
            if had_focus:
                self.list.setFocus()

    def _list(self, wizard: Wizard) -> None:
        self.view.forget()
        wrong = [finding for finding in self.findings if finding.severity is Severity.PROBLEM]
        self.list.show_findings(self.findings, wizard, [finding.check for finding in (*self._stopping(wizard), *wrong)])

    def take(self, wizard: Wizard) -> None:
        """Show what is decided now."""
        self._decide(wizard)
        self.list.take(wizard)
        self.view.take(wizard)

    def show_rows(self, finding: Finding, rows: Sequence[Shown] | Problem) -> None:
        """Show the rows of a finding, or why they cannot be shown, unless another one has become the present one."""
        if finding is self.view.finding:
            self.view.show_rows(rows)

    def _decide(self, wizard: Wizard) -> None:
        self._wizard = wizard
        self._wanted = [finding for finding in self.findings if wizard.decides(finding)]
        offered = [finding for finding in self.findings if finding.recommended and finding.remedy is not None]
        self.recommended.setVisible(bool(offered))
        self.recommended.setEnabled(any(finding not in self._wanted for finding in offered))
        sentence = self._what_stops(wizard)
        if sentence:
            self.stop.tell(sentence, "problem")
        self.stop.setVisible(bool(sentence))

    def _what_stops(self, wizard: Wizard) -> str:
        if self._taken is not None and not self._taken.made:
            if wizard.found.own:
                return self.tr("No row can take the new form. The reasons stand above, under “Rows left out”.")
            return self.tr("No row of this file became an example. The reasons stand above, under “Rows left out”.")
        stopping = self._stopping(wizard)
        words = self.tr("This must be mended before you can go on: {0}")
        return words.format(say(stopping[0].title)) if stopping else ""

    def _stopping(self, wizard: Wizard) -> list[Finding]:
        if wizard.found.own:
            return []  # they are in the table already: what training will not take is said where it is planned
        left = [finding for finding in self.findings if not wizard.decides(finding)]
        return [finding for finding in left if blocks(finding, self._rows_before)]

    def _on_chosen(self, finding: Finding | None) -> None:
        if finding is not None and finding is not self.view.finding and self._wizard is not None:
            self.view.show_finding(finding, self._wizard)
            self.rows_wanted.emit(finding)


def _looked_over(taken: Taken) -> str:
    """Return how many rows of the table were looked over, and how many go because they cannot be turned."""
    said = [
        how_many.counted(
            taken.made,
            translate("Findings", "One row was looked over."),
            translate("Findings", "{0} rows were looked over."),
        )
    ]
    if taken.left_out:
        one = translate("Findings", "One row cannot take the new form and leaves the table; undo brings it back.")
        more = translate("Findings", "{0} rows cannot take the new form and leave the table; undo brings them back.")
        said.append(how_many.counted(taken.left_out, one, more))
    return " ".join(said)
