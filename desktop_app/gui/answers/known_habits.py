"""How the data of the open project asks and answers, as far as it is known; who asks models waits for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.workspace import Workspace
from desktop_app.work.habits import Habits, habits


class KnownHabits(QObject):
    """Reads the habits anew whenever it is told to look; in a large project that takes its time."""

    found = Signal(object)
    """The Habits of the rows as they are now."""
    ended = Signal()
    """What waited has had its turn, or nobody wants it any more."""

    def __init__(self, workspace: Workspace, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reading = OneTask(background, self)
        self._wish: Callable[[], None] | None = None
        self.newest: Habits | None = None
        """What was read last; None before that, and without rows."""
        workspace.closed.connect(self._forget)

    @property
    def waiting(self) -> bool:
        """Tell whether something is to be done as soon as the habits are known."""
        return self._wish is not None

    def look(self) -> None:
        """Read the habits of the rows as they are now."""
        project = self._workspace.project
        if project is not None:
            # Without a proposal the settings on show stay, and there is nothing to say.
            work = habits(project)
            self._reading.begin(work, on_done=self._take, on_problem=lambda _: None, on_end=self._fulfil)

    def when_known(self, wish: Callable[[], None]) -> None:
        """Do this with the habits of the rows: now, unless they are just being read; one thing at a time can wait."""
        if self._reading.running:
            self._wish = self._wish or wish
        elif self._wish is None:
            wish()

    def leave(self) -> None:
        """Forget what waits."""
        if self.waiting:
            self._wish = None
            self.ended.emit()

    def _take(self, read: Habits | None) -> None:
        self.newest = read
        if read is not None:
            self.found.emit(read)

    def _fulfil(self) -> None:
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()
            self.ended.emit()

    def _forget(self) -> None:
        self._reading.stop()
        self.newest = None
        self.leave()
