"""The section of the preferences that says what was spent, by month and provider."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.core.spending import Spending, Sum, sums
from desktop_app.gui.background import Background
from desktop_app.gui.preferences.cells import cell
from desktop_app.gui.preferences.prices_dialog import PricesDialog
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.reading_table import dress
from desktop_app.settings.ledger import Ledger
from desktop_app.work.bookkeeping import entries
from desktop_app.work.reach import Reach

_AMOUNTS = (2, 3)
"""The columns of tokens and dollars."""
_LEAST = 0.01


class SpendingPage(QWidget):
    """A table of sums, the newest month first; what has no price is named, never counted as nothing."""

    def __init__(self, ledger: Ledger, reach: Reach, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._reach = reach
        self._background = background
        self._known: Sequence[Spending] = ()
        self.words = label(self.tr("Looking…"), tone="muted", wrap=True)
        self.table = QTableWidget(0, 4)
        self.unpriced = label(tone="attention", wrap=True)
        self.problem = ProblemView()
        self.prices = QPushButton(self.tr("Prices…"))
        self.prices.setAutoDefault(False)
        self.prices.setToolTip(self.tr("What each model costs, as TuneDesk reckons; you can change it there."))
        self.prices.clicked.connect(self._open_prices)
        self._about = label(
            self.tr(
                "Worked out from the tokens the provider counted and the prices TuneDesk knows. What you are billed "
                "stands on your provider's own page; taxes and free allowances are not known here."
            ),
            size="small",
            tone="muted",
            wrap=True,
        )
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        dress(self.table, self.tr("What was spent, by month and provider"))
        titles = (self.tr("Month"), self.tr("Provider"), self.tr("Tokens"), self.tr("US dollars"))
        for column, title in enumerate(titles):
            self.table.setHorizontalHeaderItem(column, cell(title, amount=column in _AMOUNTS))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.problem)
        box.addWidget(self.words)
        box.addWidget(self.table, 1)
        box.addWidget(self.unpriced)
        box.addWidget(self._about)
        box.addWidget(self.prices, 0, Qt.AlignmentFlag.AlignLeading)
        box.addStretch()
        for part in (self.problem, self.table, self.unpriced, self._about):
            part.hide()

    def _look(self) -> None:
        self.problem.hide()
        self._background.run(self, entries(self._ledger), on_done=self._show, on_problem=self._on_problem)

    def _on_problem(self, problem: Problem) -> None:
        self.words.hide()
        self.problem.show_problem(problem, self._look)
        self.problem.show()

    def _open_prices(self) -> None:
        """Show the prices, with the models that something was spent on without anybody knowing how much."""
        connections = {one.id: one.profile for one in self._reach.connections.all}
        missed = [
            (connections[entry.connection], entry.model)
            for entry in self._known
            if entry.dollars is None and entry.connection in connections
        ]
        PricesDialog(self._reach, self.window(), missed).open()

    def _show(self, known: Sequence[Spending]) -> None:
        self._known = known
        self.words.setVisible(not known)
        self.words.setText(
            self.tr(
                "Nothing was spent yet. What you let a provider do for money is entered here; everything on this "
                "computer is free."
            )
        )
        found = sums(known)
        self.table.setRowCount(len(found))
        for row, total in enumerate(found):
            self._fill(row, total)
        self.table.setVisible(bool(found))
        self._about.setVisible(bool(found))
        models = sorted({entry.model for entry in known if entry.dollars is None})
        self.unpriced.setVisible(bool(models))
        sentence = self.tr("Not in the sums, because TuneDesk did not know their price at that time: {0}.")
        self.unpriced.setText(sentence.format(", ".join(models)))

    def _fill(self, row: int, total: Sum) -> None:
        connection = self._reach.connections.get(total.connection)
        provider = connection.title if connection is not None else self.tr("{0} (removed)").format(total.connection)
        cells = (_month(total.month), provider, number(total.tokens), self._dollars(total))
        for column, words in enumerate(cells):
            self.table.setItem(row, column, cell(words, amount=column in _AMOUNTS))

    def _dollars(self, total: Sum) -> str:
        if total.unpriced and not total.dollars:
            return self.tr("not known")
        said = number(total.dollars, 2)
        if 0 < total.dollars < _LEAST:
            said = self.tr("less than {0}").format(number(_LEAST, 2))
        return self.tr("{0} and more").format(said) if total.unpriced else said


def _month(month: str) -> str:
    """Return "2026-11" as "November 2026"."""
    year, number_of = month.split("-")
    return QLocale().toString(QDate(int(year), int(number_of), 1), "MMMM yyyy")
