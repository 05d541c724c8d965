"""The rows the table holds in memory: a few pages, read when they are looked at."""

from array import array
from collections import OrderedDict
from collections.abc import Iterator

from desktop_app.store import examples
from desktop_app.store.examples import Row
from desktop_app.store.project import Project

ROWS = 128
KEPT = 64


class Pages:
    """Pages of 128 rows by their number; the 64 used last are kept. A project's faults come out as Problems.

    Rows that only change their places stay known, and those that are gone (None) stay gone: what a view is told of a
    new order, it is told of the same rows.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, Row | None]] = OrderedDict()
        self._moved: dict[int, Row | None] = {}

    def row(self, project: Project, ids: "array[int]", place: int) -> Row | None:
        """Return the row at a place of the order, reading its page if need be; None for one that is gone."""
        number = place // ROWS
        page = self._pages.get(number)
        if page is None:
            page = self._found(project, ids[number * ROWS : (number + 1) * ROWS])
            self.keep(number, page)
        else:
            self._pages.move_to_end(number)
        return page.get(ids[place])

    def keep(self, number: int, page: dict[int, Row | None]) -> None:
        """Put a page in, and let go of the one that was used longest ago."""
        self._pages[number] = page
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def forget_rows(self, rows: frozenset[int]) -> None:
        """Let go of the pages that hold one of these rows."""
        self._moved.clear()
        for number in [n for n, page in self._pages.items() if not rows.isdisjoint(page)]:
            del self._pages[number]

    def forget_from(self, place: int) -> None:
        """Take note that the rows from this place on stand elsewhere now."""
        if len(self._moved) > KEPT * ROWS:
            self._moved.clear()
        for number in [n for n in self._pages if n >= place // ROWS]:
            self._moved.update(self._pages.pop(number))

    def __iter__(self) -> Iterator[int]:
        return iter(self._pages)

    def _found(self, project: Project, wanted: "array[int]") -> dict[int, Row | None]:
        """Return the rows with these ids, reading those that are not known."""
        known = {row_id: self._moved[row_id] for row_id in wanted if row_id in self._moved}
        if len(known) == len(wanted):
            return known
        return known | self._read(project, array("q", (row_id for row_id in wanted if row_id not in known)))

    @staticmethod
    def _read(project: Project, wanted: "array[int]") -> dict[int, Row | None]:
        gone = dict.fromkeys(wanted)
        with project.reading() as connection:
            return gone | {row.id: row for row in examples.page(connection, wanted)}
