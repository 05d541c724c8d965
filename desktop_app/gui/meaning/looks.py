"""What the room asks of the worker: maps, colours, likenesses and findings, each one thing at a time."""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.example import Part
from desktop_app.core.meant import Meant
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.store.project import Project
from desktop_app.work import meaning_map, neighbours, save_vectors
from desktop_app.work.apart import Apart
from desktop_app.work.keeper import Keeper
from desktop_app.work.meaning_choice import Choice
from desktop_app.work.meaning_look import Looking, look
from desktop_app.work.meaning_map import By, Colouring, Map, Way
from desktop_app.work.neighbours import Neighbours
from desktop_app.work.sites import Sites

T = TypeVar("T")


class Looks(QObject):
    """Asks; what comes is told by signals, and what was asked before of the same kind is forgotten."""

    map_drawn = Signal(object, object)
    """A Map and its Colouring."""
    coloured = Signal(object)
    drawing = Signal(int, int)
    found = Signal(object)
    looking = Signal(int, int)
    near_found = Signal(object, object)
    """A row's id (None for typed words) and its Neighbours (None where it is not read)."""
    saved = Signal(Path)
    problem = Signal(object)
    stopped = Signal()

    def __init__(self, background: Background, sites: Sites, apart: Apart, long: Apart, parent: QObject) -> None:
        """Use `apart` for what is answered at once, and `long` for what takes a while."""
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._apart = apart
        self._long = long
        self._tasks: dict[str, Task] = {}

    def draw(self, project: Project, choice: Choice, way: Way, by: By) -> None:
        """Lay a map of the rows out in the worker, and show it once it is there."""
        path = project.path
        order = self._long.run(meaning_map.draw, path, choice.embedder, choice.aspect, way)

        def heard(items: list[Looking | Map]) -> None:
            last = items[-1]
            if isinstance(last, Map):
                drawn = last
                colours = self._long.one(meaning_map.colours, path, drawn.rows, by)
                self._begin("colours", colours, lambda made: self.map_drawn.emit(drawn, made))
            else:
                self.drawing.emit(last.done, last.total)

        self._follow("map", order, heard)

    def colour(self, project: Project, drawn: Map, by: By) -> None:
        """Tell a map's points apart by something else."""

        def done(made: Colouring) -> None:
            self.coloured.emit(made)

        self._begin("colours", self._long.one(meaning_map.colours, project.path, drawn.rows, by), done)

    def look(self, project: Project, choice: Choice, least: float) -> None:
        """Compare all rows."""

        def heard(items: list[Looking | Meant]) -> None:
            last = items[-1]
            if isinstance(last, Meant):
                self.found.emit(last)
            else:
                self.looking.emit(last.done, last.total)

        self._follow("look", self._long.run(look, project.path, choice.embedder, least), heard)

    def prepare(self, project: Project, choice: Choice) -> None:
        """Have the rows' vectors at hand before somebody asks for the like of one."""
        before = self._tasks.get("vectors")
        if before is None or not before.running:
            work = self._apart.one(neighbours.at_hand, Keeper(), project.path, choice)
            # Whatever stands in the way is said when it is asked for.
            self._tasks["vectors"] = self._background.run(self, work, on_problem=lambda _: None)

    def near(self, project: Project, choice: Choice, row: int) -> None:
        """Find the rows like a row."""
        work = self._apart.one(neighbours.of_row, Keeper(), project.path, choice, row)

        def done(found: Neighbours | None) -> None:
            self.near_found.emit(row, found)

        self._begin("near", work, done)

    def near_words(self, project: Project, said: str, part: Part | None = None) -> None:
        """Find the rows that mean what somebody typed."""

        def done(found: Neighbours | None) -> None:
            self.near_found.emit(None, found or ())

        work = neighbours.nearest_rows(self._apart, project, self._sites, said, part, neighbours.MOST)
        self._begin("near", work, done)

    def save(self, project: Project, choice: Choice, target: Path) -> None:
        """Write the vectors into a file."""
        work = self._long.one(save_vectors.save, project.path, choice.embedder, choice.aspect, target)
        self._begin("save", work, lambda _: self.saved.emit(target))

    def stop(self, *kinds: str) -> None:
        """Stop these kinds of work, or all."""
        for kind in kinds or tuple(self._tasks):
            task = self._tasks.pop(kind, None)
            if task is not None:
                task.cancel()

    def cancel(self, kind: str) -> None:
        """Stop a kind of work because somebody wants that."""
        self.stop(kind)
        self.stopped.emit()

    def _follow(self, kind: str, order: AsyncIterator[T], heard: Callable[[list[T]], None]) -> None:
        self.stop(kind)
        self._tasks[kind] = self._background.run(self, order, on_items=heard, on_problem=self._on_problem)

    def _begin(self, kind: str, work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        self.stop(kind)
        self._tasks[kind] = self._background.run(self, work, on_done=done, on_problem=self._on_problem)

    def _on_problem(self, problem: Problem) -> None:
        self.problem.emit(problem)
