"""The trainings of the project, the newest first; above them the place where a new one is planned."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.words import LOOKS, state
from desktop_app.gui.widgets.amounts import moment, number

NEW = ""
"""Stands for the training that is still to be planned."""
_ROLE = Qt.ItemDataRole.UserRole


class JobList(QListWidget):
    """A list one walks with the arrow keys; `chosen` names a job, or NEW."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Trainings of this project"))
        self.setProperty("look", "plain")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_current)

    @property
    def current(self) -> str:
        """Return the id of the job that is chosen, or NEW."""
        item = self.currentItem()
        return str(item.data(_ROLE)) if item is not None else NEW

    def show_runs(self, runs: Sequence[Run], choose: str) -> None:
        """List these runs and choose one of them, or NEW; says nothing about the choice."""
        self.blockSignals(True)
        self.clear()
        first = QListWidgetItem(icon("plus", "accent"), self.tr("New training"))
        first.setData(_ROLE, NEW)
        self.addItem(first)
        for run in runs:
            item = QListWidgetItem()
            item.setData(_ROLE, run.job.id)
            self.addItem(item)
            self._fill(item, run)
        wanted = self._find(choose) or first
        self.setCurrentItem(wanted)
        self.blockSignals(False)
        self.updateGeometry()

    def refresh(self, run: Run) -> None:
        """Show the newest state of one run."""
        item = self._find(run.job.id)
        if item is not None:
            self._fill(item, run)
            self.updateGeometry()

    def choose(self, job_id: str) -> None:
        """Choose a job, or NEW."""
        item = self._find(job_id)
        if item is not None:
            self.setCurrentItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text's size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room that all trainings take."""
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        return QSize(super().sizeHint().width(), rows + 2 * self.frameWidth())

    def _fill(self, item: QListWidgetItem, run: Run) -> None:
        name, tone = LOOKS[run.job.status]
        lines = [
            f"{moment(run.job.created)}",
            state(run.job.status),
            run.job.base_model,
        ]
        if run.validation_loss is not None:
            lines.append(self.tr("Validation loss {0}").format(number(run.validation_loss, 2)))
        text = "\n".join(lines)
        if item.text() != text:
            item.setText(text)
            item.setIcon(icon(name, tone))

    def _find(self, job_id: str) -> QListWidgetItem | None:
        rows = (self.item(row) for row in range(self.count()))
        return next((item for item in rows if item.data(_ROLE) == job_id), None)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ROLE)))
