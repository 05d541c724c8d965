"""Counts the tokens of the row in a pane while it is typed, and remembers whether spaces are shown."""

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.change import Change
from desktop_app.core.example import Example
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.pane import RowPane
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.row_length import Length, Surroundings, measured, surroundings

SPACES = "show_spaces"
"""The project's memory of whether spaces and line ends are shown."""
_REST_MS = 250


class PaneCounter(QObject):
    """Asks for one length at a time, a moment after the last letter; the worker process does the counting."""

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, pane: RowPane) -> None:
        super().__init__(pane)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._pane = pane
        self._around: Surroundings | None = None
        self._task: Task | None = None
        self._again = False
        self._last: tuple[Example | None, Length] | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin)
        pane.retyped.connect(self._on_retyped)
        pane.spaces.toggled.connect(self._keep_spaces)
        workspace.opened.connect(self._on_opened)
        workspace.changed.connect(self._on_changed)
        workspace.closed.connect(self._rest.stop)
        self._on_opened()

    def recount(self) -> None:
        """Look again at what is on show: all rows were counted meanwhile."""
        self._look_around()

    def _on_opened(self) -> None:
        project = self._workspace.project
        if project is not None:
            self._pane.spaces.setChecked(project.settings().get(SPACES) == "1")
            self._look_around()

    def _on_changed(self, change: Change) -> None:
        if change.examples and change.rows is None:
            self._look_around()

    def _look_around(self) -> None:
        project = self._workspace.project
        if project is not None:
            self._background.run(self, surroundings(project), on_done=self._take_surroundings)

    def _take_surroundings(self, around: Surroundings) -> None:
        self._around, self._last = around, None
        self._pane.set_stop(around.stop)
        self._rest.start()

    def _keep_spaces(self, shown: bool) -> None:
        project = self._workspace.project
        if project is not None:
            project.set_setting(SPACES, str(int(shown)))

    def _on_retyped(self) -> None:
        self._pane.length.grow_stale()
        self._rest.start()

    def _begin(self) -> None:
        """Ask for the length of what is there now. What is on its way is waited for: to end it would end the worker."""
        project, row, around = self._workspace.project, self._pane.row, self._around
        if self._task is not None:
            self._again = True
        elif project is not None and row is not None and around is not None:
            self._again = False
            now = self._pane.example_now
            if self._last is not None and self._last[0] == now:
                self._pane.show_length(self._last[1])  # on disk by now, where nobody has counted it yet
                return
            typed = None if now == row.example else now
            asked = measured(project, self._apart, row.id, typed, around)
            self._task = self._background.run(
                self, asked, on_done=lambda found: self._take(row.id, now, found), on_end=self._on_end
            )

    def _take(self, row_id: int, counted: Example | None, length: Length | None) -> None:
        row = self._pane.row
        if length is not None and row is not None and row.id == row_id and self._pane.example_now == counted:
            self._last = counted, length
            self._pane.show_length(length)

    def _on_end(self) -> None:
        self._task = None
        if self._again:
            self._begin()
