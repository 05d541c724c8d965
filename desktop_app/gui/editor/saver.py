"""Brings edited texts to the disk; one that cannot be saved stays on the screen, also when its project is closed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop_app.core.problem import Problem
from desktop_app.core.remarks import tags_in
from desktop_app.core.text import Text, text
from desktop_app.gui.doing import Doing
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.editor.unsaved import Unsaved
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work.paste_block import Beside


class Saver(QObject):
    """Holds each edit in the model until the project has it."""

    def __init__(self, workspace: Workspace, model: ExampleModel, notice: Unsaved, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._model = model
        self._notice = notice
        notice.hide()
        notice.again.connect(self.save_again)
        workspace.closing.connect(self.save_again)

    def save(self, row_id: int, field: str, value: str) -> None:
        """Write a field, a note or tags as one step that can be undone."""
        self._model.hold(row_id, field, value)
        label, write = _step(row_id, field, value)
        doing = self._workspace.do(
            label,
            write,
            partial(self._on_written, row_id, field, value),
            partial(self._on_problem, self._workspace.project, value),
        )
        doing.ended.connect(partial(self._on_over, doing, row_id, field, value))

    def save_again(self) -> None:
        """Try once more to write what is not on disk yet."""
        for (row_id, field), value in self._model.held.items():
            self.save(row_id, field, value)

    def _on_written(self, row_id: int, field: str, value: str) -> None:
        self._model.release(row_id, field, value)
        if not self._model.held:
            self._notice.hide()

    def _on_over(self, doing: Doing, row_id: int, field: str, value: str) -> None:
        """Show again what is on disk where somebody has cancelled the change."""
        if doing.course.ended:
            self._model.release(row_id, field, value)

    def _on_problem(self, project: Project | None, value: str, problem: Problem) -> None:
        if project is self._workspace.project:
            self._notice.tell_problem(problem, savable=True)
        else:
            self._notice.keep(value, problem)


def _step(row_id: int, field: str, value: str) -> tuple[Text, Callable[[Edit], None]]:
    """Return the label and the act of writing a text of a row."""
    if field == Beside.NOTE:
        return text("step.note_row"), lambda edit: edit.set_note([row_id], value)
    if field == Beside.TAGS:
        return text("step.tag_row"), lambda edit: edit.set_tags([row_id], tags_in(value))
    return text("step.edit_field", field=field), lambda edit: edit.write_field(row_id, field, value)
