"""The dialog that exports the project's rows: questions, a place to save, progress, and what was written."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.export import Exported, Format, Order, Survey, Written
from desktop_app.core.file_name import file_name
from desktop_app.core.line_rules import LineRules
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.export.form import ExportForm
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.export import exporting, foreseen

_WIDTH, _HEIGHT = 34, 33
"""The dialog's size in heights of a line."""


class ExportDialog(QDialog):
    """Exports the rows of one open project. Closing it while it writes stops the writing; nothing is left behind."""

    def __init__(
        self,
        project: Project,
        background: Background,
        apart: Apart,
        receivers: Callable[[], Sequence[LineRules]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export the rows"))
        self._project = project
        self._background = background
        self._apart = apart
        self._task: Task | None = None
        self._target = Path()
        self._receivers = receivers
        self.form = ExportForm()
        self.busy = Busy()
        self.problem_view = ProblemView()
        self.said = label(wrap=True)
        self._stack = QStackedWidget()
        self.go_on = QPushButton(self.tr("Choose where to save…"))
        self.back = QPushButton(self.tr("Back"))
        self.show_folder = QPushButton(self.tr("Show in folder"))
        self.leave = QPushButton(self.tr("Cancel"))
        self._arrange()
        self._connect()
        self._look_over()

    def _arrange(self) -> None:
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        for page in (self.form, self.busy, self.problem_view, self.said):
            self._stack.addWidget(scrolling(page))
        self.go_on.setProperty("look", "primary")
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.back)
        foot.addWidget(self.show_folder)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        box.addWidget(label(self.tr("Export the rows"), size="heading"))
        box.addWidget(self._stack, 1)
        box.addLayout(foot)
        line = self.fontMetrics().height()  # the dialog grows with the text
        wanted = QSize(_WIDTH * line, _HEIGHT * line)
        window = self.parentWidget()
        self.resize(wanted.boundedTo(window.size()) if window is not None else wanted)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form)
        self.go_on.clicked.connect(self.choose)
        self.back.clicked.connect(self.back_to_form)
        self.show_folder.clicked.connect(self._on_show_folder)
        self.leave.clicked.connect(self.reject)

    def _look_over(self) -> None:
        self._show(self.busy)
        self.busy.begin()
        self.busy.tell(self.tr("Looking at the rows"), None, None)
        looking = foreseen(self._apart, self._project, self._receivers)
        self._task = self._background.run(
            self, looking, on_done=self._on_foreseen, on_problem=self._on_problem, on_end=self._on_end
        )

    def _on_foreseen(self, foreseen: tuple[Survey, Sequence[LineRules]]) -> None:
        self.form.fill(*foreseen)
        self.back_to_form()

    def back_to_form(self) -> None:
        """Show the questions (again)."""
        self._show(self.form)
        self._on_form()
        self.form.take_focus()

    def _on_form(self) -> None:
        self.go_on.setEnabled(bool(self.form.parts))

    def choose(self) -> None:
        """Let the user choose where the file goes, then write it."""
        format_ = self.form.format
        name = f"{file_name(self._project.name) or self.tr('rows')}{format_.suffix}"
        filters = {
            Format.EXCEL: self.tr("Excel workbooks (*.xlsx)"),
            Format.TRL: self.tr("Folders (*)"),
        }.get(format_, f"{format_.value.upper()} (*{format_.suffix})")
        proposal = self._project.path.with_name(name)
        choose_target(self, self.tr("Export the rows"), proposal, filters, self.write)

    def write(self, path: str) -> None:
        """Write the rows as the form says to a file or folder of this path."""
        form = self.form
        suffix = form.format.suffix
        target = Path(path if path.lower().endswith(suffix) else path + suffix)
        order = Order(form.format, target, form.parts, form.rules, form.left_out, self._project.name)
        self._target = target
        self._show(self.busy)
        self.busy.begin()
        self._tell(0.0)
        work = exporting(self._apart, self._project, order)
        self._task = self._background.run(
            self, work, on_items=self._on_items, on_problem=self._on_problem, on_end=self._on_end
        )

    def _on_items(self, items: list[Written | Exported]) -> None:
        last = items[-1]
        if isinstance(last, Exported):
            self._show_done(last)
        else:
            self._tell(last.done / max(1, last.of))

    def _tell(self, fraction: float) -> None:
        self.busy.tell(self.tr("Writing “{0}”").format(self._target.name), fraction, self.stop)

    def stop(self) -> None:
        """Stop what is being looked over or written."""
        if self._task is not None:
            self._task.cancel()

    def _on_end(self) -> None:
        self._task = None
        if self._shown is self.busy:  # it was stopped
            self.back_to_form()

    def _show_done(self, done: Exported) -> None:
        number = QLocale().toString(done.rows)
        first = self.tr("“{0}” is written: {1} rows, {2}.").format(done.target.name, number, size(done.size))
        self.said.setText("\n\n".join([first, *(say(note) for note in done.notes)]))
        self._show(self.said)
        self.leave.setFocus()

    def _on_problem(self, problem: Problem) -> None:
        self.problem_view.show_problem(problem)
        self._show(self.problem_view)
        self.problem_view.take_focus()

    def _on_show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target.parent)))

    def _show(self, page: QWidget) -> None:
        self._shown = page
        pages = (self.form, self.busy, self.problem_view, self.said)
        self._stack.setCurrentIndex(pages.index(page))
        self.go_on.setVisible(page is self.form)
        self.back.setVisible(page is self.problem_view and bool(self.form.parts))
        self.show_folder.setVisible(page is self.said)
        self.leave.setText(self.tr("Cancel") if page in (self.form, self.busy) else self.tr("Close"))
        self.leave.setVisible(page is not self.busy)
        (self.go_on if page is self.form else self.leave).setDefault(True)

    def done(self, result: int) -> None:
        """Stop what is being written when the dialog is closed, however it is closed."""
        self.stop()
        super().done(result)
