"""The dialog that exports a tuned model: questions, how far it is, and what was written."""

from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.model_card import Known
from desktop_app.core.model_export import Exported, Progress, Wish
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.export_form import ModelExportForm
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.store.project import Project
from desktop_app.work import export_model
from desktop_app.work.export_facts import known_of
from desktop_app.work.sites import Sites

_WIDTH, _HEIGHT = 36, 43
"""The dialog's size in heights of a line."""


class ModelExportDialog(QDialog):
    """Exports one tuned model of this computer. Leaving it while it writes lets that go on; Cancel leaves nothing."""

    work_told = Signal(object, object)
    """What goes on and how far it is (0 to 1, None where nobody knows); None, None when it is over."""
    told = Signal(str)
    """What came of an export that went on after the dialog was left."""
    failed = Signal(object)
    """The Problem of such an export."""

    def __init__(
        self, background: Background, sites: Sites, model: str, project: Project | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the model"))
        self._background = background
        self._engine = sites.engine
        self._model = model
        self._known: Known | None = None
        self._task: Task | None = None
        self._looking: Task | None = None
        self._target = Path()
        self.form = ModelExportForm(model, _home(project))
        self.busy = Busy()
        self.problem_view = ProblemView()
        self.said = label(wrap=True)
        self._stack = QStackedWidget()
        self.go_on = QPushButton(self.tr("Export"))
        self.behind = QPushButton(self.tr("Go on in the background"))
        self.back = QPushButton(self.tr("Back"))
        self.show_folder = QPushButton(self.tr("Open the folder"))
        self.leave = QPushButton(self.tr("Cancel"))
        self._arrange()
        self._connect()
        self._show(self.form)
        self._look()
        self._background.run(self, known_of(project, model), on_done=self._on_known, on_problem=self._on_problem)

    def _arrange(self) -> None:
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for page in (self.form, _at_top(self.busy), self.problem_view, self.said):
            self._stack.addWidget(scrolling(page))
        self.go_on.setProperty("look", "primary")
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.back)
        foot.addWidget(self.show_folder)
        foot.addStretch(1)
        for button in (self.leave, self.behind, self.go_on):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        box.addWidget(label(self.tr("Export {0}").format(model_name(self._model)), size="heading", wrap=True))
        box.addWidget(self._stack, 1)
        box.addWidget(self.form.said)  # below the questions, where it is seen however far they are scrolled
        box.addLayout(foot)
        line = self.fontMetrics().height()  # the dialog grows with the text
        wanted = QSize(_WIDTH * line, _HEIGHT * line)
        window = self.parentWidget()
        self.resize(wanted.boundedTo(window.window().size()) if window is not None else wanted)

    def _connect(self) -> None:
        self.form.wanted.connect(self._look)
        self.form.changed.connect(self._on_form)
        self.go_on.clicked.connect(self.write)
        self.behind.clicked.connect(self.reject)
        self.back.clicked.connect(self.back_to_form)
        self.show_folder.clicked.connect(self._on_show_folder)
        self.leave.clicked.connect(self.reject)

    def back_to_form(self) -> None:
        """Show the questions (again)."""
        self._show(self.form)
        self._look()
        self.form.take_focus()

    def write(self) -> None:
        """Write the model as the form says."""
        if self._known is None or not self.form.ready:
            return
        form = self.form
        wish = Wish(self._model, form.form, form.precision, form.target, self._known.sampling)
        self._target = wish.target
        self._show(self.busy)
        self.busy.begin()
        self._tell(0.0)
        self._task = self._background.run(
            self,
            export_model.export(self._engine, wish, self._known),
            on_items=self._on_items,
            on_problem=self._on_problem,
            on_end=self._on_end,
        )
        self.behind.setFocus()

    def stop(self) -> None:
        """End what is being written; nothing of it stays."""
        if self._task is not None:
            self._task.cancel()

    def done(self, result: int) -> None:
        """Leave: what is being written goes on, and the dialog stays unseen until that is over."""
        super().done(result)
        if self._task is None:
            self.deleteLater()

    def _look(self) -> None:
        """Find out what the form takes; an older question is not answered any more."""
        if self._looking is not None:
            self._looking.cancel()
        form = self.form
        form.show_looking()
        asked = export_model.room(self._engine, self._model, form.form, form.precision, form.folder)
        self._looking = self._background.run(self, asked, on_done=form.show_room, on_problem=self._on_refusal)

    def _on_known(self, known: Known) -> None:
        self._known = known
        self._on_form()

    def _on_form(self) -> None:
        self.go_on.setEnabled(self._known is not None and self.form.ready)

    def _on_refusal(self, problem: Problem) -> None:
        if problem.key.startswith("export_model."):
            self.form.show_refusal(problem)
        else:
            self._on_problem(problem)

    def _on_items(self, items: list[Progress | Exported]) -> None:
        last = items[-1]
        if isinstance(last, Progress):
            self._tell(last.share)
            return
        self._show(self.said)
        words = self.tr("“{0}” is written ({1}). The README in it says how it is used, and what is known of the model.")
        said = words.format(last.target.name, size(last.bytes))
        self.said.setText(f"{said}\n\n{last.target}")
        self.show_folder.setFocus()
        if self.isHidden():
            self.told.emit(said)

    def _tell(self, share: float | None) -> None:
        doing = self.tr("Exporting “{0}”").format(self._target.name)
        self.busy.tell(doing, share, self.stop)
        self.work_told.emit(doing, share)

    def _on_end(self) -> None:
        self._task = None
        self.work_told.emit(None, None)
        if self._shown is self.busy:  # it was stopped
            self.back_to_form()
        if self.isHidden():
            self.deleteLater()

    def _on_problem(self, problem: Problem) -> None:
        self.problem_view.show_problem(problem)
        self._show(self.problem_view)
        self.problem_view.take_focus()
        if self.isHidden():
            self.failed.emit(problem)

    def _on_show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target)))

    def _show(self, page: QWidget) -> None:
        self._shown = page
        self._stack.setCurrentIndex((self.form, self.busy, self.problem_view, self.said).index(page))
        for part in (self.go_on, self.form.said):
            part.setVisible(page is self.form)
        self.behind.setVisible(page is self.busy)
        self.back.setVisible(page is self.problem_view)
        self.show_folder.setVisible(page is self.said)
        self.leave.setVisible(page is not self.busy)
        self.leave.setText(self.tr("Cancel") if page is self.form else self.tr("Close"))
        {self.form: self.go_on, self.busy: self.behind}.get(page, self.leave).setDefault(True)


def _at_top(part: QWidget) -> QWidget:
    """Return a page with a part that takes no more room than it needs."""
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(part)
    box.addStretch(1)
    return page


def _home(project: Project | None) -> Path:
    """Return a place that is proposed: beside the project, or where people keep their documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return project.path.parent if project is not None else Path(documents or Path.home())
