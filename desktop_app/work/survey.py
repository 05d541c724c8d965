"""What the table of examples looks like as a whole: its order and its counts."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.example import Part
from desktop_app.store import examples
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True)
class Splice:
    """How one order becomes another: at row `at`, `removed` rows go and the rows `put` come."""

    at: int
    removed: int
    put: "array[int]"


@dataclass(frozen=True, slots=True)
class Survey:
    """The counts of the parts, of rows excluded from all of them and, if asked for, what has happened to the order."""

    counts: Mapping[Part, int]
    excluded: int
    splice: Splice | None


async def survey(project: Project, known: "array[int] | None") -> Survey:
    """Count the rows; with the ids `known` so far, also say how their order is to be changed to be that of the file."""
    return await asyncio.to_thread(_survey, project, known)


async def rows_used(project: Project) -> int:
    """Return how many rows a project has besides those that are excluded."""
    return sum((await survey(project, None)).counts.values())


def _survey(project: Project, known: "array[int] | None") -> Survey:
    with project.reading() as connection:
        counts, excluded = examples.counts(connection), examples.excluded(connection)
        splice = None if known is None else difference(known, examples.ids(connection))
    return Survey(counts, excluded, splice)


def difference(old: "array[int]", new: "array[int]") -> Splice:
    """Return the one splice that turns `old` into `new` and leaves alone what they share at both ends."""
    shortest = min(len(old), len(new))
    start = _shared(shortest, lambda n: old[:n] == new[:n])
    end = _shared(shortest - start, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return Splice(start, len(old) - start - end, new[start : len(new) - end])


def _shared(most: int, same: Callable[[int], bool]) -> int:
    """Return the largest number up to `most` for which `same` holds; slices compare faster than any loop."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low
