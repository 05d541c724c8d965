"""Taking a file in: read, made into examples, counted and checked in one pass, and put into a draft."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from desktop_app.core import mapping as mapping_
from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances
from desktop_app.core.checks.rows import late_columns
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import Example
from desktop_app.core.reading import Reading
from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard, maker, to_recipe
from desktop_app.formats import reader
from desktop_app.formats.records import Record, Unread
from desktop_app.store import drafts, sources
from desktop_app.store.sources import LeftOut
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Look, Progress, Taken, Tokens

if TYPE_CHECKING:
    from sqlite3 import Connection

BATCH = 1000
PACE_S = 0.1
"""Progress is told at most so often, in seconds."""
_RAW = 2000


def look(path: Path, reading: Reading, limit: int) -> Iterator[Look]:
    """Yield the one Look at a file: what it is and its first `limit` records; raise a Problem for no table."""
    found = reader.find_out(path, reading)
    good: list[Record] = []
    bad: list[Unread] = []
    records = reader.records(path, found)
    for record in records:
        if isinstance(record, Record):
            good.append(record)
        else:
            bad.append(record)
        if len(good) == limit or len(bad) == limit:
            records.close()
    yield Look(found, tuple(good), tuple(bad))


def take_in(
    path: Path, wizard: Wizard, draft: Path, target: Target, rows: int | None = None
) -> Iterator[Progress | Taken]:
    """Read the file (its first `rows` good records) into a new draft; yield Progress now and then, Taken at the end.

    Whatever stops it, a fault or whoever asks no more, leaves no draft behind.
    """
    with drafts.filling(draft) as connection:
        intake = _Intake(connection, wizard, target, sources.add(connection, wizard.found.name, to_recipe(wizard)))
        last = monotonic()
        records = reader.records(path, wizard.found)
        for record in records:
            intake.take(record)
            late = monotonic() - last >= PACE_S
            if late or len(intake.waiting) >= BATCH or len(intake.unused) >= BATCH:
                intake.flush()  # also when it is late: rows may be so large that no thousand of them should wait
            if late:
                last = monotonic()
                yield Progress(records.done, wizard.found.size, intake.rows_in)
            if rows is not None and intake.good == rows:
                records.close()
        taken = intake.finish()
        late_ones = {} if wizard.mapping.kept else dict(records.late)
        taken = replace(taken, late=late_ones, findings=(*late_columns(late_ones), *taken.findings))
    yield taken


class _Intake:
    """What one pass over a file keeps: the rows that wait for the next batch, and its counts."""

    def __init__(self, connection: "Connection", wizard: Wizard, target: Target, source: int) -> None:
        self.waiting: list[tuple[int, Example]] = []
        self.unused: list[LeftOut] = []
        self.rows_in = self.good = 0
        self._examples_of = maker(wizard.mapping)
        self._connection = connection
        self._source = source
        self._used = self._made = self._left_out = 0
        self._lengths = Lengths(connection, target)
        self._check_up = CheckUp(circumstances(wizard, target))

    def take(self, record: Record | Unread) -> None:
        """Make examples of one record, or remember why there are none."""
        self.rows_in += 1
        if isinstance(record, Unread):
            self.unused.append(LeftOut(record.line, record.reason, record.raw))
            return
        self.good += 1
        line, cells, source = record
        made = self._examples_of(cells, source)
        if isinstance(made, Text):
            self.unused.append(LeftOut(line, made, _raw(record)))
            return
        self._used += 1
        for example in made:
            self.waiting.append((line, example))

    def flush(self) -> None:
        """Put what waits into the draft, count it and show it to the checks."""
        sources.leave_out(self._connection, self._source, self.unused)
        self._left_out += len(self.unused)
        self.unused.clear()
        if not self.waiting:
            return
        ids = drafts.put(self._connection, self._source, self._made + 1, self.waiting)
        lengths = self._lengths.of(ids, [example for _, example in self.waiting])
        waiting = zip(ids, self.waiting, lengths, strict=True)
        self._check_up.see([seen(row, line, example, length) for row, (line, example), length in waiting])
        self._made += len(ids)
        self.waiting.clear()

    def finish(self) -> Taken:
        """Put the rest away and return what became of the file."""
        self.flush()
        sources.finish(self._connection, self._source, self.rows_in)
        tokens = self._lengths.tokens
        return Taken(self.rows_in, self._used, self._made, self._left_out, tokens, self._check_up.finish())


class Lengths:
    """Counts the tokens of rows that come in, and keeps the counts in their draft."""

    def __init__(self, connection: "Connection", target: Target) -> None:
        self._connection = connection
        self._counter = counter_of(target)
        self._total = self._learnt = 0

    def of(self, ids: Sequence[int], examples: Sequence[Example]) -> Sequence[int]:
        """Return the length of each row."""
        counts = self._counter.count(examples)
        lengths = [(row, count.total, count.learnt) for row, count in zip(ids, counts, strict=True)]
        sources.set_lengths(self._connection, self._counter.name, lengths)
        self._total += sum(count.total for count in counts)
        self._learnt += sum(count.learnt for count in counts)
        return [count.total for count in counts]

    @property
    def tokens(self) -> Tokens:
        """The tokens of all rows so far."""
        return Tokens(self._total, self._learnt, self._counter.exact)


def circumstances(wizard: Wizard, target: Target) -> Circumstances:
    """Return what the checks may know: the target, and the file's columns of which nothing was made."""
    return Circumstances(target, mapping_.unused(wizard.mapping, wizard.found.columns))


def _raw(record: Record) -> str:
    """Return a record that was read and yet gave no example as one text."""
    return " | ".join(f"{name}: {cell}" for name, cell in record.cells.items() if cell)[:_RAW]
