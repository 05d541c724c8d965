"""The work behind the find bar: searching, and replacing what is found."""

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.core.search import Search
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.find_bar import FindBar, Where
from desktop_app.gui.editor.find_preview import PreviewDialog, Wanted
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets import how_many
from desktop_app.gui.workspace import Workspace
from desktop_app.work.find_replace import replace_all
from desktop_app.work.look_up import all_ids
from desktop_app.work.read_rows import Match, find


class Seeker(QObject):
    """Searches from the current row on; a new search takes the place of one that is still going on."""

    found = Signal(int, str, str)
    hidden_wanted = Signal(object)
    """The id of a row to be gone to that is not on show."""

    def __init__(self, workspace: Workspace, background: Background, table: ExampleTable, bar: FindBar) -> None:
        super().__init__(bar)
        self._workspace = workspace
        self._background = background
        self._table = table
        self._bar = bar
        self._task: Task | None = None
        bar.sought.connect(self.seek)
        bar.replace_wanted.connect(self.replace)
        bar.replace_all_wanted.connect(self.replace_all)
        bar.left.connect(self.stop)
        workspace.closed.connect(self.stop)

    def seek(self, search: Search, backwards: bool) -> None:
        """Look for the text in the rows after (or before) the current one."""
        self._seek_from(self._table.place, search, backwards=backwards)

    def _seek_from(self, place: int, search: Search, *, backwards: bool) -> None:
        project, model = self._workspace.project, self._table.examples
        if project is None:
            return
        self.stop()
        self._bar.say(self.tr("Searching …"), "muted")
        searching = find(project, array("q", model.ids), search, max(0, place), backwards=backwards)
        task = self._background.run(
            self, searching, on_done=lambda match: self._on_done(search, match), on_problem=self._on_problem
        )
        self._task = task
        task.ended.connect(lambda: self._forget(task))

    def replace(self, search: Search, by: str) -> None:
        """Replace what is found in the current row, and go to the next match after that row.

        Whoever presses twice in a hurry is at the same match both times: none is passed over.
        """
        project, model, place = self._workspace.project, self._table.examples, self._table.place
        if project is None or place < 0:
            return
        self._table.finish()
        row_id = model.ids[place]

        def done(change: Change) -> None:
            if project is self._workspace.project:
                self._workspace.announce(change)
                now = model.place_of(row_id)
                self._seek_from(self._table.place if now is None else now, search, backwards=False)

        self._background.run(
            self, replace_all(project, array("q", [row_id]), search, by), on_done=done, on_problem=self._on_problem
        )

    def replace_all(self, search: Search, by: str, where: Where) -> None:
        """Show what replacing everywhere would do, and ask."""
        project, model = self._workspace.project, self._table.examples
        if project is None:
            return
        self.stop()
        self._table.finish()

        def ask(ids: "array[int]", numbers: Sequence[int]) -> None:
            if project is not self._workspace.project:
                return
            wanted = Wanted(search, by, ids, numbers, hidden=where is Where.ALL and ids != model.ids)
            dialog = PreviewDialog(self._workspace, self._background, wanted, self._table.window())
            dialog.replaced.connect(self._on_replaced)
            dialog.row_wanted.connect(lambda row_id, name: self._on_wanted(row_id, name, search))
            dialog.open()

        if where is Where.ALL:
            self._background.run(
                self, all_ids(project), on_done=lambda ids: ask(ids, _counted(ids)), on_problem=self._on_problem
            )
        elif where is Where.CHOSEN:
            places = self._table.selected_places()
            ask(array("q", (model.ids[place] for place in places)), [place + 1 for place in places])
        else:
            ask(array("q", model.ids), _counted(model.ids))

    def stop(self) -> None:
        """End a search that is going on."""
        if self._task is not None:
            self._task.cancel()
            self._bar.say("", "muted")

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _on_replaced(self, matches: int, rows: int) -> None:
        words = self.tr("Replaced: {0} in {1}. Undo takes that back.")
        self._bar.say(words.format(how_many.places(matches), how_many.rows(rows)), "good")

    def _on_wanted(self, row_id: int, name: str, search: Search) -> None:
        """Go to a row; one that the look of the moment hides is shown alone first."""
        place = self._table.examples.place_of(row_id)
        if place is None:
            self.hidden_wanted.emit(row_id)
        else:
            self.found.emit(place, name, "" if search.regex else search.text)

    def _on_problem(self, problem: Problem) -> None:
        self._bar.say(f"{say(problem.happened)} {say(problem.remedy)}", "problem")

    def _on_done(self, search: Search, match: Match | None) -> None:
        place = self._table.examples.place_of(match.row_id) if match else None
        if match is None or place is None:
            self._bar.say(self.tr("No row holds “{0}”.").format(search.text), "attention")
            return
        number = QLocale().toString(place + 1)
        words = self.tr("Row {0}, going on from the other end.") if match.around else self.tr("Row {0}.")
        self._bar.say(words.format(number), "muted")
        self.found.emit(place, match.field, match.text)


def _counted(ids: "array[int]") -> range:
    """Return the numbers that rows have which are all there are in the table."""
    return range(1, len(ids) + 1)
