"""What a test has brought: who is better in words, the figures, the table of labels, and the rows behind them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.examining import Compared
from desktop_app.gui.testing import words
from desktop_app.gui.testing.confusion_table import MOST, ConfusionTable
from desktop_app.gui.testing.figure_lines import figure_lines
from desktop_app.gui.testing.judge_view import JudgeView
from desktop_app.gui.testing.nearness_view import NearnessView
from desktop_app.gui.testing.rows_view import RowsView
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.lines_table import LinesTable
from desktop_app.gui.widgets.menu import Menu
from desktop_app.work.judge_figures import Told
from desktop_app.work.test_figures import Report

_MOST_LINES = 14
_LETTERS = 18
"""A figure with its interval needs so many; where more models are tested than fit, the table scrolls sideways."""
_BETAS = (1.0, 0.5, 2.0)


class ResultView(QWidget):
    """Two of the models are held against one another; which, the user chooses where there are more."""

    pair_chosen = Signal()
    """Two other models are to be compared."""
    beta_chosen = Signal(float)
    """The F-scores are to weigh recall so many times as much as precision."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._names: tuple[str, ...] = ()
        self._judged: tuple[Told, ...] = ()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.far = label(tone="muted", wrap=True)
        self.said = label(size="heading", wrap=True)
        self.detail = label(wrap=True)
        self.warned = label(tone="attention", wrap=True)
        self.first, self.second = Menu(20), Menu(20)
        self.beta = Menu(20)
        self.lines = LinesTable(self.tr("Figure"), self)
        self.figures = QTableView()
        self.copy = QPushButton(self.tr("Copy the figures"))
        self.of = Menu(20)
        self.labels = ConfusionTable(self)
        self.confusion = QTableView()
        self.near, self.judge = NearnessView(), JudgeView()
        self.rows = RowsView()
        self._dress()
        self._arrange()

    def _dress(self) -> None:
        for table, model, name in (
            (self.figures, self.lines, self.tr("Figures of the test")),
            (self.confusion, self.labels, self.tr("Expected labels and what came")),
        ):
            table.setModel(model)
            table.setAccessibleName(name)
            table.setTabKeyNavigation(False)
            table.setCornerButtonEnabled(False)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            table.horizontalHeader().setHighlightSections(False)
            table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.figures.verticalHeader().hide()
        self.figures.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.figures.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self._widen()
        self.confusion.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.copy.setProperty("look", "quiet")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.lines.as_text()))
        for menu in (self.first, self.second):
            menu.activated.connect(lambda _: self.pair_chosen.emit())
        said = (self.tr("Both alike (F1)"), self.tr("Precision more (F0.5)"), self.tr("Recall more (F2)"))
        for name, beta in zip(said, _BETAS, strict=True):
            self.beta.addItem(name, beta)
        self.beta.activated.connect(lambda _: self.beta_chosen.emit(float(self.beta.currentData())))
        self.judge.chosen.connect(lambda: self.rows.show_judged(self.judge.shown))
        self.of.activated.connect(lambda _: self._show_labels())
        self.confusion.activated.connect(self._on_cell)
        self.confusion.clicked.connect(self._on_cell)

    def _arrange(self) -> None:
        self._pair = QWidget()
        pair = FlowLayout(self._pair, MEDIUM)
        pair.addWidget(Field(self.tr("Compare"), self.first))
        pair.addWidget(Field(self.tr("with"), self.second))
        self._beta = Field(self.tr("What F-scores weigh"), self.beta)
        self._of = Field(self.tr("Expected (down) and what came (across)"), self.of)
        hint = self.tr("Choose a number to see its rows.")
        self._of.set_help(hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self.progress, self.far, self._pair, self.said, self.detail, self.warned, self.figures):
            box.addWidget(part)
        below = QHBoxLayout()
        below.addWidget(self._beta)
        below.addStretch(1)
        below.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(below)
        box.addWidget(self.near)
        box.addWidget(self.judge)
        title = label(self.tr("Rows"), size="heading")
        for part in (self._of, self.confusion, title):
            box.addWidget(part)
        box.addWidget(self.rows, 1)
        above = (self._pair, self.said, self.detail, self.warned)
        more = (self.figures, self._beta, self.copy, self.near, self.judge)
        told = (*above, *more, self._of, self.confusion, title, self.rows)
        self._told: tuple[QWidget, ...] = told

    def changeEvent(self, event: QEvent) -> None:
        """Give the tables the room their letters need now."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and self._report is not None:
            self._widen()
            self._fit(self.figures)
            self._fit(self.confusion)

    def _widen(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self.figures.horizontalHeader().setMinimumSectionSize(_LETTERS * letter)

    @property
    def pair(self) -> tuple[int, int] | None:
        """Return which two models are compared; None where there is one alone."""
        if self._report is None or len(self._report.batch.columns) < 2:
            return None
        return int(self.first.currentData() or 0), int(self.second.currentData() or 0)

    def show_progress(self, answered: int, total: int, said: str) -> None:
        """Show how far the test is, and what there is to say about it."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(answered)
        self.progress.setVisible(answered < total)
        far = self.tr("Answered: {0} of {1}.").format(number(answered), number(total))
        self.far.setText(f"{far} {said}".strip())

    def wait(self) -> None:
        """Show that a test has begun of which nothing can be said yet."""
        self._report = None
        self.show_judged(())
        self.said.clear()
        for part in self._told:
            part.hide()

    def offer(self, report: Report, names: Sequence[str]) -> None:
        """Take over a test; what is said of it follows with `show_report`."""
        other = self._report is None or self._report.number != report.number
        self._report, self._names = report, tuple(names)
        for menu, place in ((self.first, 0), (self.second, 1), (self.of, len(names) - 1)):
            kept = 0 if other else menu.currentIndex()
            menu.clear()
            for at, name in enumerate(names):
                menu.addItem(name, at)
            menu.setCurrentIndex(min(place, len(names) - 1) if other else kept)

    def show_judged(self, told: Sequence[Told]) -> None:
        """Show what judges have said of the test, the newest first."""
        self._judged = tuple(told)
        self.judge.show_told(told, self._names)
        if self._report is not None:
            self._show_figures(self._report)

    def _show_figures(self, report: Report) -> None:
        self.lines.show_lines(self._names, figure_lines(report.figures, self._judged))
        self._beta.setVisible(any(one.classes for one in report.figures))
        self._fit(self.figures)

    def show_report(self, found: Compared | None) -> None:
        """Show the figures, and the comparison of `pair`."""
        report, pair = self._report, self.pair
        if report is None:
            return
        for part in self._told:
            part.show()
        self._pair.setVisible(len(self._names) > 2)
        self._show_figures(report)
        first, *others = words.sentences(report.figures, self._names, self.pair, found)
        self.said.setText(first)
        self.detail.setText("\n".join(others))
        self.detail.setVisible(bool(others))
        few = words.too_few(found.pairs.total if found is not None else max(len(one.marks) for one in report.figures))
        self.warned.setText(few)
        self.warned.setVisible(bool(few))
        self._show_labels()
        self.rows.show_report(report, pair or (0,), self._names, found)

    def _show_labels(self) -> None:
        at = self.of.currentData()
        classes = self._report.figures[int(at)].classes if self._report is not None and at is not None else None
        table = classes.table if classes is not None and len(classes.table.labels) <= MOST else None
        self.labels.show_table(table)
        self._fit(self.confusion)
        self._of.setVisible(table is not None)
        self.confusion.setVisible(table is not None)

    def _on_cell(self, index: QModelIndex) -> None:
        classes = self._report.figures[int(self.of.currentData())].classes if self._report is not None else None
        if classes is not None and index.isValid():
            self.rows.show_cell(classes.table, int(self.of.currentData()), self.labels.pair(index))

    @staticmethod
    def _fit(table: QTableView) -> None:
        """Show every line where there are not too many."""
        table.resizeRowsToContents()
        lines = min(table.model().rowCount(), _MOST_LINES)
        high = sum(table.rowHeight(line) for line in range(lines)) + table.horizontalHeader().sizeHint().height()
        room = table.horizontalScrollBar().sizeHint().height() + 2 * table.frameWidth()
        table.setFixedHeight(high + room)
