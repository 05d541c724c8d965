"""What replacing everywhere would do: counts, and the first rows before and after; one button does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.core.search import Finder, Search, texts
from desktop_app.gui.background import Background, Task
from desktop_app.gui.doing import EVERY_MS
from desktop_app.gui.editor.columns import field_word
from desktop_app.gui.editor.filter_dialog import fitting
from desktop_app.gui.editor.find_changes import ChangeList
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.store.course import Course
from desktop_app.work.find_replace import Preview, Replaced, preview, replace_all

if TYPE_CHECKING:
    from array import array

_AROUND = 60
"""So many letters before and after a change are shown of a text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought, and what shall stand in its place, in the rows with these ids.

    `numbers` are those the rows have in the table, or `hidden` in the whole table, of which others are on show.
    """

    search: Search
    by: str
    ids: "array[int]"
    numbers: Sequence[int]
    hidden: bool = False


class PreviewDialog(QDialog):
    """Counts first, all that is found; nothing is changed before the button is pressed."""

    replaced = Signal(int, int)
    """Done: so many places in so many rows."""
    row_wanted = Signal(object, str)
    """Left, to go to the row with this id, and in it to this text; nothing is replaced."""

    def __init__(
        self,
        workspace: Workspace,
        background: Background,
        wanted: Wanted,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Replace all"))
        self._workspace = workspace
        self._background = background
        self._project = workspace.project
        self._wanted = wanted
        self._seen = Preview(0, 0, 0, ())
        self._drawn = 0
        self._task: Task | None = None
        self._replacing = False
        self.said = label(wrap=True)
        self.hint = label(self.tr("Enter on a row goes to it, and nothing is replaced."), tone="muted", wrap=True)
        self.rows = ChangeList()
        self.rows.row_wanted.connect(self._go_to)
        self.rows.setAccessibleName(self.tr("The first rows before and after"))
        self._busy = Busy()
        self._problem = ProblemView()
        self.go = QPushButton(self.tr("Replace"))
        self.go.setProperty("look", "primary")
        self.go.setEnabled(False)
        self._arrange()
        workspace.closing.connect(self.reject)
        self._count()

    def _arrange(self) -> None:
        leave = QPushButton(self.tr("Cancel"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._replace)
        self.go.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.go)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        for part in (self.said, self._problem, self.hint, self.rows, self._busy):
            box.addWidget(part, int(part is self.rows))
        box.addLayout(foot)
        self._problem.hide()
        line = self.fontMetrics().height()
        self.resize(fitting(QSize(40 * line, 28 * line), self.parentWidget()))

    def done(self, result: int) -> None:
        """Leave; replacing that goes on is ended first, and nothing is replaced then."""
        if self._replacing and self._task is not None and self._task.running:
            self._task.cancel()
            return
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button as soon as it can be pressed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.isEnabled():
            self.go.click()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        if self._project is None:
            return
        self._busy.begin()
        self._busy.tell(self.tr("Counting"), 0, None)
        looking = preview(self._project, self._wanted.ids, self._wanted.search, self._wanted.by)
        self._run(self._background.run(self, looking, on_items=self._take, on_problem=self._tell_problem))

    def _run(self, task: Task) -> None:
        self._task = task
        task.ended.connect(lambda: self._on_end(task))

    def _take(self, seen: list[Preview]) -> None:
        self._seen = seen[-1]
        self.said.setText(self._sentence())
        for each in self._seen.first[self._drawn :]:
            self._add(each)
        self._drawn = len(self._seen.first)
        self._busy.tell(self.tr("Counting"), self._seen.seen / max(1, len(self._wanted.ids)), None)

    def _sentence(self) -> str:
        if not self._seen.rows:
            words = self.tr("“{0}” was not found in {1}.")
            return words.format(self._wanted.search.text, how_many.rows(self._seen.seen))
        words = self.tr("{0} in {1}. “{2}” becomes “{3}”. It is one step that can be undone.")
        counts = (how_many.places(self._seen.matches), how_many.rows(self._seen.rows))
        return words.format(*counts, self._wanted.search.text, self._wanted.by)

    def _on_end(self, task: Task) -> None:
        if self._task is not task:
            return
        self._task = None
        self._busy.hide()
        if self._replacing:  # ended by Cancel, or by a problem
            self._replacing = False
            if self._project is self._workspace.project:
                self._workspace.announce(Change(examples=True))  # it may have been done before it could be ended
            if self._problem.isHidden():
                self.reject()
            return
        self.go.setEnabled(bool(self._seen.rows) and self._problem.isHidden())
        self.go.setText(self.tr("Replace in {0}").format(how_many.rows(self._seen.rows)))
        if self.go.isEnabled():
            self.go.setFocus()

    def _replace(self) -> None:
        if self._project is None:
            return
        self.go.setEnabled(False)
        self._replacing = True
        self._busy.show()
        self._busy.begin()
        course = Course()
        self._tell_course(course)
        self._clock = QTimer(self, interval=EVERY_MS)
        self._clock.timeout.connect(lambda: self._tell_course(course))
        self._clock.start()
        replacing = replace_all(self._project, self._wanted.ids, self._wanted.search, self._wanted.by, course)
        self._run(self._background.run(self, replacing, on_done=self._on_done, on_problem=self._tell_problem))

    def _tell_course(self, course: Course) -> None:
        """Say how far replacing is."""
        if not self._replacing or course.ended:
            return
        words, share = self.tr("Replacing"), None
        if course.total:
            share = course.done / course.total
            words = self.tr("Replacing: {0} of {1}").format(number(course.done), how_many.rows(course.total))
        self._busy.tell(words, share, self.reject)

    def _on_done(self, change: Change) -> None:
        self._replacing = False
        if self._project is self._workspace.project:
            self._workspace.announce(change)
        self.replaced.emit(self._seen.matches, self._seen.rows)
        self.accept()

    def _tell_problem(self, problem: Problem) -> None:
        self._problem.show_problem(problem, None)
        self._problem.show()

    def _go_to(self, row_id: int, name: str) -> None:
        if not self._replacing:
            self.reject()
            self.row_wanted.emit(row_id, name)

    def _add(self, row: Replaced) -> None:
        """List the texts of a row that would change."""
        old, new = texts(row.row.example), texts(row.after)
        finder, place = Finder(self._wanted.search), number(self._wanted.numbers[row.place])
        for (field, one), (_, other) in zip(old, new, strict=True):
            if one != other:
                words = self.tr("Row {0} of the whole table, {1}") if self._wanted.hidden else self.tr("Row {0}, {1}")
                at = (finder.first(one) or (0, 0))[0]
                self.rows.add(
                    words.format(place, field_word(field)), _cut(one, at), _cut(other, at), (row.row.id, field)
                )


def _cut(words: str, at: int) -> str:
    """Return what stands around a place of a text, in one line."""
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    piece = " ".join(words[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(words) else ''}"
