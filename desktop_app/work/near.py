"""Rows of a draft that are nearly the same: looked for when somebody asks, and taken out after all other remedies."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_app.core.checks.finding import Finding
from desktop_app.core.checks.near import Near, find_near
from desktop_app.core.checks.twins import CHECK, Twins, twins
from desktop_app.core.fields import question_and_answer
from desktop_app.core.target import Target
from desktop_app.core.text import Text, text
from desktop_app.core.wizard import Wizard
from desktop_app.store import drafts, examples, history
from desktop_app.store.connection import transaction
from desktop_app.store.edit import Edit
from desktop_app.work import check_up
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Done, Progress, Settled, Tokens
from desktop_app.work.lengths import tokens_of
from desktop_app.work.take_in import BATCH


def look_for(draft: Path) -> Iterator[Progress | Twins]:
    """Compare all rows of a draft; yield Progress now and then, the Twins at the end."""
    with drafts.opened(draft, writable=False) as connection:
        said = ((row.id, "\n".join(question_and_answer(row.example))) for row in examples.rows(connection, used=True))
        pairs: list[Near] = []
        for item in find_near(said):
            if isinstance(item, Near):
                pairs.append(item)
            else:
                yield Progress(0, 0, item.rows)
    yield twins(pairs)


def settle(
    draft: Path, wizard: Wizard, target: Target, findings: tuple[Finding, ...], found: Twins | None
) -> Iterator[Progress | Settled]:
    """Do what `check_up.settle` does, then take out what was `found` to be nearly the same, if that is decided for.

    It comes last, when it is known which rows are left: no row goes whose like is gone already.
    """
    settled: Settled | None = None
    for item in check_up.settle(draft, wizard, target, findings):
        if isinstance(item, Settled):
            settled = item
        else:
            yield item
    if settled is None:
        raise RuntimeError("the settling came to no end")
    wanted = found is not None and found.finding is not None and wizard.decides(found.finding)
    done = _take_out(draft, found) if wanted and found is not None else None
    if done is not None:
        after: tuple[Finding, ...] = ()
        for step in check_up.check(draft, wizard, target):
            if isinstance(step, Progress):
                yield step
            else:
                after = step
        rows, tokens = _what_is_left(draft, target)
        settled = replace(settled, done=(*settled.done, done), findings=after, rows=rows, tokens=tokens)
    yield settled


def _take_out(draft: Path, found: Twins) -> Done | None:
    """Take the rows out as one step that can be undone; None where none of them is left."""
    with drafts.opened(draft, writable=True) as connection:
        rows = found.left(examples.ids(connection))
        if not rows:
            return None
        label: Text = text("remedy.drop_near_duplicates", count=len(rows))
        with transaction(connection):
            step = history.begin(connection, label)
            edit = Edit(connection)
            for start in range(0, len(rows), BATCH):
                edit.delete(rows[start : start + BATCH])
            history.end(connection, step)
    return Done(CHECK, label, len(rows))


def _what_is_left(draft: Path, target: Target) -> tuple[int, Tokens]:
    counter = counter_of(target)
    with drafts.opened(draft, writable=False) as connection:
        return sum(examples.counts(connection).values()), tokens_of(connection, counter)
