"""Reading many rows of the table, page by page, and finding a text in them."""

import asyncio
from array import array
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from desktop_app.core.fields import FIELDS, read_field
from desktop_app.store import examples
from desktop_app.store.examples import Row
from desktop_app.store.project import Project

_PAGE = 512


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text was found: the row's id and the field.

    `around` tells that the search went on from the other end of the table.
    """

    row_id: int
    field: str
    around: bool


async def read_rows(project: Project, ids: "array[int]") -> AsyncIterator[Row]:
    """Yield the rows with these ids in their order; rows that are gone are left out."""
    for start in range(0, len(ids), _PAGE):
        for row in await asyncio.to_thread(_page, project, ids[start : start + _PAGE]):
            yield row


async def find(
    project: Project, ids: "array[int]", sought: str, start: int, *, backwards: bool = False
) -> Match | None:
    """Return the nearest row after (or before) row `start` with the text in one of its fields; `start` comes last.

    Upper and lower case are the same.
    """
    if not ids or not sought:
        return None
    needle = sought.casefold()
    for places, around in _ways(len(ids), start, backwards):
        rows = {row.id: row for row in await asyncio.to_thread(_page, project, array("q", (ids[p] for p in places)))}
        for place in places:
            row = rows.get(ids[place])
            field = _field_with(row, needle) if row else None
            if field:
                return Match(ids[place], field, around)
    return None


def _field_with(row: Row, needle: str) -> str | None:
    """Return the first field that holds the case-folded text."""
    names = FIELDS[row.example.shape]
    return next((name for name in names if needle in read_field(row.example, name).casefold()), None)


def _ways(count: int, start: int, backwards: bool) -> Iterator[tuple[range, bool]]:
    """Yield the places to look at, a page at a time, and whether the end of the table was passed."""
    step = -1 if backwards else 1
    first = range(start + step, -1 if backwards else count, step)
    second = range(count - 1, start - 1, -1) if backwards else range(min(start, count - 1) + 1)
    for way, around in ((first, False), (second, True)):
        for begin in range(0, len(way), _PAGE):
            yield way[begin : begin + _PAGE], around


def _page(project: Project, ids: "array[int]") -> list[Row]:
    with project.reading() as connection:
        return examples.page(connection, ids)
