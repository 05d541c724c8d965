"""Looking over the rows of an open project again, aside and after a rest, so that what is said of them stays true."""

import asyncio
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances, Finding
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import RowStatus
from desktop_app.core.sentences import ENGLISH
from desktop_app.store import examples, remembered, row_findings, sources
from desktop_app.store.connection import connect, in_words
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Progress
from desktop_app.work.project import file_of, written
from desktop_app.work.take_in import BATCH
from desktop_app.work.targets import TARGET, all_targets

if TYPE_CHECKING:
    from sqlite3 import Connection

    from desktop_app.core.target import Target

_PORTION = 20_000
"""So many rows are written at a time: an edit waits no longer than for one portion."""


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was found in the rows of a project in one state (`stamp`), by the names of the checks; ids ascend.

    `lengths` are id, all tokens and those learnt of rows that were not counted in `vocabulary` before.
    """

    stamp: str
    rows: "array[int]"
    found: Mapping[str, "array[int]"]
    vocabulary: str
    lengths: list[tuple[int, int, int]]


async def recheck(project: Project, apart: Apart) -> bool:
    """Look over all rows if they changed since it was done last; tell whether what is known of them is true now.

    It is False where they changed meanwhile. Leaving it ends the work.
    """
    if await asyncio.to_thread(_fresh, project):
        return True
    looked = await apart.one(look_over, await file_of(project))
    if not isinstance(looked, LookedOver):
        return False
    for start in range(0, len(looked.lengths), _PORTION):
        portion = looked.lengths[start : start + _PORTION]
        if not await written(project.write(_lengths_kept(looked, portion))):
            return False
    for start in range(0, len(looked.rows), _PORTION):
        if not await written(project.write(_found_kept(looked, start))):
            return False
    await written(project.write(lambda connection: row_findings.finish(connection, looked.stamp)))
    return True


async def more_than(project: Project, rows: int) -> bool:
    """Tell whether a project has more rows than that."""

    def look() -> bool:
        with project.reading() as connection:
            return examples.more_than(connection, rows)

    return await asyncio.to_thread(look)


def look_over(path: Path) -> Iterator[Progress | LookedOver]:
    """Show all rows of a project file to the checks (in the worker); yield Progress, and LookedOver at the end."""
    with in_words(path), closing(connect(path, writable=False)) as connection:
        connection.execute("BEGIN")  # one state of the file, whatever is written meanwhile
        yield (yield from _looked_over(connection))


def _names_rows(finding: Finding) -> bool:
    """Tell whether a finding is about single rows, rather than about all of them together."""
    return bool(finding.rows) and ENGLISH.get(f"finding.{finding.check}.title", "").endswith(": {count}")


def _looked_over(connection: "Connection") -> Generator[Progress, None, LookedOver]:
    stamp, target, rows = (
        row_findings.stamp(connection),
        project_target(connection),
        _ascending(examples.ids(connection)),
    )
    if target is None:
        return LookedOver(stamp, rows, {}, "", [])
    counter, check_up = counter_of(target), CheckUp(Circumstances(target))
    lengths: list[tuple[int, int, int]] = []
    looked_at, all_rows = 0, sources.counted_rows(connection, counter.name)
    while batch := list(islice(all_rows, BATCH)):
        missing = [row for row, tokens in batch if tokens is None]
        counts = counter.count([row.example for row in missing])
        lengths += [(row.id, count.total, count.learnt) for row, count in zip(missing, counts, strict=True)]
        totals = {row.id: count.total for row, count in zip(missing, counts, strict=True)}
        check_up.see(
            [
                seen(row.id, row.line or row.id, row.example, totals.get(row.id, tokens), row.part)
                for row, tokens in batch
                if row.status != RowStatus.EXCLUDED
            ]
        )
        looked_at += len(batch)
        yield Progress(0, 0, looked_at)
    found = {each.check: _rows_of(each) for each in check_up.finish() if _names_rows(each)}
    return LookedOver(stamp, rows, found, counter.name, lengths)


def _rows_of(finding: Finding) -> "array[int]":
    """Return all rows a finding knows: those of its remedy, else all of them, else those it shows."""
    remedy = finding.remedy
    shown = finding.rows if finding.whole is None else finding.whole
    return _ascending(shown if remedy is None or remedy.rows is None else remedy.rows)


def _ascending(ids: "array[int]") -> "array[int]":
    return array("q", sorted(ids))


def project_target(connection: "Connection") -> "Target | None":
    """Return what was said last that the rows are for, if it learns from such; else the first model that does."""
    shape = examples.shape(connection)
    fitting = {target.id: target for target in all_targets() if shape in target.shapes}
    of_files = [source.recipe.get("target") for source in sources.sources(connection)]
    wanted = (remembered.value(connection, TARGET), *of_files[-1:])
    return next((fitting[each] for each in wanted if each in fitting), next(iter(fitting.values()), None))


def _fresh(project: Project) -> bool:
    with project.reading() as connection:
        return row_findings.are_fresh(connection)


def _lengths_kept(looked: LookedOver, lengths: list[tuple[int, int, int]]) -> "Callable[[Connection], bool]":
    return lambda connection: row_findings.keep_lengths(connection, looked.stamp, looked.vocabulary, lengths)


def _found_kept(looked: LookedOver, start: int) -> "Callable[[Connection], bool]":
    portion = looked.rows[start : start + _PORTION]
    found = {
        name: ids[bisect_left(ids, portion[0]) : bisect_right(ids, portion[-1])] for name, ids in looked.found.items()
    }
    return lambda connection: row_findings.keep(connection, looked.stamp, portion, found)
