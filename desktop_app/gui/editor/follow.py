"""Keeps the table the same as the project, whoever changes it."""

from array import array

from PySide6.QtCore import QObject, Signal

from desktop_app.core.change import Change
from desktop_app.core.example import Shape
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.survey import Survey, survey


class Follower(QObject):
    """Follows the workspace's signals: pages that are no longer true are dropped, the order is mended by splices.

    `started` comes with each project (or none), `moving` and `moved` around each new order, `counted` with its counts.
    """

    started = Signal()
    moving = Signal()
    moved = Signal()
    counted = Signal(object)

    def __init__(
        self, workspace: Workspace, background: Background, model: ExampleModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._model = model
        self._task: Task | None = None
        self._order = False
        self._again = False
        workspace.opened.connect(self.start)
        workspace.closed.connect(self.start)
        workspace.changed.connect(self._on_changed)

    def start(self) -> None:
        """Show the project that is open now, or none."""
        project = self._workspace.project
        self._model.reset(project, _shape(project))
        self.started.emit()
        if self._task is not None:
            self._task.cancel()
        self._ask(order=True)

    def _on_changed(self, change: Change) -> None:
        if not change.examples:
            return
        if change.rows is None and _shape(self._workspace.project) is not self._model.shape:
            self.start()
            return
        if not change.order:
            self._model.refresh(change.rows)
        self._ask(order=change.order)

    def _ask(self, *, order: bool) -> None:
        """Look at the project; one look at a time, and one more for all that happens meanwhile."""
        self._order = self._order or order
        project = self._workspace.project
        if self._task is not None:
            self._again = True
        elif project is not None:
            known = array("q", self._model.ids) if self._order else None
            self._order = self._again = False
            self._task = self._background.run(
                self, survey(project, known), on_done=lambda seen: self._take(project, seen), on_end=self._on_end
            )

    def _take(self, project: Project, seen: Survey) -> None:
        if project is not self._workspace.project:
            return
        if seen.splice is not None:
            self.moving.emit()
            self._model.splice(seen.splice)
            self._model.refresh(None)
            self.moved.emit()
        self.counted.emit(seen.counts)

    def _on_end(self) -> None:
        self._task = None
        if self._again:
            self._ask(order=False)


def _shape(project: Project | None) -> Shape:
    """Return the shape of the project's rows; of one without rows, the shape its last rows were made in."""
    if project is None:
        return Shape.CHAT
    with project.reading() as connection:
        there = examples.shape(connection)
    chosen = project.settings().get("shape")
    return there or (Shape(chosen) if chosen in set(Shape) else Shape.CHAT)
