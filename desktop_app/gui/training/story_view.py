"""The story of a training on the screen: a table one can search and copy."""

from array import array

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.job import JobEvent
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.story_model import StoryModel, cells, keys_with
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.label import label
from desktop_app.store.project import Project
from desktop_app.work import read_story

_REST_MS = 500
_LINES = 9


class StoryView(QWidget):
    """Looks at the story twice a second at most, and only while it can be seen."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._project: Project | None = None
        self._job = ""
        self._stale = False
        self._looking: Task | None = None
        self.model = StoryModel(self)
        self.table = QTableView()
        self.field = QLineEdit()
        self.copy_button = QPushButton(self.tr("Copy"))
        self._count = label(size="small", tone="muted")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look_if_due)
        self._dress()
        self._arrange()

    def _dress(self) -> None:
        self.field.setPlaceholderText(self.tr("Show only lines with these words"))
        self.field.setAccessibleName(self.tr("Show only lines with these words"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self.refresh())
        self.copy_button.setAccessibleName(self.tr("Copy the chosen lines, or all that are shown"))
        self.copy_button.setToolTip(self.copy_button.accessibleName())
        self.copy_button.clicked.connect(self.copy)
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("What happened"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        copy = QAction(self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.copy)
        table.addAction(copy)
        copy.setShortcutContext(copy.shortcutContext().WidgetShortcut)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self.field, 1)
        head.addWidget(self._count)
        head.addWidget(self.copy_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(head)
        box.addWidget(self.table)

    def open(self, project: Project | None, job_id: str) -> None:
        """Show the story of this job; the one on show stays as it is searched and scrolled."""
        if (project, job_id) == (self._project, self._job):
            return
        self._project, self._job = project, job_id
        self.model.show_places(project, array("q"))
        self._count.clear()
        self.field.clear()
        self.refresh()

    def refresh(self) -> None:
        """Look what there is now, soon."""
        self._stale = True
        if not self._rest.isActive():
            self._look_if_due()

    def copy(self) -> None:
        """Put the chosen lines on the clipboard, or all that are shown where none is chosen."""
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        places = [self.model.places[row] for row in chosen] if chosen else list(self.model.places)
        if self._project is None or not places:
            return

        def done(lines: list[JobEvent]) -> None:
            QGuiApplication.clipboard().setText("\n".join("\t".join(cells(line)) for line in lines))

        self._background.run(self, read_story.lines(self._project, places), on_done=done)

    def showEvent(self, event: QShowEvent) -> None:
        """Look what came while nobody could see it."""
        super().showEvent(event)
        line = self.fontMetrics().height()
        self.table.verticalHeader().setDefaultSectionSize(line + SMALL)
        self.table.setFixedHeight((line + SMALL) * (_LINES + 1))
        letter = self.fontMetrics().averageCharWidth()
        self.table.setColumnWidth(0, letter * 22)
        self._look_if_due()

    def _look_if_due(self) -> None:
        if not self._stale or self._looking is not None or self._project is None or not self.isVisible():
            return
        self._stale = False
        project, job, words = self._project, self._job, self.field.text().strip()

        def done(places: "array[int]") -> None:
            if (project, job) == (self._project, self._job):
                self._show(project, places)

        work = read_story.places(project, job, words, keys_with(words) if words else ())
        self._looking = self._background.run(self, work, on_done=done, on_end=self._on_looked)

    def _on_looked(self) -> None:
        self._looking = None
        self._rest.start()

    def _show(self, project: Project, places: "array[int]") -> None:
        bar = self.table.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        self.model.show_places(project, places)
        self._count.setText(how_many.counted(len(places), self.tr("1 line"), self.tr("{0} lines")))
        if at_end and not self.table.selectionModel().hasSelection():
            self.table.scrollToBottom()
