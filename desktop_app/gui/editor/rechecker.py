"""Keeps what is said of single rows true: looks over the rows again once the editor has rested a while."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.change import Change
from desktop_app.gui.background import Background, Task
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.recheck import more_than, recheck

REST_MS, LONG_REST_MS = 2_000, 20_000
"""So long nothing is changed before rows are looked over: few, or many, for which it takes long."""
_MANY = 20_000


class Rechecker(QObject):
    """Works in a process of low priority that is lent to it alone: an import never waits for it."""

    checked = Signal(bool)
    """Done; whether what is known of the rows is true now, or they changed meanwhile."""

    def __init__(
        self, workspace: Workspace, background: Background, apart: Apart, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._task: Task | None = None
        self._asking: Task | None = None
        self.rest = QTimer(self, singleShot=True, interval=REST_MS)
        self.rest.timeout.connect(self._begin)
        workspace.opened.connect(self._wait)
        workspace.changed.connect(self._on_changed)
        workspace.closed.connect(self._end)
        self._wait()

    def _on_changed(self, change: Change) -> None:
        if change.examples:
            self._wait()

    def _wait(self) -> None:
        """Begin once nothing has changed for a while; what is going on looks at rows of yesterday."""
        project = self._workspace.project
        for each in (self._task, self._asking):
            if each is not None:
                each.cancel()
        self.rest.stop()
        if project is not None:
            self._asking = task = self._background.run(self, more_than(project, _MANY), on_done=self._rest)
            task.ended.connect(lambda: self._on_asked(task))

    def _rest(self, many: bool) -> None:
        self.rest.start(LONG_REST_MS if many else REST_MS)

    def _on_asked(self, task: Task) -> None:
        if task is self._asking:
            self._asking = None

    def _begin(self) -> None:
        project = self._workspace.project
        if self._task is not None:
            self.rest.start()  # the last one is still letting go
        elif project is not None:
            self._task = self._background.run(
                self, recheck(project, self._apart), on_done=self.checked.emit, on_problem=_left, on_end=self._on_end
            )

    def _on_end(self) -> None:
        self._task = None

    def _end(self) -> None:
        self.rest.stop()
        for each in (self._task, self._asking):
            if each is not None:
                each.cancel()
        self._background.run(self, self._apart.close())


def _left(_problem: object) -> None:
    """Say nothing: nobody asked for it, and the next change begins it anew."""
