"""The check-up of a draft: doing what the wizard decided, taking it back, and showing what it does to a row."""

from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Finding, Remedy, Seen, Subject
from desktop_app.core.checks.remedies import remedy
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import RowStatus
from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard
from desktop_app.store import borrowed, drafts, examples, history, sources
from desktop_app.store.connection import transaction
from desktop_app.store.edit import Edit
from desktop_app.store.sources import LeftOut
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Done, Progress, Settled, Shown
from desktop_app.work.lengths import count_missing, tokens_of
from desktop_app.work.take_in import BATCH, PACE_S, circumstances

if TYPE_CHECKING:
    from sqlite3 import Connection

    from desktop_app.core.example import Example

ROUNDS = 4
"""So often the subjects are gone through; what comes back again and again by then is shown, not treated."""

Findings = tuple[Finding, ...]


def check(draft: Path, wizard: Wizard, target: Target) -> Iterator[Progress | Findings]:
    """Look at the draft's rows as they are; yield Progress now and then, the findings at the end."""
    with drafts.opened(draft, writable=True) as connection:
        yield (yield from _Desk(connection, wizard, target).check())


def settle(
    draft: Path, wizard: Wizard, target: Target, findings: Findings | None = None
) -> Iterator[Progress | Settled]:
    """Do the remedies the wizard decides for, each as one undo step; yield Progress now and then, Settled at the end.

    What was settled before is taken back first. After each subject the rows are looked at again, so that what a remedy
    brings to light is treated by the same decisions; where rows were only taken out, that waits until something depends
    on it. `findings` are those of the untouched draft, where they are known.
    """
    with drafts.opened(draft, writable=True) as connection:
        desk = _Desk(connection, wizard, target)
        if take_back(connection) or findings is None:
            findings = yield from desk.check()
        done: list[Done] = []
        for _ in range(ROUNDS):
            treated, findings = yield from _round(desk, wizard, findings)
            done += treated
            if not treated:
                break
        rows = sum(examples.counts(connection).values())
        yield Settled(tuple(done), findings, rows, tokens_of(connection, counter_of(target)))


def unsettle(draft: Path) -> Iterator[None]:
    """Take every remedy back and forget it."""
    with drafts.opened(draft, writable=True) as connection:
        take_back(connection)
    yield None


def shown(draft: Path, finding: Finding, limit: int) -> Iterator[tuple[Shown, ...]]:
    """Yield the first rows of a finding once, before and after its remedy."""
    with drafts.opened(draft, writable=False) as connection:
        rows = examples.page(connection, finding.rows[:limit])
    wanted = finding.remedy
    touched = None if wanted is None or wanted.rows is None else set(wanted.rows)
    found = []
    for row in rows:
        after: Example | None = row.example
        if wanted is not None and (touched is None or row.id in touched):
            after = remedy(wanted, row.example)
        found.append(Shown(row.id, row.line or row.id, row.example, after))
    yield tuple(found)


def left_out(draft: Path, limit: int) -> Iterator[tuple[LeftOut, ...]]:
    """Yield the first records that gave no example, once."""
    with drafts.opened(draft, writable=False) as connection:
        yield tuple(sources.left_out(connection, limit))


def take_back(connection: "Connection") -> bool:
    """Undo and forget all remedies of a draft; return whether there were any."""
    with transaction(connection):
        return history.take_all_back(connection, borrowed.kept_step(connection))


def _round(desk: "_Desk", wizard: Wizard, findings: Findings) -> Generator[Progress, None, tuple[list[Done], Findings]]:
    """Go through the subjects once; return what was done, and what is found after it."""
    done: list[Done] = []
    gone: set[int] = set()  # taken out since the findings were made: those that judge each row by itself stay right
    for subject in Subject:
        wanted = _wanted(findings, subject, wizard)
        if gone and not all(finding.each for finding in wanted):
            gone, findings = set(), (yield from desk.check())
            wanted = _wanted(findings, subject, wizard)
        before = len(gone)
        treated = yield from _treat(desk.connection, wanted, gone)
        done += treated
        if sum(each.count for each in treated) > len(gone) - before:  # rows were not only taken out
            gone, findings = set(), (yield from desk.check())
    if gone:
        findings = yield from desk.check()
    return done, findings


def _wanted(findings: Findings, subject: Subject, wizard: Wizard) -> list[Finding]:
    return [finding for finding in findings if finding.subject is subject and wizard.decides(finding)]


def _treat(
    connection: "Connection", findings: Iterable[Finding], gone: set[int]
) -> Generator[Progress, None, list[Done]]:
    """Carry out the remedies of one subject on the rows that are not gone, and note which rows go.

    Return what was done, without those that changed nothing.
    """
    done = []
    for finding in findings:
        left = finding.without(gone) if gone and finding.each else finding
        if left is not None and left.remedy is not None and left.act is not None:
            count = yield from _carry_out(connection, left.remedy, left.act, gone)
            if count:
                done.append(Done(left.check, left.act, count))
    return done


def _carry_out(connection: "Connection", wanted: Remedy, label: Text, gone: set[int]) -> Generator[Progress, None, int]:
    """Do one remedy as one step and note which rows go; return how many rows it changed."""
    ids = examples.ids(connection, used=True) if wanted.rows is None else wanted.rows
    changed, marks = 0, borrowed.is_borrowed(connection)  # rows of a project are marked as edited, new ones are new
    with transaction(connection):
        step = history.begin(connection, label)
        edit = Edit(connection)
        for start in range(0, len(ids), BATCH):
            rows = examples.page(connection, ids[start : start + BATCH])
            after = [(row, remedy(wanted, row.example)) for row in rows]
            rewritten = [(row.id, new) for row, new in after if new is not None and new != row.example]
            out = [row.id for row, new in after if new is None]
            (edit.change_many if marks else edit.rewrite)(rewritten)
            edit.delete(out)
            gone.update(out)
            changed += len(rewritten) + len(out)
            yield Progress(0, 0, start + len(rows))
        history.end(connection, step)
    return changed


class _Desk:
    """Looks at a draft again and again with the same checks and the same counter."""

    def __init__(self, connection: "Connection", wizard: Wizard, target: Target) -> None:
        self.connection = connection
        self._circumstances = circumstances(wizard, target)
        self._counter = counter_of(target)

    def check(self) -> Generator[Progress, None, Findings]:
        """Count what is not counted, then show all rows to fresh checks; return what they find."""
        yield from count_missing(self.connection, self._counter)
        check_up = CheckUp(self._circumstances)
        rows = enumerate(sources.counted_rows(self.connection, self._counter.name), start=1)
        looked_at, last = 0, monotonic()
        while batch := list(islice(rows, BATCH)):
            used = [(number, row, tokens) for number, (row, tokens) in batch if row.status != RowStatus.EXCLUDED]
            check_up.see([_seen(row, number, tokens) for number, row, tokens in used])
            looked_at += len(batch)
            if monotonic() - last >= PACE_S:
                last = monotonic()
                yield Progress(0, 0, looked_at)
        return check_up.finish()


def _seen(row: examples.Row, number: int, tokens: int | None) -> Seen:
    return seen(row.id, row.line or number, row.example, tokens, row.part)
