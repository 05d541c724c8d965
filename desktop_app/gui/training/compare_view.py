"""Several trainings compared: their curves over one another, and what sets them apart."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from desktop_app.core.job import ELSEWHERE
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.training import made_of, words
from desktop_app.gui.training.charts.charts import Charts
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.training.compare_lines import all_of, differing
from desktop_app.gui.training.plan_words import place_name
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.lines_table import Line, LinesTable
from desktop_app.store.project import Project
from desktop_app.work.compare_rows import RowDifference, differences
from desktop_app.work.sites import Sites


class CompareView(QWidget):
    """Shows two runs or more; the first is the one the rows of the others are held against."""

    left = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._project: Project | None = None
        self._runs: tuple[Run, ...] = ()
        self._rows: dict[str, RowDifference] = {}
        self._title = label(size="heading", wrap=True)
        self._leave = QPushButton(self.tr("End the comparison"))
        self._leave.clicked.connect(self.left)
        self.charts = Charts(background)
        self.model = LinesTable(parent=self)
        self.table = QTableView()
        self._alike = label(tone="muted", wrap=True)
        self._copy = QPushButton(self.tr("Copy the table"))
        self._copy.setProperty("look", "quiet")
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.model.as_text()))
        self._dress()
        self._arrange()

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("What sets the trainings apart"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(-1)
        self.model.modelReset.connect(self._on_reset)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._alike, 1)
        foot.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addLayout(head)
        box.addWidget(self.charts, 1)
        box.addWidget(self.table)
        box.addLayout(foot)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the runs that are compared."""
        return self._runs

    def show_runs(self, project: Project | None, runs: Sequence[Run]) -> None:
        """Compare these runs, or show what is new about them."""
        others = [run.job.id for run in runs] != [run.job.id for run in self._runs] or project is not self._project
        self._project, self._runs = project, tuple(runs)
        if others:
            self._rows = {}
            self._look_at_rows()
        self._draw()

    def _draw(self) -> None:
        names = _names(self._runs)
        self._title.setText(self.tr("{0} trainings compared").format(number(len(self._runs))))
        self.charts.show_runs(
            [Shown(run.job, run.curves, run.checkpoints, name) for run, name in zip(self._runs, names, strict=True)]
        )
        settings = differing([made_of.settings(run, self._where(run)) for run in self._runs])
        alike = self.tr("All other settings are the same.") if settings else self.tr("All settings are the same.")
        self._alike.setText(alike)
        rows = self._row_lines()
        lines = [Line(self.tr("Settings that differ")), *settings] if settings else []
        lines += [Line(self.tr("Rows, held against the first")), *rows] if rows else []
        lines += [Line(self.tr("What came of it")), *all_of([made_of.outcome(run) for run in self._runs])]
        self.model.show_lines(names, lines)

    def _where(self, run: Run) -> str:
        site = self._sites.site(run.job.provider) if run.job.provider != ELSEWHERE else None
        return place_name(site) if site is not None else ""

    def _row_lines(self) -> list[Line]:
        if not self._rows:
            return []
        found = [self._rows.get(run.job.id) for run in self._runs[1:]]

        def cells(values: list[int | None]) -> tuple[str, ...]:
            return ("", *(number(value) if value is not None else "–" for value in values))

        return [
            Line(self.tr("Rows added"), cells([one.added if one is not None else None for one in found])),
            Line(self.tr("Rows taken away"), cells([one.gone if one is not None else None for one in found])),
            Line(self.tr("Rows in both"), cells([one.same if one is not None else None for one in found])),
        ]

    def _look_at_rows(self) -> None:
        """Hold the rows of the others against those of the first, where both are known."""
        first, others = self._runs[0].record, [run for run in self._runs[1:] if run.record is not None]
        if self._project is None or first is None or not others:
            return
        runs = self._runs

        def done(found: list[RowDifference]) -> None:
            if runs == self._runs:
                self._rows = {run.job.id: one for run, one in zip(others, found, strict=True)}
                self._draw()

        marks = [run.record.mark for run in others if run.record is not None]
        self._background.run(self, differences(self._project, first.mark, marks), on_done=done)

    def _on_reset(self) -> None:
        height = self.table.verticalHeader().defaultSectionSize() * self.model.rowCount()
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + SMALL)
        if self.model.columnCount():
            self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for row, line in enumerate(self.model.lines):
            span = self.model.columnCount() if not line.cells else 1
            if self.table.columnSpan(row, 0) != span:
                self.table.setSpan(row, 0, 1, span)


def _names(runs: Sequence[Run]) -> list[str]:
    """Return a name for each run: with the time it began where two are called alike, numbered where that is alike."""
    titles = [words.title(run.job) for run in runs]
    names = [
        title if titles.count(title) == 1 else f"{title}, {moment(run.job.created)}"
        for title, run in zip(titles, runs, strict=True)
    ]
    return [
        name if names.count(name) == 1 else f"{name} ({number(names[: place + 1].count(name))})"
        for place, name in enumerate(names)
    ]
