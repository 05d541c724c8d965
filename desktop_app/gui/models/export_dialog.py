"""The dialog that exports a tuned model: questions, how far it is, and what was written."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.model_card import Known
from desktop_app.core.model_export import Exported, Progress, Wish
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.export_form import ModelExportForm
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.writing_dialog import WritingDialog
from desktop_app.store.project import Project
from desktop_app.work import export_model
from desktop_app.work.export_facts import known_of
from desktop_app.work.sites import Sites

_WIDTH, _HEIGHT = 36, 43
"""The dialog's size in heights of a line."""


class ModelExportDialog(WritingDialog):
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
        form = ModelExportForm(model, _home(project))
        super().__init__(form, parent)
        self.setWindowTitle(self.tr("Export the model"))
        self._background = background
        self._engine = sites.engine
        self._model = model
        self._known: Known | None = None
        self._looking: Task | None = None
        self._target = Path()
        self.form = form
        self.go_on.setText(self.tr("Export"))
        self.behind = QPushButton(self.tr("Go on in the background"))
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # What is said of the questions stands below them, where it is seen however far they are scrolled.
        self.arrange(self.tr("Export {0}").format(model_name(model)), _WIDTH, _HEIGHT, form.said, self.behind)
        self._connect()
        self.show_page(form)
        self._look()
        self._background.run(self, known_of(project, model), on_done=self._on_known, on_problem=self.show_problem)

    def _connect(self) -> None:
        self.form.wanted.connect(self._look)
        self.form.changed.connect(self._on_form)
        self.go_on.clicked.connect(self.write)
        self.behind.clicked.connect(self.reject)
        self.show_folder.clicked.connect(self._on_show_folder)

    def back_to_form(self) -> None:
        """Show the questions (again)."""
        super().back_to_form()
        self._look()
        self.form.take_focus()

    def write(self) -> None:
        """Write the model as the form says."""
        if self._known is None or not self.form.ready:
            return
        form = self.form
        wish = Wish(self._model, form.form, form.precision, form.target, self._known.sampling)
        self._target = wish.target
        self.show_page(self.busy)
        self.busy.begin()
        self._tell(0.0)
        work = export_model.export(self._engine, wish, self._known)
        self.follow(self._background.run(self, work, on_items=self._on_items, on_problem=self.show_problem))
        self.behind.setFocus()

    @property
    def loses(self) -> str:
        """Return what would be lost if the program ended now."""
        said = self.tr("“{0}” is being exported. The export would have to begin anew.").format(self._target.name)
        return said if self.task is not None else ""

    def done(self, result: int) -> None:
        """Leave: what is being written goes on, and the dialog stays unseen until that is over."""
        super().done(result)
        if self.task is None:
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
            self.show_problem(problem)

    def _on_items(self, items: list[Progress | Exported]) -> None:
        last = items[-1]
        if isinstance(last, Progress):
            self._tell(last.share)
            return
        self.show_page(self.said)
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

    def end(self) -> None:
        """Take note that nothing is being written any more, here and outside."""
        self.work_told.emit(None, None)
        super().end()
        if self.isHidden():
            self.deleteLater()

    def show_problem(self, problem: Problem) -> None:
        """Show what stood in the way, outside where the dialog was left."""
        super().show_problem(problem)
        if self.isHidden():
            self.failed.emit(problem)

    def _on_show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target)))

    def show_page(self, page: QWidget) -> None:
        """Show one of the four pages; while it writes, one can go on elsewhere."""
        super().show_page(page)
        self.form.said.setVisible(page is self.form)
        self.behind.setVisible(page is self.busy)
        if page is self.busy:
            self.behind.setDefault(True)


def _home(project: Project | None) -> Path:
    """Return a place that is proposed: beside the project, or where people keep their documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return project.path.parent if project is not None else Path(documents or Path.home())
