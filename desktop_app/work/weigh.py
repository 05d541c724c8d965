"""Weighing the rows of a project for a training: tokens, bytes, and what of them should not leave this computer."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.checks.blob import blobs
from desktop_app.core.checks.finding import Finding
from desktop_app.core.checks.privacy import Privacy
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import Example, Part, Shape, to_line
from desktop_app.core.line_rules import LineRules, extra_keys, without
from desktop_app.core.problem import Problem
from desktop_app.core.target import Target
from desktop_app.store import examples, measures, sources
from desktop_app.store.connection import connect, in_words
from desktop_app.store.measures import Lengths, State
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.counting import counter_of
from desktop_app.work.project import written
from desktop_app.work.threads import in_threads

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")
SENT = (Part.TRAINING, Part.VALIDATION)
"""The parts a training has to do with; the test part stays aside."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Load:
    """The rows there are: how many of each part, and of which shapes those are that a training has to do with."""

    counts: Mapping[Part, int]
    shapes: Mapping[Shape, int]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How far the weighing is, in rows."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What the rows weigh for one model. `exact` tells whether tokens were counted as that model counts them.

    `bytes` and `private` (what a check for personal data and keys found) are empty where nothing leaves the computer.
    """

    lengths: Mapping[Part, Lengths]
    exact: bool
    bytes: Mapping[Part, int] = field(default_factory=dict)
    private: Mapping[Part, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Lengths that were just found out, for whoever keeps them in the project: id, all tokens, those learnt."""

    vocabulary: str
    state: State
    lengths: Sequence[tuple[int, int, int]]


async def weighed(
    project: Project, target: Target, rules: LineRules | None, apart: Apart | None = None
) -> AsyncIterator[Load | Weighing | Weight]:
    """Weigh the rows for a target: yield the Load first, then Weighing now and then, the Weight at the end.

    `rules` are those of whoever gets the rows; None where they stay here. Rows are counted in the process `apart`, or
    in threads without one; what was counted is remembered in the project.
    """
    await written(project.write(lambda _: None))  # what was changed before is on disk, where the other process sees it
    args = (project.path, target, rules)
    work = apart.run(weigh, *args) if apart is not None else in_threads(weigh(*args))
    async with aclosing(work):
        async for item in work:
            if isinstance(item, _Counted):
                await _keep(project, item)
            else:
                yield item


def weigh(path: Path, target: Target, rules: LineRules | None) -> Iterator[Load | Weighing | _Counted | Weight]:
    """Weigh the rows of a project file that may be open in another process; nothing is written to it."""
    with in_words(path):
        connection = connect(path, writable=False)
        try:
            connection.execute("BEGIN")  # all is read as it is at this moment, whatever is edited meanwhile
            counts = examples.counts(connection)
            yield Load(counts, measures.shapes(connection, SENT))
            scale = _Scale(connection, target, sum(counts[part] for part in SENT))
            yield from scale.count()
            size: dict[Part, int] = {}
            private: dict[Part, tuple[Finding, ...]] = {}
            for part in SENT if rules is not None else ():
                search = _Search(rules or LineRules())
                yield from scale.walk(part, search)
                size[part], private[part] = search.bytes, search.findings()
            yield Weight(scale.lengths, scale.exact, size, private)
        finally:
            connection.close()


class _Scale:
    """Goes over the rows of one reading of a project file."""

    def __init__(self, connection: "Connection", target: Target, rows: int) -> None:
        self._connection = connection
        self._limit = target.limit
        self._counter = counter_of(target)
        self._rows = rows
        self._done = 0
        self.exact = self._counter.exact
        self.lengths = measures.lengths(connection, self._counter.name, SENT, target.limit)

    def count(self) -> Iterator[_Counted | Weighing]:
        """Count the tokens of every row whose length is not known."""
        name = self._counter.name
        unknown = measures.uncounted(self._connection, name, SENT)
        now = measures.state(self._connection)
        for start in range(0, len(unknown), _BATCH):
            rows = examples.page(self._connection, unknown[start : start + _BATCH])
            counts = self._counter.count([row.example for row in rows])
            for row, count in zip(rows, counts, strict=True):
                self.lengths[row.part] = self.lengths[row.part].and_row(count.total, self._limit)
            found = [(row.id, count.total, count.learnt) for row, count in zip(rows, counts, strict=True)]
            yield _Counted(name, now, found)
            yield Weighing(start + len(rows), len(unknown))

    def walk(self, part: Part, search: "_Search") -> Iterator[Weighing]:
        """Show every row of a part to the search."""
        rows = examples.rows(self._connection, part)
        while batch := list(islice(rows, _BATCH)):
            search.see(batch)
            self._done += len(batch)
            yield Weighing(self._done, self._rows)


class _Search:
    """Looks at rows as they would leave: how many bytes they are, and what of them is personal or secret."""

    def __init__(self, rules: LineRules) -> None:
        self._rules = rules
        self._privacy = Privacy()
        self.bytes = 0

    def see(self, rows: Sequence[examples.Row]) -> None:
        """Look at some rows."""
        self.bytes += sum(self._size(row.example) for row in rows)
        for blob in blobs([seen(row.id, row.line or row.id, row.example, None, row.part) for row in rows]):
            self._privacy.look(blob)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found, the gravest kind first; never the found itself."""
        return tuple(self._privacy.finish())

    def _size(self, example: Example) -> int:
        line = to_line(example)
        dropped = frozenset(key for key in extra_keys(line) if not self._rules.takes(key))
        said = json.dumps(without(line, dropped), ensure_ascii=False)
        return len(said.encode("utf-8", "backslashreplace")) + 1


async def _keep(project: Project, counted: _Counted) -> None:
    """Remember lengths, unless rows were changed meanwhile; what cannot be remembered is counted again next time."""

    def put(connection: "Connection") -> None:
        if measures.state(connection) == counted.state:
            sources.set_lengths(connection, counted.vocabulary, counted.lengths)

    with suppress(Problem):
        await written(project.write(put))
