"""The rows the table holds in memory: a few pages, read when they are looked at."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_app.store import examples
from desktop_app.store.examples import Row
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from array import array

ROWS = 128
KEPT = 64


class Pages:
    """Pages of 128 rows by their number; the 64 used last are kept. A project's faults come out as Problems."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()

    def row(self, project: Project, ids: "array[int]", place: int) -> Row | None:
        """Return the row at a place of the order, reading its page if need be; None for one that is gone."""
        number = place // ROWS
        page = self._pages.get(number)
        if page is None:
            page = self._read(project, ids[number * ROWS : (number + 1) * ROWS])
            self.keep(number, page)
        else:
            self._pages.move_to_end(number)
        return page.get(ids[place])

    def keep(self, number: int, page: dict[int, Row]) -> None:
        """Put a page in, and let go of the one that was used longest ago."""
        self._pages[number] = page
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def forget_rows(self, rows: frozenset[int]) -> None:
        """Let go of the pages that hold one of these rows."""
        for number in [n for n, page in self._pages.items() if not rows.isdisjoint(page)]:
            del self._pages[number]

    def forget_from(self, place: int) -> None:
        """Let go of every page from the one that holds this place."""
        for number in [n for n in self._pages if n >= place // ROWS]:
            del self._pages[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._pages)

    @staticmethod
    def _read(project: Project, wanted: "array[int]") -> dict[int, Row]:
        with project.reading() as connection:
            return {row.id: row for row in examples.page(connection, wanted)}
