"""A map of a project's rows in two dimensions, made in the worker: what means nearly the same lies close together.

First by principal components, which is quick and rough; then by t-SNE (openTSNE), which shows groups and takes minutes.
Of many rows t-SNE sees a sample drawn by a fixed seed, and the others are laid among those of it that are nearest.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.example import RowStatus
from desktop_app.core.layout import SAMPLE, careful, principal
from desktop_app.core.meaning import Aspect, Embedder
from desktop_app.core.problem import Problem
from desktop_app.store import standing
from desktop_app.work.meaning_look import Looking
from desktop_app.work.meaning_rows import gathered, matrix_of, reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_COLOURS = 6
"""So many groups can be told apart on a map; the last one holds all others where there are more."""


PROBLEM = "problem"
"""The name of the group of rows in which checks found something."""


class Way(StrEnum):
    """How a map is made."""

    QUICK = "quick"
    CAREFUL = "careful"


class By(StrEnum):
    """What the points of a map are told apart by."""

    LABEL = "label"
    PART = "part"
    STATUS = "status"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Map:
    """Where rows lie: their ids (int64) and two coordinates of each (float32), both from 0 to 1; and how it was made.

    `sampled` is how many rows were laid out themselves, the others among them; 0 for all.
    """

    way: Way
    rows: bytes
    places: bytes
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class Colouring:
    """The groups of a map's points by their names ("" for all others), and the group of each point (uint8)."""

    by: By
    names: tuple[str, ...]
    groups: bytes


def draw(path: Path, embedder: Embedder, aspect: Aspect, way: Way) -> Iterator[Looking | Map]:
    """Lay out all rows that are read; yield Looking in steps of the work, and the map at the end."""
    with reading(path) as connection:
        rows = gathered(connection)
        chosen, matrix = matrix_of(connection, embedder, rows, aspect)
    if not len(chosen):
        raise Problem("vectors_none")
    ids = array("q", (rows.ids[int(place)] for place in chosen))
    made: NDArray[np.float32] | None = None
    if way is Way.QUICK:
        made = principal(matrix, 2)
    else:
        for item in careful(matrix):
            if isinstance(item, tuple):
                yield Looking(*item)
            else:
                made = item
    if made is None:
        raise RuntimeError("the map came to no end")
    sampled = SAMPLE if way is Way.CAREFUL and len(ids) > SAMPLE else 0
    yield Map(way, ids.tobytes(), _framed(made).tobytes(), sampled)


def colours(path: Path, ids: bytes, by: By) -> Iterator[Colouring]:
    """Yield in which groups the points of a map are."""
    wanted = array("q")
    wanted.frombytes(ids)
    with reading(path) as connection:
        if by is By.LABEL:
            rows = gathered(connection)
            said = dict(zip(rows.ids, rows.labels or (), strict=False))
        elif by is By.PROBLEM:
            said = dict.fromkeys(standing.with_findings(connection), PROBLEM)
        else:
            said = {
                row: part if by is By.PART else status for row, (part, status) in standing.of_all(connection).items()
            }
    yield grouped(by, [said.get(row, "") for row in wanted])


def grouped(by: By, said: list[str]) -> Colouring:
    """Return the groups of points by what is said of each; the largest groups first, the rest in one."""
    counts: dict[str, int] = {}
    for each in said:
        counts[each] = counts.get(each, 0) + 1
    names = sorted((name for name in counts if name), key=lambda name: (-counts[name], name))
    if by is By.STATUS:
        order = [status.value for status in RowStatus]
        names.sort(key=lambda name: order.index(name) if name in order else len(order))
    kept = names if len(names) + ("" in counts) <= MOST_COLOURS else names[: MOST_COLOURS - 1]
    rest = len(kept)
    place = {name: number for number, name in enumerate(kept)}
    groups = bytes(place.get(each, rest) for each in said)
    return Colouring(by, (*kept, "") if rest in groups else tuple(kept), groups)


def _framed(places: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the places moved and stretched into the square from 0 to 1, with the same scale both ways."""
    low, high = places.min(axis=0), places.max(axis=0)
    span = float((high - low).max()) or 1.0
    made: NDArray[np.float32] = ((places - (low + high) / 2) / span + 0.5).astype("<f4")
    return made
