"""What the table shows: asked for by its heads, the filter's dialog, the context menu and the line of conditions."""

from dataclasses import replace
from itertools import chain, islice

from PySide6.QtCore import QCoreApplication, QItemSelectionRange, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QMenu

from desktop_app.core.look import Look, Sort
from desktop_app.core.search import Search
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.filter_dialog import FilterDialog
from desktop_app.gui.editor.filter_like import like
from desktop_app.gui.editor.filter_row import FilterRow
from desktop_app.gui.editor.follow import Follower
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace
from desktop_app.store.looks import Facets
from desktop_app.work.look_up import facets
from desktop_app.work.paste_block import Beside
from desktop_app.work.survey import Survey

_MOST = 40
"""So many chosen cells say what is wanted; of more the current one does."""
_DOWN, _UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


class FilterControl(QObject):
    """Turns what people do into a Look for the follower, and shows the Look that is asked for."""

    def __init__(
        self, workspace: Workspace, background: Background, table: ExampleTable, follower: Follower, row: FilterRow
    ) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._background = background
        self._table = table
        self._follower = follower
        self._row = row
        self._counting: Task | None = None
        self._counted = False
        head = table.horizontalHeader()
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, _UP)
        table.setSortingEnabled(True)  # so a click on a head does not choose its whole column
        head.sortIndicatorChanged.connect(self._on_head)
        row.wanted.connect(self.show)
        row.left.connect(table.setFocus)
        follower.looking.connect(self._on_looking)
        follower.counted.connect(self._on_counted)
        workspace.changed.connect(lambda change: row.stale() if change.examples and self._counted else None)

    @property
    def look(self) -> Look:
        """Return what the table shows."""
        return self._follower.look

    def show(self, look: Look) -> None:
        """Show the rows of a look; what is being typed is handed in first."""
        self._table.finish()
        self._follower.show(look)

    def show_found(self, search: Search) -> None:
        """Show only rows in which something is found."""
        if search.text:
            self.show(replace(self._follower.look, has=search))

    def again(self) -> None:
        """Ask anew which rows fit."""
        self.show(self._follower.look)

    def ask(self) -> None:
        """Ask in a dialog which rows are wanted, as soon as it is counted what there is."""
        project = self._workspace.project
        if project is not None and self._counting is None:
            self._table.finish()

            def ask(found: Facets) -> None:
                if project is self._workspace.project:
                    self._open(found)

            self._counting = self._background.run(self, facets(project), on_done=ask, on_end=self._on_facets_end)

    def add_to(self, menu: QMenu) -> None:
        """Put into a menu what can be shown and in which order, as the current cell suggests."""
        index, look = self._table.currentIndex(), self._follower.look
        wanted, rows = self._like_chosen()
        if wanted != look:
            one = QCoreApplication.translate("editor", "Filter by this value")
            self._entry(
                menu, one if rows == 1 else QCoreApplication.translate("editor", "Filter by these values"), wanted
            )
        by = self._sort_by(index.column()) if index.isValid() else None
        if by is not None:
            for words, sort in (
                (QCoreApplication.translate("editor", "Sort by this column"), Sort(by)),
                (QCoreApplication.translate("editor", "Sort by this column, from the end"), Sort(by, descending=True)),
            ):
                if look.sort != sort:
                    self._entry(menu, words, replace(look, sort=sort))
        if look.sort is not None:
            self._entry(
                menu, QCoreApplication.translate("editor", "Back to the order of the table"), replace(look, sort=None)
            )
        if not look.all_rows:
            self._entry(menu, QCoreApplication.translate("editor", "Show all rows"), Look())

    def _entry(self, menu: QMenu, words: str, look: Look) -> None:
        menu.addAction(words).triggered.connect(lambda _=False: self.show(look))

    def _like_chosen(self) -> tuple[Look, int]:
        """Return the look at rows like those of the chosen cells of the current column, and how many those are."""
        table, look, column = self._table, self._follower.look, self._table.currentIndex().column()
        shape = table.examples.shape
        here = [range(part.top(), part.bottom() + 1) for part in table.selection_ranges() if _crosses(part, column)]
        places = {*islice(chain(*here), _MOST + 1), table.place}
        note = column >= 0 and columns.beside(shape, column) is Beside.NOTE  # of these a look seeks one
        one = note or len(places) > _MOST
        rows = [table.examples.row(place) for place in ([table.place] if one else sorted(places))]
        there = [row for row in rows if row is not None]
        return like(look, shape, column, there), len(there)

    def _sort_by(self, column: int) -> str | None:
        return columns.names(self._table.examples.shape)[column] if column >= 0 else None

    def _on_head(self, column: int, order: Qt.SortOrder) -> None:
        by = self._sort_by(column)
        sort = None if by is None else Sort(by, descending=order is _DOWN)
        if sort != self._follower.look.sort:
            self.show(replace(self._follower.look, sort=sort))
        elif by is None:
            self._show_sort(sort)

    def _on_looking(self, look: Look) -> None:
        self._counted = False
        self._row.show_look(look)
        self._show_sort(look.sort)

    def _show_sort(self, sort: Sort | None) -> None:
        head, shown = self._table.horizontalHeader(), -1
        for column in range(self._table.examples.columnCount()):
            if sort is not None and self._sort_by(column) == sort.by:
                shown = column
        with QSignalBlocker(head):
            head.setSortIndicator(shown, _DOWN if sort is not None and sort.descending else _UP)

    def _on_counted(self, seen: Survey) -> None:
        self._counted = True
        self._row.count(len(self._table.examples.ids), sum(seen.counts.values()) + seen.excluded)

    def _open(self, found: Facets) -> None:
        dialog = FilterDialog(self._follower.look, found, self._table.examples.shape, self._table.window())
        dialog.decided.connect(self.show)
        dialog.open()

    def _on_facets_end(self) -> None:
        self._counting = None


def _crosses(part: QItemSelectionRange, column: int) -> bool:
    return part.left() <= column <= part.right()
