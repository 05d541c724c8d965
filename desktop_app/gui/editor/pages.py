"""The rows the table holds in memory: small pages, of which a screenful is read when it is looked at."""

from array import array
from collections import OrderedDict
from collections.abc import Iterator

from desktop_app.store import examples
from desktop_app.store.examples import Row
from desktop_app.store.project import Project

ROWS = 8
AT_ONCE = 6
"""So many pages are read by one statement: about as many rows as a window shows."""
KEPT = 1024


class Pages:
    """Pages of 8 rows by their number; the 1024 used last are kept. A project's faults come out as Problems.

    Rows that only change their places stay known, and those that are gone (None) stay gone: what a view is told of a
    new order, it is told of the same rows.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, Row | None]] = OrderedDict()
        self._newest = -1
        self._moved: dict[int, Row | None] = {}

    def row(self, project: Project, ids: "array[int]", place: int) -> Row | None:
        """Return the row at a place of the order, reading pages if need be; None for one that is gone."""
        number = place // ROWS
        if number != self._newest:
            if number in self._pages:
                self._pages.move_to_end(number)
                self._newest = number
            else:
                self._bring(project, ids, self._stretch(ids, number))
        return self._pages[number].get(ids[place])

    def give_up(self, ids: "array[int]", place: int) -> None:
        """Take the rows at and around a place for gone, because they cannot be read."""
        for number in reversed(self._stretch(ids, place // ROWS)):
            self._keep(number, {})

    def forget_rows(self, rows: frozenset[int]) -> None:
        """Let go of the pages that hold one of these rows."""
        self._moved.clear()
        for number in [n for n, page in self._pages.items() if not rows.isdisjoint(page)]:
            self._let_go(number)

    def forget_from(self, place: int) -> None:
        """Take note that the rows from this place on stand elsewhere now."""
        if len(self._moved) > KEPT * ROWS:
            self._moved.clear()
        for number in [n for n in self._pages if n >= place // ROWS]:
            self._moved.update(self._let_go(number))

    def __iter__(self) -> Iterator[int]:
        return iter(self._pages)

    def _stretch(self, ids: "array[int]", number: int) -> list[int]:
        """Return the missing pages to be read with this one: those above it for who comes from below, else below."""
        step = -1 if number + 1 in self._pages else 1
        numbers = [number]
        while len(numbers) < AT_ONCE:
            beside = numbers[-1] + step
            if beside < 0 or beside * ROWS >= len(ids) or beside in self._pages:
                break
            numbers.append(beside)
        return numbers

    def _bring(self, project: Project, ids: "array[int]", numbers: list[int]) -> None:
        """Put these pages in, the first one as that which is used, reading the rows that are not known."""
        places = {number: ids[number * ROWS : (number + 1) * ROWS] for number in reversed(numbers)}
        unknown = array("q", (row_id for rows in places.values() for row_id in rows if row_id not in self._moved))
        found = self._read(project, unknown) if unknown else {}
        for number, rows in places.items():
            self._keep(number, {row_id: found.get(row_id, self._moved.get(row_id)) for row_id in rows})

    def _keep(self, number: int, page: dict[int, Row | None]) -> None:
        """Put a page in, and let go of the one that was used longest ago."""
        self._pages[number] = page
        self._newest = number
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def _let_go(self, number: int) -> dict[int, Row | None]:
        self._newest = -1
        return self._pages.pop(number)

    @staticmethod
    def _read(project: Project, wanted: "array[int]") -> dict[int, Row]:
        with project.reading() as connection:
            return {row.id: row for row in examples.page(connection, wanted)}
