"""The states of the model kept on the way: a table with what was measured, and what can be done with one."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from desktop_app.core.advising import pass_of
from desktop_app.core.job import Checkpoint
from desktop_app.core.marks import best_checkpoint
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_MOST_LINES = 6


class CheckpointModel(QAbstractTableModel):
    """One row a checkpoint, the newest at the top; the best one says so."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Checkpoint] = []
        self._cells: list[tuple[str, ...]] = []
        self._titles = (
            self.tr("Step"),
            self.tr("Pass (epoch)"),
            self.tr("Training loss"),
            self.tr("Validation loss"),
            self.tr("Right tokens in validation"),
            self.tr("Kept"),
            "",
        )

    def show_run(self, run: Run) -> None:
        """Show a run's checkpoints."""
        best = best_checkpoint(run.curves, run.checkpoints)
        rows = list(run.checkpoints)[::-1]
        cells = [self._texts(kept, run, kept is best) for kept in rows]
        if (rows, cells) != (self._rows, self._cells):
            self.beginResetModel()
            self._rows, self._cells = rows, cells
            self.endResetModel()

    def checkpoint(self, row: int) -> Checkpoint | None:
        """Return the checkpoint in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, checkpoint: Checkpoint | None) -> int:
        """Return the row of a checkpoint, the first one for None or one that is not there."""
        steps = [kept.step for kept in self._rows]
        return steps.index(checkpoint.step) if checkpoint is not None and checkpoint.step in steps else 0

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return the number of checkpoints."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text or the alignment of a cell; its model's name is the tooltip."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() < 5:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._rows[index.row()].model
        return self._cells[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def _texts(self, kept: Checkpoint, run: Run, is_best: bool) -> tuple[str, ...]:
        passed = pass_of(kept.step, run.facts)
        accuracy = _told(run, kept, "full_valid_accuracy", "valid_accuracy")
        return (
            number(kept.step),
            number(passed) if passed else "",
            _loss(_told(run, kept, "train_loss")),
            _loss(_told(run, kept, "full_valid_loss", "valid_loss")),
            f"{number(100 * accuracy, 0)} %" if accuracy is not None else "",
            moment(kept.created) if kept.created else "",
            self.tr("Best") if is_best else "",
        )


def _told(run: Run, kept: Checkpoint, *names: str) -> float | None:
    """Return what was measured at a checkpoint: as it was told with it, else as the curve has it at its step."""
    for name in names:
        if name in kept.values:
            return kept.values[name]
    lines = (run.curves.line(name) for name in names)
    return next((value for line in lines if line is not None and (value := line.at(kept.step)) is not None), None)


def _loss(value: float | None) -> str:
    return number(value, 3) if value is not None else ""


class RunCheckpoints(QWidget):
    """Lists the checkpoints of a run; the chosen one can be tried, and its name copied."""

    try_wanted = Signal(object)
    """The Checkpoint is to be asked in the playground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._said = label(size="small", tone="muted", wrap=True)
        self.model = CheckpointModel(self)
        self.table = QTableView()
        self._try = QPushButton(self.tr("Try it in the playground"))
        self._try.clicked.connect(lambda: self._with_chosen(self.try_wanted.emit))
        self._copy = QPushButton(self.tr("Copy its name"))
        self._copy.clicked.connect(
            lambda: self._with_chosen(lambda kept: QGuiApplication.clipboard().setText(kept.model))
        )
        self._dress()
        buttons = FlowLayout()
        for button in (self._try, self._copy):
            buttons.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._said)
        box.addWidget(self.table)
        box.addLayout(buttons)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Checkpoints"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.model.modelReset.connect(self._on_reset)
        table.doubleClicked.connect(
            lambda _: self._with_chosen(self.try_wanted.emit) if self._try.isVisible() else None
        )

    def show_run(self, run: Run) -> None:
        """Show the checkpoints of this run."""
        self._run = run
        self._try.setVisible(run.job.here)
        self._said.setText(
            self.tr("Each is the model as it was then, and answers like one that is finished.")
            if run.job.here
            else self.tr("Each is the model as it was then. Its name is what your provider calls it.")
        )
        self.model.show_run(run)

    def _on_reset(self) -> None:
        lines = min(_MOST_LINES, max(1, self.model.rowCount()))
        height = self.table.verticalHeader().defaultSectionSize() * lines
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + bar + SMALL)
        if self._run is not None and self.model.rowCount():
            self.table.selectRow(self.model.row_of(best_checkpoint(self._run.curves, self._run.checkpoints)))

    def _with_chosen(self, act: Callable[[Checkpoint], object]) -> None:
        chosen = self.model.checkpoint(self.table.currentIndex().row())
        if chosen is not None:
            act(chosen)
