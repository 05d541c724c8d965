"""The current row, the selection and the scrolled place, kept while the rows of the table are put in another order."""

from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from desktop_app.gui.editor.follow import Follower
from desktop_app.gui.editor.table import ExampleTable

_MOST = 10_000
"""Larger selections are let go: nobody chose so many rows one by one."""
_Flag = QItemSelectionModel.SelectionFlag


class PlaceKeeper(QObject):
    """Goes back to the row that was the current one; where it is gone, to the row in its place."""

    kept = Signal()

    def __init__(self, table: ExampleTable, follower: Follower) -> None:
        super().__init__(table)
        self._table = table
        self._row, self._place, self._scrolled = -1, -1, 0
        self._chosen: tuple[list[int], list[int]] = ([], [])  # ids of rows, and columns
        self._missed: tuple[int, int] | None = None  # a row still to come, and the place that stands for it meanwhile
        follower.started.connect(self._forget)
        follower.moving.connect(self._on_moving)
        follower.moved.connect(self._on_moved)
        follower.grown.connect(self._on_grown)

    def _forget(self) -> None:
        self._row, self._place, self._scrolled, self._chosen, self._missed = -1, -1, 0, ([], []), None

    def _on_moving(self) -> None:
        self._table.finish()
        ids, place = self._table.examples.ids, self._table.place
        self._scrolled = self._table.verticalScrollBar().value()
        if self._missed is None or place != self._missed[1]:
            self._row, self._place = (ids[place] if place >= 0 else -1), place
        places = self._table.selected_places()
        few = 1 < len(places) <= _MOST
        self._chosen = ([ids[each] for each in places], self._table.selected_columns()) if few else ([], [])

    def _on_moved(self) -> None:
        model = self._table.examples
        self._table.updateGeometries()
        self._table.verticalScrollBar().setValue(self._scrolled)
        wanted, self._missed = model.place_of(self._row), None
        if wanted is None:
            stand_in = max(0, min(self._place, model.rowCount() - 1))
            self._table.go_to(stand_in)
            self._missed = (self._row, stand_in)
        elif wanted != self._table.place:
            self._table.go_to(wanted)
        self._choose_again()
        self.kept.emit()

    def _on_grown(self) -> None:
        """Go to the row that was missed if it has come by now and nobody has gone anywhere else."""
        if self._missed is None:
            return
        row, stand_in = self._missed
        place = self._table.examples.place_of(row)
        if self._table.place != stand_in:
            self._missed = None
        elif place is not None:
            self._missed = None
            self._table.go_to(place)
            self._choose_again()

    def _choose_again(self) -> None:
        model, found = self._table.examples, QItemSelection()
        rows, columns = self._chosen
        if not rows or not columns:
            return
        place_of = {row: place for place, row in enumerate(model.ids)}
        for first, last in _runs(sorted(place_of[row] for row in rows if row in place_of)):
            found.select(model.index(first, min(columns)), model.index(last, max(columns)))
        if not found.isEmpty():
            self._table.selectionModel().select(found, _Flag.Select)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of places that follow each other."""
    first = last = None
    for place in places:
        if first is None or last is None or place != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = place
        last = place
    if first is not None and last is not None:
        yield first, last
