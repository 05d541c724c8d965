"""Keeps the table the same as the project, whoever changes it, and shows of it what a look asks for."""

from array import array
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.core.change import Change
from desktop_app.core.example import Shape
from desktop_app.core.look import Look, from_json
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.look_up import Looked, looked, mended
from desktop_app.work.survey import Splice, Survey, survey

LOOK = "look"
"""The project's memory of what was shown last."""


class Follower(QObject):
    """Follows the workspace's signals: pages that are no longer true are dropped, the order is mended by splices.

    `started` comes with each project (or none), `moving` and `moved` around each new order, `grown` when rows are added
    at its end (with the place of the first of them), `looking` with each Look that is asked for, `counted` with a
    Survey, `problem` with what ended a look.
    """

    started = Signal()
    looking = Signal(object)
    moving = Signal()
    moved = Signal()
    grown = Signal(int)
    counted = Signal(object)
    problem = Signal(object)

    def __init__(
        self, workspace: Workspace, background: Background, model: ExampleModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._model = model
        self._look = Look()
        self._known: array[int] | None = None  # the ids of all rows, while a look hides or moves some
        self._task: Task | None = None
        self._order = False
        self._again = False
        self._coming = False
        workspace.opened.connect(self.start)
        workspace.closed.connect(self.start)
        workspace.changed.connect(self._on_changed)

    @property
    def look(self) -> Look:
        """Return what the table shows."""
        return self._look

    @property
    def coming(self) -> bool:
        """Tell whether only the first rows of the look are there as yet."""
        return self._coming

    def start(self) -> None:
        """Show the project that is open now as it was looked at last, or none."""
        project = self._workspace.project
        self._model.reset(project, _shape(project))
        self.started.emit()
        self._ask_anew(Look() if project is None else from_json(project.settings().get(LOOK, "")))

    def show(self, look: Look) -> None:
        """Show the rows of a look, also if it is the same as before: rows that do not fit any more go then."""
        project = self._workspace.project
        if project is not None:
            project.set_setting(LOOK, look.to_json())
            self._ask_anew(look)

    def _ask_anew(self, look: Look) -> None:
        if self._task is not None:
            self._task.cancel()
        self._look, self._known, self._task, self._coming = look, None, None, False
        self.looking.emit(look)
        self._ask(order=True)

    def _on_changed(self, change: Change) -> None:
        if not change.examples:
            return
        if _shape(self._workspace.project) is not self._model.shape:
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
            order, self._order, self._again = self._order, False, False
            self._task = task = self._begin(project, order=order)
            task.ended.connect(lambda: self._on_end(task))

    def _begin(self, project: Project, *, order: bool) -> Task:
        run, look = self._background.run, self._look
        if not order or (look.all_rows and look.sort is None):
            seen = survey(project, array("q", self._model.ids) if order else None)
            return run(self, seen, on_done=lambda found: self._take(project, found))
        if self._known is not None:
            found = mended(project, look, self._known, array("q", self._model.ids))
            return run(self, found, on_done=lambda found: self._take_mended(project, found))
        first = [True]  # until the first rows of the look arrive, those of the last one stay on show

        def take(items: list["array[int] | Looked"]) -> None:
            self._take_some(project, items, first=first.pop() if first else False)

        return run(self, looked(project, look), on_items=take, on_problem=self._on_problem)

    def _take(self, project: Project, seen: Survey) -> None:
        if project is not self._workspace.project:
            return
        if seen.splice is not None:
            self._move(seen.splice)
        self.counted.emit(seen)

    def _take_mended(self, project: Project, found: Looked | None) -> None:
        if project is not self._workspace.project:
            return
        if found is None:
            self._known, self._order, self._again = None, True, True  # the end of this task begins the look anew
            return
        self._known = found.ids
        self._take(project, found.survey)

    def _take_some(self, project: Project, items: list["array[int] | Looked"], *, first: bool) -> None:
        if project is not self._workspace.project:
            return
        rows = array("q")
        for item in items:
            if not isinstance(item, Looked):
                rows.extend(item)
        last = items[-1]
        self._coming = not isinstance(last, Looked)
        if first:
            self._move(Splice(0, len(self._model.ids), rows))
        elif rows:
            end = len(self._model.ids)
            self._model.splice(Splice(end, 0, rows))
            self.grown.emit(end)
        if isinstance(last, Looked):
            self._known = last.ids
            self.counted.emit(last.survey)

    def _move(self, splice: Splice) -> None:
        self.moving.emit()
        self._model.splice(splice)
        self._model.refresh(None)
        self.moved.emit()

    def _on_problem(self, problem: Problem) -> None:
        """Say why the look came to no end, and show what it would show without its search."""
        self.problem.emit(problem)
        self.show(replace(self._look, has=None) if self._look.has is not None else Look())

    def _on_end(self, task: Task) -> None:
        if self._task is not task:
            return
        self._task = None
        if self._again:
            self._ask(order=False)


def _shape(project: Project | None) -> Shape:
    """Return the shape of the project's rows; of one without rows, the shape its last rows were made in."""
    if project is None:
        return Shape.CHAT
    with project.reading() as connection:
        return examples.shape_of_table(connection)
