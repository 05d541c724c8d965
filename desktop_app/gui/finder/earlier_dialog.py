"""Earlier searches: shown again, gone on with, removed."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Kind
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.batches import Line
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.sites import Sites


class EarlierDialog(QDialog):
    """The newest search stands on top."""

    def __init__(
        self,
        project: Project,
        background: Background,
        sites: Sites,
        on_show: Callable[[int], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Earlier searches"))
        self._project = project
        self._background = background
        self._sites = sites
        self._on_show = on_show
        self._found: list[Line] = []
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setProperty("look", "plain")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setAccessibleName(self.tr("Searches"))
        self._said = label(tone="muted", wrap=True)
        self._problem = ProblemView()
        self._problem.hide()
        self.remove = QPushButton(self.tr("Remove"))
        self.show_it = QPushButton(self.tr("Show"))
        self.remove.setAutoDefault(False)
        self.show_it.setDefault(True)
        self.show_it.setProperty("look", "primary")
        self.remove.clicked.connect(self._remove)
        self.show_it.clicked.connect(self._show)
        self.list.activated.connect(lambda _: self._show())
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.show_it)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        box.addWidget(self._problem)
        box.addWidget(self.list, 1)
        box.addWidget(self._said)
        box.addLayout(foot)
        line = self.fontMetrics().height()
        self.resize(34 * line, 22 * line)

    def _look(self) -> None:
        found = past_batches.listed(self._project, (Kind.SWEEP,))
        self._background.run(self, found, on_done=self._list, on_problem=self._say)

    def _list(self, found: list[Line]) -> None:
        row = max(0, self.list.currentIndex().row())
        self._found = found
        self.model.clear()
        for line in found:
            said = self.tr("{0}: {1} ({2} of {3} answers)")
            item = QStandardItem(said.format(moment(line.made), line.title, number(line.answered), number(line.size)))
            item.setToolTip(plain_tip(line.title))
            self.model.appendRow(item)
        last = min(row, len(found) - 1)
        self.list.setCurrentIndex(self.model.index(last, 0) if found else QModelIndex())
        self._said.setText(
            "" if found else self.tr("Nothing has been searched yet. Every search is kept here by itself.")
        )
        for button in (self.remove, self.show_it):
            button.setEnabled(bool(found))

    @property
    def _chosen(self) -> Line | None:
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _show(self) -> None:
        if self._chosen is not None:
            number_of = self._chosen.id
            self.accept()
            self._on_show(number_of)

    def _remove(self) -> None:
        if self._chosen is not None:
            gone = past_batches.remove(self._project, self._sites, self._chosen.id)
            self._background.run(self, gone, on_done=lambda _: self._look(), on_problem=self._say)

    def _say(self, problem: Problem) -> None:
        self._problem.show_problem(problem, None)
        self._problem.show()
