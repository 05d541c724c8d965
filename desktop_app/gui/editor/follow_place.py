"""The current row, the selection and the scrolled place, kept while the rows of the table are put in another order."""

from array import array
from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from desktop_app.gui.editor.follow import Follower
from desktop_app.gui.editor.table import ExampleTable

_MOST = 10_000
"""Larger selections are let go: nobody chose so many rows one by one."""
_NOTHING: tuple[list[int], list[int]] = ([], [])
_Flag = QItemSelectionModel.SelectionFlag


class PlaceKeeper(QObject):
    """Goes back to the row that was the current one; where it is gone, to the one that stood next after it.

    A row that may still come with the rest of a look is waited for: no other one is the current row meanwhile.
    """

    kept = Signal()

    def __init__(self, table: ExampleTable, follower: Follower) -> None:
        super().__init__(table)
        self._table = table
        self._follower = follower
        self._forget()
        table.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        follower.started.connect(self._forget)
        follower.moving.connect(self._on_moving)
        follower.moved.connect(self._on_moved)
        follower.grown.connect(self._on_more)
        follower.counted.connect(lambda _: self._on_more(0))

    @property
    def awaiting(self) -> bool:
        """Tell whether the current row is on its way back: whichever the table names meanwhile, nobody went there."""
        return self._moving or (self._awaiting and self._table.place < 0)

    def _forget(self) -> None:
        self._moving = self._awaiting = False
        self._row, self._place, self._column, self._scrolled = -1, -1, -1, 0
        self._order: array[int] = array("q")  # of the rows before they moved
        self._chosen = _NOTHING  # ids of rows, and columns
        self._look = self._follower.look  # at the time of which the row on the next line was found
        self._stand_in: int | None = None  # the row (-1: none) that stands for one that is gone and may come back

    def _on_moving(self) -> None:
        self._table.finish()
        self._moving = True
        ids, place = self._table.examples.ids, self._table.place
        self._scrolled = self._table.verticalScrollBar().value()
        if place < 0 and self._awaiting:
            return  # yet another order, before the row came that belongs to the last one
        here = ids[place] if place >= 0 else -1
        if here != self._stand_in or (here >= 0 and self._look is not self._follower.look):
            self._row, self._stand_in = here, None  # with another look people go on where they are, not where they were
        self._place, self._order = place, ids[:]
        self._column = self._table.currentIndex().column() if place >= 0 else self._column
        places = self._table.selected_places()
        few = 1 < len(places) <= _MOST
        self._chosen = ([ids[each] for each in places], self._table.selected_columns()) if few else _NOTHING
        self._awaiting = True

    def _on_moved(self) -> None:
        self._moving = False
        self._table.updateGeometries()
        self._table.verticalScrollBar().setValue(self._scrolled)
        if self._row >= 0 and self._follower.coming and self._table.examples.place_of(self._row) is None:
            self._table.selectionModel().clear()
        else:
            self._arrive()
        self.kept.emit()

    def _on_more(self, first: int) -> None:
        """Go to the row that is waited for if it has come, or cannot come any more; else choose what was chosen.

        `first` is the place from which on there may be rows that were not there before.
        """
        if self._awaiting and self._table.place >= 0:
            self._awaiting = False  # somebody has gone elsewhere meanwhile
            self._chosen = _NOTHING
        elif self._awaiting and (not self._follower.coming or self._has_come(first)):
            self._arrive()
            self.kept.emit()
        elif self._chosen is not _NOTHING and not self._follower.coming:
            self._choose_again()

    def _has_come(self, first: int) -> bool:
        return self._table.examples.place_of(self._row, first) is not None

    def _arrive(self) -> None:
        model = self._table.examples
        wanted, self._awaiting = model.place_of(self._row), False
        gone = wanted is None
        if wanted is None:
            wanted = self._next()
        if wanted != self._table.place or self._column != self._table.currentIndex().column():
            self._table.go_to(wanted, self._column if self._column >= 0 else None)
        self._choose_again()
        self._look = self._follower.look
        self._stand_in = (model.ids[wanted] if wanted >= 0 else -1) if gone else None

    def _on_chosen(self) -> None:
        """Take a row that somebody has chosen for the one they want, rather than for one that stands for another."""
        if not self._moving and self._stand_in is not None and self._stand_in >= 0:
            self._stand_in = None

    def _next(self) -> int:
        """Return where the first row stands of those after the one that is gone, else the last before it; -1 if none.

        Without a current row before, that is the first row.
        """
        model = self._table.examples
        order, self._order = self._order, array("q")
        at = max(self._place, 0)
        found = next((row for row in order[at : at + 2] if model.place_of(row) is not None), None)
        if found is None and order:
            found = self._nearest(order, at)
        place = None if found is None else model.place_of(found)
        return place if place is not None else min(0, model.rowCount() - 1)

    def _nearest(self, order: "array[int]", at: int) -> int | None:
        """Return the first of the rows from this place on that is in the table, else the last before it.

        To know all that are there costs a tenth of a second for a million rows; mostly the next one is there.
        """
        there = set(self._table.examples.ids)
        return next((row for part in (order[at:], reversed(order[:at])) for row in part if row in there), None)

    def _choose_again(self) -> None:
        """Choose the rows that were chosen, and once all are there, forget them."""
        model, found = self._table.examples, QItemSelection()
        rows, columns = self._chosen
        if not self._follower.coming:
            self._chosen = _NOTHING
        if not rows or not columns:
            return
        chosen = set(rows)
        for first, last in _runs([place for place, row in enumerate(model.ids) if row in chosen]):
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
