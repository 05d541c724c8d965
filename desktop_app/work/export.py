"""Exporting rows as a file or folder of another program: looking them over and writing them.

For a table that happens in turn, because its columns hang on what all rows are; training lines are read once.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import aclosing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop_app.core.example import Part
from desktop_app.core.export import Exported, Format, Order, Survey, Written
from desktop_app.core.line_rules import LineRules
from desktop_app.core.training_line import NUL
from desktop_app.formats import export as files
from desktop_app.formats.export_lines import OtherLine, Piece, PlainLines
from desktop_app.formats.export_survey import Surveyor
from desktop_app.formats.export_table import ExportRow
from desktop_app.store import examples
from desktop_app.store.bodies import as_training_lines, shape_in, unpacked
from desktop_app.store.connection import connect, in_words
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.project import written

if TYPE_CHECKING:
    from sqlite3 import Connection

_PAGE = 256
EVERY = 2000
"""After so many rows it is said how far the work is."""
_NUL = NUL.decode()
_ALL = frozenset(Part)


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
    that the format cannot hold; nothing is there then.
    """
    with in_words(project):
        connection = connect(project, writable=False)
        try:
            connection.execute("BEGIN")  # all that is read is of one moment, whatever is edited meanwhile
            write = _write_lines if order.format is Format.JSONL else _write
            survey = yield from write(connection, order, folder)
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
    folder = files.workplace(order.target)  # not in a thread: who is stopped while one makes it leaves it behind
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


def _write_lines(connection: "Connection", order: Order, folder: Path) -> Generator[Written, None, Survey]:
    """Write training lines while they are read for the first time."""
    counted = {part: count for part, count in examples.totals(connection).items() if count and part in order.parts}
    total, told = sum(counted.values()), 0
    writing = files.write_lines(order, counted, _pieces(connection, order.parts), folder)
    while True:
        try:
            done = next(writing)
        except StopIteration as end:
            survey: Survey = end.value
            return survey
        if done - told >= EVERY:
            told = done
            yield Written(done, total)


def _write(connection: "Connection", order: Order, folder: Path) -> Generator[Written, None, Survey]:
    """Write what hangs on what all rows are: they are looked over first."""
    survey = Survey()
    for item in _look_over(connection, order.parts, 2):
        if isinstance(item, Survey):
            survey = item
        else:
            yield item
    for number in files.write(order, survey, _rows(connection, order.parts), folder):
        if number % EVERY == 0:
            yield Written(survey.rows + number, 2 * survey.rows)
    return survey


def _total(connection: "Connection", parts: frozenset[Part]) -> int:
    """Return how many rows there are in these parts."""
    return sum(count for part, count in examples.totals(connection).items() if part in parts)


def _look_over(connection: "Connection", parts: frozenset[Part], passes: int) -> Iterator[Written | Survey]:
    surveyor, total = Surveyor(), _total(connection, parts)
    for done, row in enumerate(_rows(connection, parts), start=1):
        surveyor.see(row)
        if done % EVERY == 0:
            yield Written(done, passes * total)
    yield surveyor.survey()


def _rows(connection: "Connection", parts: frozenset[Part]) -> Iterator[ExportRow]:
    """Yield the rows of these parts in the order of the table, each with its number in the whole table."""
    for number, row in enumerate(examples.rows(connection), start=1):
        if row.part in parts:
            yield ExportRow(number, row.part, row.status, row.example)


def _pieces(connection: "Connection", parts: frozenset[Part]) -> Iterator[Piece]:
    """Yield the rows of these parts as `_rows` does, but those that hold nothing but texts many at a time."""
    number = 1
    for some in examples.kept(connection, parts, _PAGE):
        chosen = some if parts == _ALL else [line for line in some if line is not None]
        plain = _plain(cast("list[str]", chosen)) if chosen else None
        if plain is not None:
            yield plain
        else:
            yield from _by_their_kind([(at, line) for at, line in enumerate(some, start=number) if line is not None])
        number += len(some)


def _by_their_kind(rows: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    """Yield numbered rows of which not all are alike: those that are, and stand beside each other, together."""
    for _, group in groupby(rows, key=lambda row: shape_in(row[1])):
        alike = list(group)
        plain = _plain([line for _, line in alike])
        if plain is not None:
            yield plain
        else:
            yield from (OtherLine(number, unpacked(line)) for number, line in alike)


def _plain(kept: Sequence[str]) -> PlainLines | None:
    """Return rows as lines if they hold nothing but texts and no NUL, all in one shape; else None."""
    found = as_training_lines(kept)
    return None if found is None or _NUL in found[1] else PlainLines(found[0], len(kept), found[1])
