"""The dialog that exports the project's rows: questions, a place to save, progress, and what was written."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_app.core.export import Exported, Format, Order, Survey, Written
from desktop_app.core.file_name import file_name
from desktop_app.core.line_rules import LineRules
from desktop_app.gui.background import Background
from desktop_app.gui.export.form import ExportForm
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.writing_dialog import WritingDialog
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.export import exporting, foreseen

_WIDTH, _HEIGHT = 34, 33
"""The dialog's size in heights of a line."""


class ExportDialog(WritingDialog):
    """Exports the rows of one open project. Closing it while it writes stops the writing; nothing is left behind."""

    def __init__(
        self,
        project: Project,
        background: Background,
        apart: Apart,
        receivers: Callable[[], Sequence[LineRules]],
        parent: QWidget | None = None,
    ) -> None:
        form = ExportForm()
        super().__init__(form, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export the rows"))
        self._project = project
        self._background = background
        self._apart = apart
        self._target = Path()
        self._receivers = receivers
        self.form = form
        self.go_on.setText(self.tr("Choose where to save…"))
        self.form.changed.connect(self._on_form)
        self.go_on.clicked.connect(self.choose)
        self.show_folder.clicked.connect(self._on_show_folder)
        self.arrange(self.windowTitle(), _WIDTH, _HEIGHT)
        self._look_over()

    def _look_over(self) -> None:
        self.show_page(self.busy)
        self.busy.begin()
        self.busy.tell(self.tr("Looking at the rows"), None, None)
        looking = foreseen(self._apart, self._project, self._receivers)
        self.follow(self._background.run(self, looking, on_done=self._on_foreseen, on_problem=self.show_problem))

    def _on_foreseen(self, foreseen: tuple[Survey, Sequence[LineRules]]) -> None:
        self.form.fill(*foreseen)
        self.back_to_form()

    def back_to_form(self) -> None:
        """Show the questions (again)."""
        super().back_to_form()
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
        target = Path(path)
        order = Order(form.format, target, form.parts, form.rules, form.left_out, self._project.name)
        self._target = target
        self.show_page(self.busy)
        self.busy.begin()
        self._tell(0.0)
        work = exporting(self._apart, self._project, order)
        self.follow(self._background.run(self, work, on_items=self._on_items, on_problem=self.show_problem))

    def _on_items(self, items: list[Written | Exported]) -> None:
        last = items[-1]
        if isinstance(last, Exported):
            self._show_done(last)
        else:
            self._tell(last.done / max(1, last.of))

    def _tell(self, fraction: float) -> None:
        self.busy.tell(self.tr("Writing “{0}”").format(self._target.name), fraction, self.stop)

    def _show_done(self, done: Exported) -> None:
        written = self.tr("“{0}” is written: {1}, {2}.")
        first = written.format(done.target.name, how_many.rows(done.rows), size(done.size))
        self.said.setText("\n\n".join([first, *(say(note) for note in done.notes)]))
        self.show_page(self.said)
        self.leave.setFocus()

    def _on_show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target.parent)))

    def show_page(self, page: QWidget) -> None:
        """Show one of the four pages; there is no way back to questions that could not be filled."""
        super().show_page(page)
        self.back.setVisible(page is self.problem_view and bool(self.form.parts))

    def done(self, result: int) -> None:
        """Stop what is being written when the dialog is closed, however it is closed."""
        self.stop()
        super().done(result)
