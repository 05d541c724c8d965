"""Rows like this one: the nearest by meaning, from vectors that are kept already."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core import closeness
from desktop_app.core.example import Part
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.embed import one_vector
from desktop_app.work.keeper import Keeper
from desktop_app.work.meaning_choice import Choice, chosen
from desktop_app.work.meaning_kept import vectors_of
from desktop_app.work.project import file_of
from desktop_app.work.sites import Sites

MOST = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row near to another one or to a text, by its id, and how near (the cosine, 1 at most)."""

    row: int
    likeness: float


Neighbours = tuple[Neighbour, ...]


def of_row(keeper: Keeper, path: Path, choice: Choice, row: int, most: int = MOST) -> Iterator[Neighbours | None]:
    """Yield the rows nearest to a row, which is not one of them; None where its own text is not read yet."""
    known = vectors_of(keeper, path, choice)
    at = (known.ids == row).nonzero()[0]
    if not len(at):
        yield None
        return
    found = closeness.nearest(known.matrix, known.matrix[at[0]], most + 1)
    near = [Neighbour(int(known.ids[place]), round(likeness, 4)) for place, likeness in found]
    yield tuple([each for each in near if each.row != row][:most])


def of_vector(
    keeper: Keeper, path: Path, choice: Choice, vector: bytes, part: Part | None, most: int = MOST
) -> Iterator[Neighbours]:
    """Yield the rows (of a part) nearest to a vector."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    known = vectors_of(keeper, path, choice)
    ids, matrix = known.ids, known.matrix
    if part is not None:
        keep = np.fromiter((each is part for each in known.parts), np.bool_, len(known.parts))
        ids, matrix = ids[keep], matrix[keep]
    if matrix.shape[1] * 4 != len(vector):
        yield ()
        return
    found = closeness.nearest(matrix, np.frombuffer(vector, "<f4"), most)
    yield tuple(Neighbour(int(ids[place]), round(likeness, 4)) for place, likeness in found)


def at_hand(keeper: Keeper, path: Path, choice: Choice) -> Iterator[int]:
    """Read the vectors before anybody asks, so that the first question is answered at once; yield how many rows."""
    yield len(vectors_of(keeper, path, choice).ids)


async def nearest_rows(
    apart: Apart,
    project: Project,
    sites: Sites,
    said: str,
    part: Part | None = Part.TRAINING,
    most: int = 5,
) -> Neighbours | None:
    """Return the rows of a part that mean most nearly what a text says; None where no row was read.

    The text is read by the model that read the rows; raise Problem where that cannot be asked.
    """
    read = await asyncio.to_thread(chosen, project)
    if read is None or not said.strip():
        return None
    vector = await one_vector(sites, read.embedder, said)
    return await apart.one(of_vector, Keeper(), await file_of(project), read, vector, part, most) or None
