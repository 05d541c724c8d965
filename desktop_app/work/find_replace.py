"""Finding a text in many rows, and replacing it in all of them as one step."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from desktop_app.core.change import Change
from desktop_app.core.example import Example
from desktop_app.core.search import Finder, Search
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.bodies import packed, unpacked
from desktop_app.store.course import Course
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row
from desktop_app.store.project import Project
from desktop_app.store.sought import Sought, pattern
from desktop_app.work.project import to_its_end

if TYPE_CHECKING:
    from array import array

_PAGE = 1024
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Replaced:
    """A row as it is and as it would be; `count` matches would be replaced in it."""

    row: Row
    after: Example
    count: int


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
    finder = Finder(search)
    rows, matches, first = 0, 0, list[Replaced]()
    for start in range(0, max(len(ids), 1), _PAGE):
        found = await asyncio.to_thread(_all_replaced, project, ids[start : start + _PAGE], finder, by)
        rows, matches = rows + len(found), matches + sum(each.count for each in found)
        first += found[: SHOWN - len(first)]
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
    change = _changing(search, by)

    def edit(opened: Edit) -> None:
        opened.change_texts(ids, change, pattern(search))

    return await to_its_end(project.do(label, edit, course), course)


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


def _all_replaced(project: Project, ids: "array[int]", finder: Finder, by: str) -> list[Replaced]:
    return list(_replaced(project, ids, finder, by))


def _replaced(project: Project, ids: "array[int]", finder: Finder, by: str) -> Iterator[Replaced]:
    with project.reading() as connection:
        rows = examples.page(connection, ids)
    for row in rows:
        after, count = finder.replaced(row.example, by)
        if count and after != row.example:
            yield Replaced(row, after, count)


def _short(words: str) -> str:
    start = "".join(islice(words, 40))
    return start if start == words else f"{start}…"
