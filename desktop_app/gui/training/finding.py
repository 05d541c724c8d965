"""Trainings found elsewhere: those of an account that this project does not know, to be taken up."""

from collections.abc import AsyncIterator, Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import Job
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.training import words
from desktop_app.gui.training.plan_words import place_name
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.project import Project
from desktop_app.work import find_jobs
from desktop_app.work.sites import Sites

_ROLE = Qt.ItemDataRole.UserRole


async def _found(project: Project, sites: Sites, site: str) -> AsyncIterator[Job]:
    async for job in find_jobs.found(project, await sites.provider(site)):
        yield job


async def _take_up(project: Project, sites: Sites, wanted: Sequence[Job]) -> AsyncIterator[Job]:
    for job in wanted:
        yield await find_jobs.take_up(project, await sites.provider(job.provider), job, sites.books(job.provider))


class Finding(QWidget):
    """Asks a place for its trainings, lists them, and takes up those whose boxes are ticked."""

    taken = Signal(object)
    """A Job that the project holds now."""
    broke_off = Signal()
    """Taking up was interrupted: the project may hold jobs that were not told."""
    left = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sites = sites
        self._project: Project | None = None
        self._work = OneTask(background, self)
        self._jobs: dict[str, Job] = {}
        self._again: list[Job] = []
        self._title = label(self.tr("Look for trainings"), size="heading", wrap=True)
        self.where = QComboBox()
        self.where.currentIndexChanged.connect(lambda _: self._look_afresh())
        self.list = QListWidget()
        self._said = label(tone="muted", wrap=True)
        self._busy = Busy()
        self._problem = ProblemView()
        self.take = QPushButton()
        self.take.clicked.connect(self._on_take)
        self._leave = QPushButton(self.tr("Back"))
        self._leave.clicked.connect(self.left)
        self._arrange()

    def _arrange(self) -> None:
        self.list.setAccessibleName(self.tr("Trainings that this project does not know"))
        self.list.setWordWrap(True)
        self.list.itemChanged.connect(lambda _: self._draw())
        sentence = self.tr(
            "Trainings of your account that were started elsewhere, or from another project, can be taken up here: "
            "with their story and their curves. Nothing changes at their place."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self.take)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        parts = (self._title, label(sentence, tone="muted", wrap=True), Field(self.tr("Place"), self.where))
        for part in (*parts, self._problem, self._busy, self._said, self.list):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addStretch(1)
        for part in (self._problem, self._busy, self.list):
            part.hide()

    def open(self, project: Project | None) -> None:
        """Look for trainings that this project does not know; those of another one are forgotten."""
        self._work.stop()
        self._project = project
        self._forget()

    def look(self) -> None:
        """Offer the places, and ask the chosen one."""
        before = self.where.currentData()
        self.where.blockSignals(True)
        self.where.clear()
        for site in self._sites.all:
            self.where.addItem(place_name(site), site.id)
        elsewhere = 1 if self.where.count() > 1 else 0
        found = self.where.findData(before) if before is not None else -1
        self.where.setCurrentIndex(found if found >= 0 else elsewhere)
        self.where.blockSignals(False)
        self._look_afresh()
        self.where.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def ticked(self) -> list[Job]:
        """Return the trainings whose boxes are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = (str(item.data(_ROLE)) for item in items if item.checkState() is Qt.CheckState.Checked)
        return [self._jobs[job] for job in ticked]

    def _look_afresh(self) -> None:
        self._work.stop()
        self._forget()
        site = self.where.currentData()
        if self._project is None or site is None:
            return
        self._tell(self.tr("Asking {0} for its trainings").format(self.where.currentText()))
        self._drive(_found(self._project, self._sites, site), self._on_found, self._look_afresh)

    def _drive(self, work: AsyncIterator[Job], hear: Callable[[list[Job]], None], retry: Callable[[], None]) -> None:
        def problem(problem: Problem) -> None:
            self._problem.show_problem(problem, retry)
            self._problem.show()
            self.broke_off.emit()

        self._work.begin(work, on_items=hear, on_problem=problem, on_end=self._draw)

    def _on_found(self, jobs: list[Job]) -> None:
        self.list.blockSignals(True)
        for job in jobs:
            self._jobs[job.id] = job
            name, tone = words.LOOKS[job.status]
            ended = job.tuned_model or job.base_model
            called = f"{job.title}, {ended}" if job.title else ended
            item = QListWidgetItem(icon(name, tone), f"{called}\n{moment(job.created)}, {words.state(job.status)}")
            item.setData(_ROLE, job.id)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._draw()

    def _on_take(self) -> None:
        wanted = self.ticked or self._again
        if self._project is None or not wanted or self._work.running:
            return
        self._again = wanted
        self._problem.hide()
        one, more = self.tr("Taking up this training"), self.tr("Taking up {0} trainings")
        self._tell(how_many.counted(len(wanted), one, more))
        self._drive(_take_up(self._project, self._sites, wanted), self._on_taken, self._on_take)
        self._draw()

    def _on_taken(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._again = [other for other in self._again if other.id != job.id]
            for row in range(self.list.count())[::-1]:
                if self.list.item(row).data(_ROLE) == job.id:
                    self.list.takeItem(row)
            self.taken.emit(job)

    def _forget(self) -> None:
        self._jobs, self._again = {}, []
        self.list.clear()
        self._problem.hide()
        self._draw()

    def _tell(self, sentence: str) -> None:
        self._busy.begin()
        self._busy.tell(sentence, None, self._on_stop)

    def _on_stop(self) -> None:
        self._work.stop()
        self._draw()

    def _draw(self) -> None:
        count, busy = self.list.count(), self._work.running
        self._busy.setVisible(busy)
        self.list.setVisible(count > 0)
        self.list.setMinimumHeight(self.fontMetrics().height() * min(12, 3 * count + 1))
        none = self.tr("There are no trainings at this place that the project does not know already.")
        self._said.setText("" if busy or count or self._project is None or not self._problem.isHidden() else none)
        self._said.setVisible(bool(self._said.text()))
        ticked = len(self.ticked)
        one = self.tr("Take up this training")
        self.take.setText(how_many.counted(max(1, ticked), one, self.tr("Take up {0} trainings")))
        self.take.setEnabled(ticked > 0 and not busy)
        self.take.setVisible(count > 0)
