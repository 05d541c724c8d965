"""Going over the rows of an open project: looked at, turned into another shape, and given back as steps of it."""

import asyncio
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.convert import convert
from desktop_app.core.example import RowStatus, Shape, to_line
from desktop_app.core.fields import question_and_answer
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Reading
from desktop_app.core.target import Target
from desktop_app.core.text import Text, text
from desktop_app.core.wizard import Where, Wizard, to_recipe
from desktop_app.formats.records import Record
from desktop_app.store import borrowed, drafts, examples, history, row_findings, sources
from desktop_app.store.connection import connect, damage, in_words, transaction
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.store.sources import LeftOut
from desktop_app.work import check_up
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Imported, Look, Progress, Taken
from desktop_app.work.lengths import tokens_of
from desktop_app.work.project import written
from desktop_app.work.recheck import project_target
from desktop_app.work.take_in import BATCH
from desktop_app.work.targets import TARGET

if TYPE_CHECKING:
    from sqlite3 import Connection

_LONGEST = 2000


def look(project: Path, limit: int) -> Iterator[Look]:
    """Yield the one Look at a project's rows: their shape, and the first of those that are used."""
    with in_words(project), closing(connect(project, writable=False)) as connection:
        numbered = enumerate(examples.rows(connection), start=1)
        used = ((number, row) for number, row in numbered if row.status != RowStatus.EXCLUDED)
        first = list(islice(used, limit))
        target = project_target(connection)
    if not first:
        raise Problem("nothing_to_go_over")
    found = Found(project.stem, Reading(), (), shape=first[0][1].example.shape, own=True)
    records = tuple(Record(number, {}, to_line(row.example)) for number, row in first)
    yield Look(found, records, (), target.id if target is not None else None)


def take_in(project: Path, wizard: Wizard, draft: Path, target: Target) -> Iterator[Progress | Taken]:
    """Borrow a project's rows in a new draft and turn them into the shape that is wanted, as its first step.

    Yield Progress now and then, Taken at the end: `made` are the rows that are used, without those that are excluded.
    Rows that cannot be turned are left out: they go with that step.
    """
    with _of_the_project(project):
        with (
            in_words(project),
            closing(connect(project, writable=False)) as lender,
            drafts.filling(draft) as connection,
        ):
            rows = borrowed.borrow(connection, lender)
            source = sources.add(connection, wizard.found.name, to_recipe(wizard))
        with drafts.opened(draft, writable=True) as connection:
            refused = yield from _turned(connection, wizard, source)
            made = sum(examples.counts(connection).values())
        findings: check_up.Findings = ()
        for item in check_up.check(draft, wizard, target):
            if isinstance(item, Progress):
                yield item
            else:
                findings = item
    with drafts.opened(draft, writable=False) as connection:
        tokens = tokens_of(connection, counter_of(target))
    yield Taken(rows, rows - refused, made, refused, tokens, findings)


async def give_back(project: Project, draft: Path, wizard: Wizard) -> Imported:
    """Put what changed into the project, each act as a step of its own, whole or not at all."""
    divided = text("step.divide_anew") if wizard.where is Where.ANEW else None

    def put(connection: "Connection") -> None:
        borrowed.give_back(connection, divided)
        edit = Edit(connection)
        if edit.remembered(TARGET) != wizard.target:
            row_findings.forget(connection)  # another model has other limits
        edit.remember(TARGET, wizard.target)
        edit.remember("shape", wizard.mapping.shape.value)

    await written(project.write(put, beside=draft))
    return Imported(0, await asyncio.to_thread(_left_out, draft))


@contextmanager
def _of_the_project(project: Path) -> Iterator[None]:
    """Say of the project, not of the draft that borrows them, that rows cannot be read."""
    try:
        yield
    except Problem as problem:
        raise (damage(project, problem.__cause__) or problem) from problem.__cause__


def _turned(connection: "Connection", wizard: Wizard, source: int) -> Generator[Progress, None, int]:
    """Turn the draft's rows as one step that stays; return how many of them could not be."""
    was, wanted, system = wizard.found.shape, wizard.mapping.shape, wizard.mapping.system
    if wanted is was and not system:
        return 0
    label = text("step.set_system") if wanted is was else text(f"step.convert_to_{wanted.value}")
    refused = 0
    with transaction(connection):
        step = history.begin(connection, label)
        ids = examples.ids(connection)
        for start in range(0, len(ids), BATCH):
            rows = examples.page(connection, ids[start : start + BATCH])
            refused += _turn(connection, rows, None if wanted is was else wanted, system, source)
            yield Progress(0, 0, start + len(rows))
        history.end(connection, step)
        borrowed.keep_step(connection, step)
    return refused


def _turn(connection: "Connection", rows: list[examples.Row], wanted: Shape | None, system: str, source: int) -> int:
    """Turn these rows, None: each within its own shape; return how many could not be, and go."""
    edit, rewritten, excluded, left_out = Edit(connection), [], [], {}
    for row in rows:
        made = convert(row.example, wanted or row.example.shape, system)
        if isinstance(made, Text):
            raw = " | ".join(question_and_answer(row.example))[:_LONGEST]
            left_out[row.id] = LeftOut(row.line or row.id, made, raw)
            continue
        if made[0] != row.example:
            rewritten.append((row.id, made[0]))
        for another in edit.insert_all_below(row.id, made[1:], row.part) if made[1:] else ():
            borrowed.add_below(connection, another, row.line or row.id)
            if row.status == RowStatus.EXCLUDED:
                excluded.append(another)
    edit.set_status(excluded, RowStatus.EXCLUDED)
    edit.rewrite(rewritten)
    edit.delete(left_out)
    sources.leave_out(connection, source, left_out.values())
    return len(left_out)


def _left_out(draft: Path) -> int:
    with drafts.opened(draft, writable=False) as connection:
        return sources.count_left_out(connection)
