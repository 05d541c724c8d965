"""The search behind the find bar."""

from array import array

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.find_bar import FindBar
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace
from desktop_app.work.read_rows import Match, find


class Seeker(QObject):
    """Searches from the current row on; a new search takes the place of one that is still going on."""

    found = Signal(int, str, str)

    def __init__(self, workspace: Workspace, background: Background, table: ExampleTable, bar: FindBar) -> None:
        super().__init__(bar)
        self._workspace = workspace
        self._background = background
        self._table = table
        self._bar = bar
        self._task: Task | None = None
        bar.sought.connect(self.seek)

    def seek(self, sought: str, backwards: bool) -> None:
        """Look for the text in the rows after (or before) the current one."""
        project, model = self._workspace.project, self._table.examples
        if project is None:
            return
        if self._task is not None:
            self._task.cancel()
        self._bar.say(self.tr("Searching …"), "muted")
        search = find(project, array("q", model.ids), sought, max(0, self._table.place), backwards=backwards)
        task = self._background.run(self, search, on_done=lambda match: self._on_done(sought, match))
        self._task = task
        task.ended.connect(lambda: self._forget(task))

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _on_done(self, sought: str, match: Match | None) -> None:
        place = self._table.examples.place_of(match.row_id) if match else None
        if match is None or place is None:
            self._bar.say(self.tr("No row holds “{0}”.").format(sought), "attention")
            return
        number = QLocale().toString(place + 1)
        words = self.tr("Row {0}, going on from the other end.") if match.around else self.tr("Row {0}.")
        self._bar.say(words.format(number), "muted")
        self.found.emit(place, match.field, sought)
