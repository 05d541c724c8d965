"""How long a row is while it is edited, and where what is too long would be cut; counted in the worker process."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.checks.ends import Ends
from desktop_app.core.example import Completion, Conversation, Example
from desktop_app.store import examples, looks, sources
from desktop_app.store.connection import connect, in_words
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.counting import counter_of
from desktop_app.work.project import file_of
from desktop_app.work.recheck import project_target

if TYPE_CHECKING:
    from desktop_app.tokens.counting import Counter

_LOOKED_AT = 500
"""So many rows tell what all answers end with."""
_LONGEST = 400_000
"""Letters of the longest row of which it is found out where it would be cut."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a row would be cut: the first text (by its place among the row's) not kept whole, and the letters kept."""

    text: int
    letters: int


@dataclass(frozen=True, slots=True)
class Length:
    """A row's tokens, those learnt, the most its target takes (None: unknown), and where it would be cut, if it would.

    `exact` is False where the model's own way of counting is not on this computer.
    """

    total: int
    learnt: int
    limit: int | None
    exact: bool = True
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows of a project are for, as far as the length of one depends on it.

    `vocabulary` is how most of them are counted ("" where none is), `exact` whether that is the model's own way;
    `limit` is the most tokens of one, `stop` what every completion ends with.
    """

    vocabulary: str
    limit: int | None
    stop: str
    exact: bool = True


async def surroundings(project: Project) -> Surroundings:
    """Return what the rows of the project are for."""

    def read() -> Surroundings:
        with project.reading() as connection:
            target = project_target(connection)
            vocabulary = looks.vocabulary(connection)
            some = [row.example for row in islice(examples.rows(connection), _LOOKED_AT)]
        ends = Ends()
        ends.see([example.completion for example in some if isinstance(example, Completion)])
        stop = "" if ends.all_equal else ends.mark
        if target is None:
            return Surroundings(vocabulary, None, stop)
        return Surroundings(vocabulary, target.limit, stop, exact=vocabulary == target.vocabulary)

    return await asyncio.to_thread(read)


async def measured(
    project: Project, apart: Apart, row: int, example: Example | None, around: Surroundings
) -> Length | None:
    """Return the length of an example that is being typed, or with None that of the row as it is on disk.

    What is on disk is only counted where nobody knows where it would be cut; None where nobody has counted it yet.
    """
    if example is not None:
        return await apart.one(length_of, await file_of(project), example)
    known, kept = await asyncio.to_thread(_on_disk, project, row, around)
    over = known is not None and around.limit is not None and known.total > around.limit
    return await apart.one(length_of, await file_of(project), kept) if over and kept is not None else known


def length_of(path: Path, example: Example) -> Iterator[Length | None]:
    """Yield the length of an example as the target of a project file counts it; None for a project without rows.

    Its last row may go while somebody still types in it.
    """
    with in_words(path), closing(connect(path, writable=False)) as connection:
        target = project_target(connection)
    if target is None:
        yield None
        return
    counter = counter_of(target)
    count = counter.count([example])[0]
    over = target.limit is not None and count.total > target.limit
    cut = _cut(example, counter, target.limit) if over and target.limit is not None else None
    yield Length(count.total, count.learnt, target.limit, counter.exact, cut)


def _on_disk(project: Project, row: int, around: Surroundings) -> tuple[Length | None, Example | None]:
    with project.reading() as connection:
        found = sources.length(connection, row, around.vocabulary)
        rows = examples.page(connection, [row])
    return Length(*found, around.limit, around.exact) if found else None, rows[0].example if rows else None


def _cut(example: Example, counter: "Counter", limit: int) -> Cut | None:
    """Return where so many tokens end; None for a pair, whose answers are cut each for itself, and for huge rows."""
    texts = _texts(example)
    if sum(map(len, texts)) > _LONGEST:
        return None
    for at in range(len(texts) - 1, -1, -1):
        if _fits(example, counter, limit, Cut(at, 0)):
            low, high = 0, len(texts[at])
            while low < high:
                middle = (low + high + 1) // 2
                if _fits(example, counter, limit, Cut(at, middle)):
                    low = middle
                else:
                    high = middle - 1
            return Cut(at, low)
    return Cut(0, 0) if texts else None


def _fits(example: Example, counter: "Counter", limit: int, cut: Cut) -> bool:
    return counter.count([_up_to(example, cut)])[0].total <= limit


def _texts(example: Example) -> list[str]:
    if isinstance(example, Completion):
        return [example.prompt, example.completion]
    return [message.content for message in example.messages] if isinstance(example, Conversation) else []


def _up_to(example: Example, cut: Cut) -> Example:
    """Return the example as far as it is kept."""
    if isinstance(example, Completion):
        if cut.text == 0:
            return Completion(example.prompt[: cut.letters], "")
        return replace(example, completion=example.completion[: cut.letters])
    if isinstance(example, Conversation):
        last = example.messages[cut.text]
        return replace(
            example, messages=(*example.messages[: cut.text], replace(last, content=last.content[: cut.letters]))
        )
    return example
