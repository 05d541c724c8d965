"""Earlier comparisons: found by what was asked or answered, shown again, saved, removed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Column, Kind
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.folding import in_a_line
from desktop_app.gui.answers.parameters import in_words
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.batches import Line
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.save_batch import save_batch
from desktop_app.work.sites import Sites

_PAUSE_MS = 250
"""Who types a word is not answered after each letter."""
_LONGEST = 80
_Index = QModelIndex | QPersistentModelIndex


class PastDialog(QDialog):
    """The newest comparison stands on top."""

    def __init__(
        self,
        project: Project,
        background: Background,
        sites: Sites,
        on_show: Callable[[Batch, dict[Cell, Answer], int | None], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Earlier comparisons"))
        self._project = project
        self._background = background
        self._sites = sites
        self._on_show = on_show
        self._looking: Task | None = None
        self._words = QLineEdit()
        self._words.setClearButtonEnabled(True)
        self._words.setPlaceholderText(self.tr("A word that was asked or answered"))
        self._words.setAccessibleName(self.tr("Find a comparison"))
        self.model = _Lines(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setProperty("look", "plain")
        self.list.setAccessibleName(self.tr("Comparisons, the newest first"))
        self._said = label(tone="muted", wrap=True)
        self._problem = ProblemView()
        self._problem.hide()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self._words.textChanged.connect(lambda _: self._soon.start())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._draw())
        self.list.activated.connect(lambda _: self._show())
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        self._remove = QPushButton(self.tr("Remove"))
        self._save = QPushButton(self.tr("Save as…"))
        self._open = QPushButton(self.tr("Show it again"))
        self._go_on = QPushButton(self.tr("Ask what is missing"))
        self._go_on.setToolTip(self.tr("What was answered is not asked again"))
        self._open.setDefault(True)
        for button, act in (
            (self._remove, self._take_away),
            (self._save, self._choose_target),
            (self._go_on, self._show_and_go_on),
            (self._open, self._show),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
            button.setAutoDefault(button is self._open)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._remove)
        foot.addStretch(1)
        for button in (self._save, self._go_on, self._open):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        for part in (self._words, self._problem, self.list, self._said):
            box.addWidget(part, int(part is self.list))
        box.addLayout(foot)
        line = self.fontMetrics().height()
        self.resize(34 * line, 26 * line)

    def _look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._background.run(
            self,
            past_batches.listed(self._project, (Kind.COMPARE,), self._words.text()),
            on_done=self._list,
            on_problem=self._say,
        )

    def _list(self, found: list[Line]) -> None:
        self._looking = None
        row = max(0, self.list.currentIndex().row())
        self.model.show_lines(found)
        self.list.setCurrentIndex(self.model.index(min(row, len(found) - 1), 0) if found else QModelIndex())
        if found:
            self._said.setText(self.tr("{0} comparisons").format(number(len(found))) if len(found) > 1 else "")
        elif self._words.text().strip():
            self._said.setText(self.tr("No comparison has these words."))
        else:
            self._said.setText(self.tr("Nothing has been compared yet. What you ask is kept here by itself."))
        self._draw()

    def _draw(self) -> None:
        chosen = self._chosen is not None
        for button in (self._remove, self._save, self._open):
            button.setEnabled(chosen)
        line = self._chosen
        self._go_on.setVisible(line is not None and line.answered < line.size)

    @property
    def _chosen(self) -> Line | None:
        return self.model.line(self.list.currentIndex().row())

    def _show(self) -> None:
        self._give(going_on=False)

    def _show_and_go_on(self) -> None:
        self._give(going_on=True)

    def _give(self, *, going_on: bool) -> None:
        chosen = self._chosen
        if chosen is None:
            return

        def given(found: tuple[Batch, dict[Cell, Answer]]) -> None:
            self.accept()
            self._on_show(*found, chosen.id if going_on else None)

        self._background.run(self, past_batches.whole(self._project, chosen.id), on_done=given, on_problem=self._say)

    def _choose_target(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        filters = ";;".join(
            (self.tr("Page (*.html)"), self.tr("Excel workbook (*.xlsx)"), self.tr("Spreadsheet text (*.csv)"))
        )
        proposal = self._project.path.with_name(self.tr("Answers") + ".html")
        choose_target(
            self, self.tr("Save the answers"), proposal, filters, lambda path: self._write(chosen, Path(path))
        )

    def _write(self, line: Line, path: Path) -> None:
        async def saved() -> Path:
            batch, _ = await past_batches.whole(self._project, line.id)
            return await save_batch(self._project, line.id, path, [title_of(column) for column in batch.columns])

        done = self.tr("Saved as {0}.")
        self._background.run(
            self, saved(), on_done=lambda at: self._said.setText(done.format(at.name)), on_problem=self._say
        )

    def _take_away(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self._background.run(
                self,
                past_batches.remove(self._project, self._sites, chosen.id),
                on_done=lambda _: self._look(),
                on_problem=self._say,
            )

    def _say(self, problem: Problem) -> None:
        self._problem.show_problem(problem, None)
        self._problem.show()


def title_of(column: Column) -> str:
    """Return what a column is called: its model and how it was asked."""
    return f"{model_name(column.voice.model)} ({in_words(column.setting)})"


class _Lines(QAbstractListModel):
    """One line a comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: list[Line] = []

    def show_lines(self, found: list[Line]) -> None:
        """Show these comparisons."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return a comparison by its row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many comparisons there are."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return when it was, what was asked first, and how many answers came."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            said = self.tr("{0}: {1} ({2} of {3} answers)")
            return said.format(
                moment(line.made), in_a_line(line.title, _LONGEST), number(line.answered), number(line.size)
            )
        return plain_tip(line.title) if role == Qt.ItemDataRole.ToolTipRole else None
