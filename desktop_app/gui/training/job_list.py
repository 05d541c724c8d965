"""The trainings of the project, the newest first; above them the place where a new one is planned."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.words import LOOKS, state_of, title
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.plain import plain_tip

NEW = ""
"""Stands for the training that is still to be planned."""
_ROLE = Qt.ItemDataRole.UserRole


class JobList(QListWidget):
    """A list one walks with the arrow keys; `chosen` names a job, or NEW. Where there are several, they have boxes.

    The space bar ticks the box of the current one; Shift with the arrow keys ticks on the way.
    """

    chosen = Signal(str)
    ticked_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: dict[str, int] = {}
        self.setAccessibleName(self.tr("Trainings of this project"))
        self.setProperty("look", "plain")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # what was broken for want of room is whole again
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_current)
        self.itemChanged.connect(lambda _: self.ticked_changed.emit())
        self.itemClicked.connect(self._on_current)

    @property
    def current(self) -> str:
        """Return the id of the job that is chosen, or NEW."""
        item = self.currentItem()
        return str(item.data(_ROLE)) if item is not None else NEW

    @property
    def ticked(self) -> list[str]:
        """Return the ids of the jobs whose boxes are ticked, in the order of the list."""
        items = (self.item(row) for row in range(self.count()))
        return [str(item.data(_ROLE)) for item in items if _is_ticked(item)]

    def show_runs(self, runs: Sequence[Run], choose: str) -> None:
        """List these runs and choose one of them, or NEW; says nothing about the choice."""
        ticked = set(self.ticked)
        self.blockSignals(True)
        self.clear()
        first = QListWidgetItem(icon("plus", "accent"), self.tr("New training"))
        first.setData(_ROLE, NEW)
        self.addItem(first)
        for run in runs:
            item = QListWidgetItem()
            item.setData(_ROLE, run.job.id)
            if len(runs) > 1:
                item.setCheckState(Qt.CheckState.Checked if run.job.id in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
            self._fill(item, run)
        wanted = self._find(choose) or first
        self.setCurrentItem(wanted)
        self.blockSignals(False)
        self.updateGeometry()
        self.ticked_changed.emit()

    def refresh(self, run: Run, place: int = 0) -> None:
        """Show the newest state of one run; `place` is its place in the queue, 0 for none."""
        item = self._find(run.job.id)
        self._places[run.job.id] = place
        if item is not None:
            self.blockSignals(True)
            self._fill(item, run)
            self.blockSignals(False)
            self.updateGeometry()

    def choose(self, job_id: str) -> None:
        """Choose a job, or NEW."""
        item = self._find(job_id)
        if item is not None:
            self.setCurrentItem(item)

    def untick(self) -> None:
        """Empty all boxes."""
        for row in range(1, self.count()):
            if _is_ticked(self.item(row)):
                self.item(row).setCheckState(Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick where one leaves and where one arrives while Shift is held, as one would select in other lists."""
        walks = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if walks and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            for part in (self.currentItem(), self._neighbour(event.key() == Qt.Key.Key_Down)):
                if (
                    part is not None
                    and part.data(_ROLE) != NEW
                    and part.data(Qt.ItemDataRole.CheckStateRole) is not None
                ):
                    part.setCheckState(Qt.CheckState.Checked)
            event = QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text's size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room that all trainings take."""
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        return QSize(super().sizeHint().width(), rows + 2 * self.frameWidth())

    def _neighbour(self, below: bool) -> QListWidgetItem | None:
        row = self.currentRow() + (1 if below else -1)
        return self.item(row) if 0 <= row < self.count() else None

    def _fill(self, item: QListWidgetItem, run: Run) -> None:
        name, tone = LOOKS[run.job.status]
        lines = [title(run.job), state_of(run.job, self._places.get(run.job.id, 0)), moment(run.job.created)]
        if run.validation_loss is not None:
            lines.append(self.tr("Validation loss {0}").format(number(run.validation_loss, 2)))
        text = "\n".join(lines)
        if item.text() != text:
            item.setText(text)
            item.setIcon(icon(name, tone))
            item.setToolTip(plain_tip(run.job.base_model))

    def _find(self, job_id: str) -> QListWidgetItem | None:
        rows = (self.item(row) for row in range(self.count()))
        return next((item for item in rows if item.data(_ROLE) == job_id), None)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ROLE)))


def _has_box(item: QListWidgetItem) -> bool:
    return item.data(Qt.ItemDataRole.CheckStateRole) is not None


def _is_ticked(item: QListWidgetItem) -> bool:
    return _has_box(item) and item.checkState() is Qt.CheckState.Checked
