"""Exporting rows: looking them over, then writing them as a file or folder of another program."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop_app.core.example import Part
from desktop_app.core.export import Exported, Order, Survey, Written
from desktop_app.core.line_rules import LineRules
from desktop_app.formats import export as files
from desktop_app.formats.export_survey import Surveyor
from desktop_app.formats.export_table import ExportRow
from desktop_app.store import examples
from desktop_app.store.connection import connect, in_words
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.project import written

if TYPE_CHECKING:
    from sqlite3 import Connection

_PAGE = 512
EVERY = 2000
"""After so many rows it is said how far the work is."""


def look_over(project: Path, parts: frozenset[Part]) -> Iterator[Written | Survey]:
    """Look at the rows of these parts of a project file; yield Written now and then, the Survey at the end."""
    with in_words(project):
        connection = connect(project, writable=False)
        try:
            yield from _look_over(connection, parts, 1)
        finally:
            connection.close()


def export(project: Path, order: Order, folder: Path) -> Iterator[Written | Exported]:
    """Write the rows of a project file as the order says; yield Written now and then, Exported at the end.

    `folder` is the workplace of formats.export; the project may be open in another process. Raise a Problem for rows
    that the format cannot hold, before anything is written.
    """
    with in_words(project):
        connection = connect(project, writable=False)
        try:
            connection.execute("BEGIN")  # both passes see the same rows, whatever is edited meanwhile
            survey = Survey()
            for item in _look_over(connection, order.parts, 2):
                if isinstance(item, Survey):
                    survey = item
                else:
                    yield item
            for number in files.write(order, survey, _rows(connection, order.parts), folder):
                if number % EVERY == 0:
                    yield Written(survey.rows + number, 2 * survey.rows)
        finally:
            connection.close()
    yield files.exported(order, survey)


async def survey(apart: Apart, project: Project, parts: frozenset[Part] = frozenset(Part)) -> Survey:
    """Return what the rows of these parts of the open project are, everything changed before included."""
    await _settled(project)
    found = await apart.one(look_over, project.path, parts)
    if not isinstance(found, Survey):
        raise TypeError(f"the last thing said was {found!r}")
    return found


async def foreseen(
    apart: Apart, project: Project, receivers: Callable[[], Sequence[LineRules]]
) -> tuple[Survey, Sequence[LineRules]]:
    """Return what has to be known before anything is asked: what the rows are, and who may get them."""
    return await survey(apart, project), await asyncio.to_thread(receivers)


async def exporting(apart: Apart, project: Project, order: Order) -> AsyncIterator[Written | Exported]:
    """Write rows of the open project apart from the window; leaving early leaves nothing behind."""
    await _settled(project)
    folder = await asyncio.to_thread(files.workplace, order.target)
    done: Exported | None = None
    try:
        # Closed explicitly, so that nobody writes any more when the folder is removed.
        writing = cast("AsyncGenerator[Written | Exported]", apart.run(export, project.path, order, folder))
        async with aclosing(writing):
            async for item in writing:
                if isinstance(item, Exported):
                    done = item
                else:
                    yield item
    finally:
        files.leave(folder)
    if done is not None:
        yield done


async def _settled(project: Project) -> None:
    """Wait until every change that was made before is on disk."""
    await written(project.write(lambda _: None))


def _look_over(connection: "Connection", parts: frozenset[Part], passes: int) -> Iterator[Written | Survey]:
    surveyor, total = Surveyor(), sum(n for part, n in examples.counts(connection).items() if part in parts)
    for done, row in enumerate(_rows(connection, parts), start=1):
        surveyor.see(row)
        if done % EVERY == 0:
            yield Written(done, passes * total)
    yield surveyor.survey()


def _rows(connection: "Connection", parts: frozenset[Part]) -> Iterator[ExportRow]:
    """Yield the rows of these parts in the order of the table, each with its number in the whole table."""
    ids = examples.ids(connection)
    for start in range(0, len(ids), _PAGE):
        numbers = {row_id: number for number, row_id in enumerate(ids[start : start + _PAGE], start + 1)}
        for row in examples.page(connection, ids[start : start + _PAGE]):
            if row.part in parts:
                yield ExportRow(numbers[row.id], row.part, row.status, row.example)
