"""Reading many rows of the table, page by page, and finding a text in them."""

import asyncio
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop_app.core.search import Finder, Search, texts
from desktop_app.store import looks, remarks
from desktop_app.store.project import Project

_SOUGHT = 4096
"""So many rows are searched at a time: the database skips most of them by itself."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text was found: the row's id, the field or remark, and the text as it stands there.

    `around` tells that the search went on from the other end of the table.
    """

    row_id: int
    field: str
    text: str
    around: bool = False


async def find(
    project: Project, ids: "array[int]", search: Search, start: int, *, backwards: bool = False
) -> Match | None:
    """Return the nearest row after (or before) row `start` in which something is found; `start` comes last.

    Raise the Problems of core.search.Finder.
    """
    if not ids or not search.text:
        return None
    finder = Finder(search)
    for places, around in _ways(len(ids), start, backwards):
        wanted = array("q", (ids[place] for place in places))
        match = await asyncio.to_thread(_first, project, wanted, finder)
        if match is not None:
            return replace(match, around=around)
    return None


def _first(project: Project, wanted: "array[int]", finder: Finder) -> Match | None:
    """Return the first match in these rows, in the order given."""
    with project.reading() as connection:
        if finder.search.in_remarks:
            said = {found[0]: Match(*found) for found in remarks.found(connection, finder.search, wanted)}
            return next((said[row_id] for row_id in wanted if row_id in said), None)
        rows = looks.may_hold(connection, wanted, finder.search)
    for row_id in wanted:
        for field, words in texts(rows[row_id], finder.search.fields) if row_id in rows else ():
            span = finder.first(words)
            if span is not None:
                return Match(row_id, field, words[slice(*span)])
    return None


def _ways(count: int, start: int, backwards: bool) -> Iterator[tuple[range, bool]]:
    """Yield the places to look at, a page at a time, and whether the end of the table was passed."""
    step = -1 if backwards else 1
    first = range(start + step, -1 if backwards else count, step)
    second = range(count - 1, start - 1, -1) if backwards else range(min(start, count - 1) + 1)
    for way, around in ((first, False), (second, True)):
        for begin in range(0, len(way), _SOUGHT):
            yield way[begin : begin + _SOUGHT], around
