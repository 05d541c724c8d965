"""From a table file to examples in the project."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.text import Text, text
from desktop_app.core.wizard import Outcome, Wizard
from desktop_app.formats import tables
from desktop_app.formats.tables import Record, Table
from desktop_app.store.examples import Edit
from desktop_app.store.project import Project
from desktop_app.work.project import written


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: what was found out about it, its rows, and the records that could not be taken.

    `rows[i]` came from line `lines[i]` of the file.
    """

    table: Table
    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...]
    unread: tuple[tables.Unread, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many examples were made, and each row left out by its line and reason."""

    created: int
    left_out: tuple[tuple[int, Text], ...]


async def read(path: Path, limit: int | None = None) -> Source:
    """Read a table file (its first `limit` rows); raise a Problem for a file that holds no table."""
    return await asyncio.to_thread(_read, path, limit)


async def foresee(source: Source, wizard: Wizard) -> Outcome:
    """Return what the wizard's present answers would create."""
    return await asyncio.to_thread(wizard.outcome, source.rows)


async def create_examples(source: Source, wizard: Wizard, project: Project, *, replace: bool = False) -> Imported:
    """Put the wizard's outcome under the project's rows, or in their place, as one step that can be undone."""
    outcome = await foresee(source, wizard)
    pairs = list(zip(outcome.examples, outcome.parts, strict=True))
    label = text("step.create_examples", count=len(pairs), name=source.table.path.name)

    def put(edit: Edit) -> None:
        if replace:
            edit.clear()
        edit.append(pairs)
        edit.remember("shape", wizard.mapping.shape.value)

    await written(project.do(label, put))
    return Imported(len(pairs), left_out(source, outcome))


def left_out(source: Source, outcome: Outcome) -> tuple[tuple[int, Text], ...]:
    """Return every line of the file that gives no example, with its reason, in the file's order."""
    skipped = [(source.lines[number - 1], reason) for number, reason in outcome.skipped]
    unread = [(record.line, record.reason) for record in source.unread]
    return tuple(sorted(skipped + unread, key=lambda item: item[0]))


def _read(path: Path, limit: int | None) -> Source:
    table = tables.inspect(path)
    good: list[Record] = []
    bad: list[tables.Unread] = []
    for record in tables.read(table):
        if limit is not None and len(good) == limit:
            break
        if isinstance(record, Record):
            good.append(record)
        else:
            bad.append(record)
    return Source(table, tuple(r.cells for r in good), tuple(r.line for r in good), tuple(bad))
