"""Finding a text in many rows, and replacing it in all of them as one step."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING

from desktop_app.core.change import Change
from desktop_app.core.example import Example
from desktop_app.core.search import Finder, Search
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.examples import Row
from desktop_app.store.project import Project
from desktop_app.work.project import written

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


async def replace_all(project: Project, ids: "array[int]", search: Search, by: str) -> Change:
    """Replace every match in these rows, as one step that can be undone; all of it or, after a fault, nothing.

    Whoever stops waiting ends it: nothing is replaced then, unless it was all done already.
    """
    finder, ended = Finder(search), Event()
    label = text("step.replace_all", sought=_short(search.text), replacement=_short(by))

    def pairs() -> Iterator[tuple[int, Example]]:
        for start in range(0, len(ids), _PAGE):
            if ended.is_set():
                raise _EndedEarly
            for each in _replaced(project, ids[start : start + _PAGE], finder, by):
                yield each.row.id, each.after

    writing = project.do(label, lambda edit: edit.change_many(pairs()))
    try:
        return await written(writing)
    except asyncio.CancelledError:
        ended.set()
        await asyncio.wait([asyncio.ensure_future(asyncio.to_thread(writing.exception))])
        raise


class _EndedEarly(Exception):  # noqa: N818 - what takes the step back when nobody waits for it any more
    pass


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
