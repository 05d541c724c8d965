"""What the last page shows: the parts, where the rows go, what was repaired; beside it tokens and money."""

from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from desktop_app.core.example import Part
from desktop_app.core.target import Target
from desktop_app.core.wizard import Where, Wizard, too_few
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.abreast import Abreast
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.cost_view import CostView
from desktop_app.gui.wizard.finding_words import blocks
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.report_saver import ReportSaver
from desktop_app.gui.wizard.split_shares import SplitShares
from desktop_app.gui.wizard.split_tokens import SplitTokens
from desktop_app.gui.wizard.split_where import SplitWhere
from desktop_app.work.intake import Division, Settled


class SplitBoard(QWidget):
    """Shows a division and asks for shares and place; it knows nothing of how rows are divided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stop = Banner("", "problem")
        self.shares = SplitShares()
        self.warning = Banner("", "attention")
        self.where = SplitWhere()
        self.met = label(tone="muted", wrap=True)
        self._repairs = QListWidget()
        self._repairs.setAccessibleName(self.tr("Repairs made"))
        self._repairs.setWordWrap(True)
        self._repairs.setFixedHeight(self._repairs.fontMetrics().lineSpacing() * 6)
        self.repairs = Fold(self.tr("Repairs made"), self._repairs)
        self.report = ReportSaver()
        self.tokens = SplitTokens()
        self.cost = CostView()
        self._lay_out()

    def _lay_out(self) -> None:
        for banner in (self.stop, self.warning):
            banner.hide()
        left, right = QWidget(), QWidget()
        asked = QVBoxLayout(left)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(MEDIUM)
        for part in (self.stop, self.shares, self.warning, self.where, self.met, self.repairs, self.report):
            asked.addWidget(part)
        asked.addStretch(1)
        told = QVBoxLayout(right)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(MEDIUM)
        told.addWidget(label(self.tr("What training on these rows takes"), size="heading", wrap=True))
        told.addWidget(self.cost)
        told.addSpacing(LARGE - MEDIUM)
        told.addWidget(label(self.tr("How long the rows are"), size="heading", wrap=True))
        told.addWidget(self.tokens)
        told.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Abreast(left, right))

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.shares.validation if self.shares.isEnabled() else self.where.present

    @property
    def stopped(self) -> bool:
        """Tell whether something keeps the rows from being created."""
        return not self.stop.isHidden()

    @property
    def repaired(self) -> list[str]:
        """Return the repairs that were made, in words."""
        return [self._repairs.item(at).text() for at in range(self._repairs.count())]

    def take(self, wizard: Wizard, rows_before: int) -> None:
        """Show the answers so far."""
        self.shares.show_shares(wizard.shares, stratified=wizard.stratified)
        self.shares.setEnabled(wizard.where.divides)
        self.where.ask(rows_before, wizard.where, own=wizard.found.own)

    def show_division(self, division: Division, settled: Settled, wizard: Wizard, intake: Intake) -> None:
        """Show what the answers come to."""
        target = intake.target(wizard.target)
        self.shares.show_counts(division.counts)
        self.shares.show_labels(division.labels)
        self._show_met(division)
        self._show_repairs(settled)
        self.report.offer(intake, wizard, division)
        own = wizard.found.own
        self._warn(division, target, adds=not own and intake.rows_before > 0 and wizard.where is not Where.REPLACE)
        stopping = [finding for finding in settled.findings if not own and blocks(finding, intake.rows_before)]
        if stopping:
            words = self.tr("This must be mended before rows can be created: {0} Go back one step to see it.")
            self.stop.tell(words.format(say(stopping[0].title)), "problem")
        self.stop.setVisible(bool(stopping))
        self.tokens.show_division(division, wizard.found, target.limit)
        self.cost.show_cost(division, intake, wizard.target, wizard.where)

    def _show_met(self, division: Division) -> None:
        """Say that rows go to where their questions are already, or how many go to another part than so far."""
        moved = self.tr("One row goes to another part."), self.tr("{0} rows go to another part.")
        self.met.setText(how_many.counted(division.moved, *moved))
        self.met.setVisible(division.moved > 0)
        if not (rows := division.met):
            return
        one = self.tr("One row asks what a row of the table asks. It goes to the same part as that one.")
        more = self.tr("{0} rows ask what rows of the table ask. They go to the same part as those.")
        why = self.tr("A question that is learned in one part and tested in another flatters the model.")
        self.met.setText(f"{how_many.counted(rows, one, more)} {why}")
        self.met.show()

    def _show_repairs(self, settled: Settled) -> None:
        self._repairs.clear()
        self._repairs.addItems([say(done.label) for done in settled.done])
        self.repairs.setVisible(bool(settled.done))
        self.repairs.set_summary(self.tr("{0}; each can be undone in the table").format(number(len(settled.done))))

    def _warn(self, division: Division, target: Target, *, adds: bool) -> None:
        warning = None if adds else too_few(division.counts.get(Part.TRAINING, 0), target.least_rows)
        if warning is not None:
            self.warning.tell(say(warning), "attention")
        self.warning.setVisible(warning is not None)
