"""Finding a text in many rows, and replacing it in all of them as one step."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from desktop_app.core.change import Change
from desktop_app.core.example import Example
from desktop_app.core.search import Finder, Search
from desktop_app.core.text import text
from desktop_app.store import examples, looks
from desktop_app.store.bodies import packed, unpacked
from desktop_app.store.course import Course
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row
from desktop_app.store.project import Project
from desktop_app.store.sought import Sought, pattern
from desktop_app.work.threads import to_its_end

if TYPE_CHECKING:
    from array import array

_PAGE = 4096
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Replaced:
    """A row as it is and as it would be; `count` matches would be replaced in it, `place` tells which row it is.

    The rows that are looked at have the places 0, 1, and so on.
    """

    row: Row
    after: Example
    count: int
    place: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What replacing would do so far: rows looked at, rows and matches to be changed, and the first of them."""

    seen: int
    rows: int
    matches: int
    first: tuple[Replaced, ...]


async def preview(project: Project, ids: "array[int]", search: Search, by: str) -> AsyncIterator[Preview]:
    """Yield what replacing in these rows would do, the last Preview being the whole; nothing is changed.

    Raise the Problems of core.search.Finder.
    """
    counting = _Counting(project, search, by)
    rows, matches, first = 0, 0, list[Replaced]()
    for start in range(0, max(len(ids), 1), _PAGE):
        page = ids[start : start + _PAGE]
        counts = await asyncio.to_thread(counting.counts, page)
        rows, matches = rows + len(counts), matches + sum(counts.values())
        some = set(islice(counts, SHOWN - len(first)))
        places = {row_id: place for place, row_id in enumerate(page, start) if row_id in some} if some else {}
        first += await asyncio.to_thread(counting.shown, places) if places else []
        yield Preview(min(start + _PAGE, len(ids)), rows, matches, tuple(first))


async def replace_all(
    project: Project, ids: "array[int]", search: Search, by: str, course: Course | None = None
) -> Change:
    """Replace every match in these rows, as one step that can be undone; all of it or, after a fault, nothing.

    Whoever stops waiting ends it: nothing is replaced then, unless it was all done already. `course` says how far it
    is.
    """
    course = course or Course()
    label = text("step.replace_all", sought=_short(search.text), replacement=_short(by))
    change, swap = _changing(search, by), Sought(search).swap(by)

    def edit(opened: Edit) -> None:
        opened.change_texts(ids, change, pattern(search), swap)

    return await to_its_end(project.do(label, edit, course), course.end)


def _changing(search: Search, by: str) -> Callable[[str], str | None]:
    """Return what makes of a kept text that with the replacement; None where nothing changes."""
    finder, quickly = Finder(search), Sought(search).replacing(by)

    def change(line: str) -> str | None:
        new = quickly(line)
        if new is None:
            example = unpacked(line)
            after = finder.replaced(example, by)[0]
            return packed(after) if after != example else None
        return new if new != line else None

    return change


class _Counting:
    """Tells of rows what replacing would do to them."""

    def __init__(self, project: Project, search: Search, by: str) -> None:
        self._project = project
        self._finder = Finder(search)
        self._sought = Sought(search)
        self._quickly = self._sought.replacing(by)
        self._by = by

    def counts(self, ids: "array[int]") -> dict[int, int]:
        """Return those of these rows that would change, in their order, each with its number of matches."""
        with self._project.reading() as connection:
            lines = looks.texts_that_may_hold(connection, ids, self._finder.search)
        return {row_id: count for row_id in ids if row_id in lines and (count := self._count(lines[row_id]))}

    def shown(self, places: Mapping[int, int]) -> list[Replaced]:
        """Return rows, given by their ids with their places, as they are and as they would be."""
        with self._project.reading() as connection:
            rows = examples.page(connection, list(places))
        return [Replaced(row, *self._finder.replaced(row.example, self._by), places[row.id]) for row in rows]

    def _count(self, line: str) -> int:
        new = self._quickly(line)
        if new is not None:
            return (self._sought.count(line) or 0) if new != line else 0
        example = unpacked(line)
        after, count = self._finder.replaced(example, self._by)
        return count if after != example else 0


def _short(words: str) -> str:
    start = "".join(islice(words, 40))
    return start if start == words else f"{start}…"
