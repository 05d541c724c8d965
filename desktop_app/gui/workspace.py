"""The open project for the windows: reading it, changing it, undoing, and one signal that says what changed."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.change import Change, History
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text
from desktop_app.gui.background import Background
from desktop_app.gui.doing import Doing, Way
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work import project as verbs


class Workspace(QObject):
    """Holds at most one open project. Every change goes through here and comes back as `changed(Change)`.

    `closing` is the last chance to hand in what is still being typed; `do` queues a change at once, so it is written.
    """

    opened = Signal()
    closing = Signal()
    closed = Signal()
    changed = Signal(object)
    history_changed = Signal(object)
    long = Signal(object)
    """A Doing that takes so long that people should see how far it is."""

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._project: Project | None = None
        self._coming: Path | None = None  # the file of the project that was asked for last, while it is being opened
        self._history = History()
        self.history_changed.connect(self._remember)

    @property
    def project(self) -> Project | None:
        """Return the open project, if any."""
        return self._project

    def open(self, path: Path, on_open: Callable[[], None] | None = None) -> None:
        """Open a project file in the background; the one open before is closed once this one is known to be good.

        The project that is open already stays as it is. Whoever asks twice in a hurry gets it once; of several the one
        that was asked for last is open in the end, however long each takes.
        """
        if self._project is not None and _same_file(self._project.path, path):
            self._coming = None
            if on_open is not None:
                on_open()
            return
        if self._is_coming(path):
            return
        self._coming = path

        def done(project: Project) -> None:
            if not self._is_coming(path):
                project.close()  # another one was asked for meanwhile
                return
            self._coming = None
            self._take(project, on_open)

        def ended() -> None:
            if self._coming is path:
                self._coming = None

        self._background.run(self, verbs.open_project(path), on_done=done, on_end=ended)

    def create(
        self,
        path: Path,
        on_open: Callable[[], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
    ) -> None:
        """Make a new project and open it."""
        self._coming = None
        making = verbs.create_project(path)
        self._background.run(self, making, on_done=lambda project: self._take(project, on_open), on_problem=on_problem)

    def close(self) -> None:
        """Close the project, if one is open; all its writes are finished first.

        One that is on its way is not wanted any more either.
        """
        self._coming = None
        self._let_go()

    def do(
        self,
        label: Text,
        work: Callable[[Edit], object],
        on_done: Callable[[], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Doing:
        """Make a change that can be undone; `on_done` is called when it is on disk and announced.

        What is returned can cancel it: everything is as it was then, and neither `on_done` nor `on_problem` is called.
        `on_progress` is told rows done and rows in all, once it takes long.
        """
        doing = Doing(label, Way.DO, self)
        doing.follow(on_progress)
        writing = verbs.do(self._project, label, work, doing.course) if self._project is not None else None
        return self._write(doing, writing, on_done, on_problem)

    def undo(self) -> Doing:
        """Take the last step back."""
        doing = Doing(self._history.undo, Way.UNDO, self)
        return self._write(doing, verbs.undo(self._project, doing.course) if self._project is not None else None)

    def redo(self) -> Doing:
        """Do the step that was taken back again."""
        doing = Doing(self._history.redo, Way.REDO, self)
        return self._write(doing, verbs.redo(self._project, doing.course) if self._project is not None else None)

    def announce(self, change: Change) -> None:
        """Say that a verb of `work` has changed the project on its own (an import, a job, an answer)."""
        if change != Change():
            self.changed.emit(change)
        self.refresh_history()

    def refresh_history(self) -> None:
        """Say anew what undo and redo would do."""
        if self._project is not None:
            self.history_changed.emit(self._project.history())

    def _is_coming(self, path: Path) -> bool:
        return self._coming is not None and (self._coming == path or _same_file(self._coming, path))

    def _let_go(self) -> None:
        if self._project is not None:
            self.closing.emit()
            project, self._project = self._project, None
            project.close()
            self.history_changed.emit(History())
            self.closed.emit()

    def _take(self, project: Project, on_open: Callable[[], None] | None) -> None:
        self._let_go()
        self._project = project
        self.opened.emit()
        self.refresh_history()
        if on_open is not None:
            on_open()

    def _write(
        self,
        doing: Doing,
        writing: Coroutine[Any, Any, Change | None] | None,
        on_done: Callable[[], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
    ) -> Doing:
        """Wait for what is written; without anything to write it is over at once."""
        project = self._project
        if writing is None:
            doing.end()
            return doing

        def done(change: Change | None) -> None:
            if change is None:
                return
            if project is self._project:
                self.announce(change)
            if on_done is not None:
                on_done()

        doing.long.connect(lambda: self.long.emit(doing))
        self._background.run(self, writing, on_done=done, on_problem=on_problem, on_end=doing.end)
        return doing

    def _remember(self, history: History) -> None:
        self._history = history


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
