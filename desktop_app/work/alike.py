"""Looking for rows of a project that are alike, in the worker; and what people say are none the less different."""

import asyncio
import json
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.alike import MOST, Alikeness, Group, Kind
from desktop_app.core.checks.near import Near, find_near
from desktop_app.core.example import RowStatus
from desktop_app.core.fields import question_and_answer, question_key
from desktop_app.store import examples, standing
from desktop_app.store.connection import connect, in_words
from desktop_app.store.examples import Row
from desktop_app.store.project import Project
from desktop_app.work.since import Walk

if TYPE_CHECKING:
    from sqlite3 import Connection

_PAGE = 500
_GIST = 80
_DIFFERENT = "not_alike"
_REMEMBERED = 5000
"""So many groups people remember to be different; the oldest are asked about again."""

Groups = tuple[Group, ...]


def look_for(path: Path) -> Iterator[Walk | Groups]:
    """Compare the rows of a project file, without the excluded ones; yield how far that is, then the groups."""
    with in_words(path), closing(connect(path, writable=False)) as connection:
        connection.execute("BEGIN")  # one state of the file, whatever is written meanwhile
        yield (yield from _groups(connection))


async def different(project: Project) -> frozenset[str]:
    """Return the marks of the groups whose rows somebody said may all stay."""
    kept = (await asyncio.to_thread(project.settings)).get(_DIFFERENT, "[]")
    return frozenset(json.loads(kept))


def remember_different(project: Project, marks: Sequence[str]) -> None:
    """Keep which groups need not be asked about, the newest last; this is no step of the history."""
    project.set_setting(_DIFFERENT, json.dumps(list(marks)[-_REMEMBERED:]))


async def rows_of(project: Project, group: Group, most: int) -> list[Row]:
    """Return the rows of a group as they are now, so many of them at most; those that are gone are left out."""

    def read() -> list[Row]:
        with project.reading() as connection:
            return examples.page(connection, group.rows[:most])

    return await asyncio.to_thread(read)


async def places_by_row(groups: Groups) -> dict[int, list[int]]:
    """Return for each row that stands in a group the places of its groups."""

    def collect() -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, group in enumerate(groups):
            for row in group.rows:
                found.setdefault(row, []).append(place)
        return found

    return await asyncio.to_thread(collect)


async def settled(project: Project, wanted: Mapping[int, Sequence[int]]) -> dict[int, bool]:
    """Return for each place of a group, given with its rows, whether at most one of them is left that is used."""

    def look() -> dict[int, bool]:
        with project.reading() as connection:
            used = standing.used(connection, {row for rows in wanted.values() for row in rows})
        return {place: len(used.intersection(rows)) < 2 for place, rows in wanted.items()}

    return await asyncio.to_thread(look)


def _groups(connection: "Connection") -> Generator[Walk, None, Groups]:
    alikeness, total = Alikeness(), examples.count(connection)

    def said() -> Iterator[tuple[int, str]]:
        for number, row in enumerate(examples.rows(connection), 1):
            if row.status == RowStatus.EXCLUDED:
                continue
            asked, answer = question_and_answer(row.example)
            whole = f"{asked}\n{answer}"
            alikeness.add(row.id, number, question_key(row.example) if asked.strip() else "", whole)
            yield row.id, whole

    near: list[Near] = []
    for item in find_near(said()):
        if isinstance(item, Near):
            near.append(item)
        else:
            yield Walk(item.rows, total)
    counts: Counter[Kind] = Counter()
    found: list[Group] = []
    for group in alikeness.groups(near):
        counts[group.kind] += 1
        if counts[group.kind] <= MOST:
            found.append(group)
    return _with_gists(connection, found)


def _with_gists(connection: "Connection", found: list[Group]) -> Groups:
    gists: dict[int, str] = {}
    firsts = [group.rows[0] for group in found]
    for start in range(0, len(firsts), _PAGE):
        for row in examples.page(connection, firsts[start : start + _PAGE]):
            gists[row.id] = " ".join(question_and_answer(row.example)[0][: 4 * _GIST].split())[:_GIST]
    return tuple(replace(group, gist=gists.get(group.rows[0], "")) for group in found)
