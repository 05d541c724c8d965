"""Rows like this one: the nearest by meaning, from vectors that are kept already."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core import closeness
from desktop_app.core.example import Part
from desktop_app.core.meaning import Aspect, Embedder
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.embed import one_vector
from desktop_app.work.meaning_choice import chosen
from desktop_app.work.meaning_rows import gathered, readable, reading
from desktop_app.work.sites import Sites

MOST = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row near to another one or to a text, by its id, and how near (the cosine, 1 at most)."""

    row: int
    likeness: float


Neighbours = tuple[Neighbour, ...]


def of_row(path: Path, embedder: Embedder, aspect: Aspect, row: int, most: int = MOST) -> Iterator[Neighbours | None]:
    """Yield the rows nearest to a row, which is not one of them; None where its own text is not read yet."""
    with reading(path) as connection:
        rows = gathered(connection)
        chosen, matrix = readable(connection, embedder, rows, aspect)
    places = {rows.ids[int(place)]: at for at, place in enumerate(chosen)}
    if row not in places:
        yield None
        return
    found = closeness.nearest(matrix, matrix[places[row]], most + 1)
    near = [Neighbour(rows.ids[int(chosen[at])], round(likeness, 4)) for at, likeness in found]
    yield tuple([each for each in near if each.row != row][:most])


def of_vector(
    path: Path, embedder: Embedder, aspect: Aspect, vector: bytes, part: Part | None, most: int = MOST
) -> Iterator[Neighbours]:
    """Yield the rows (of a part) nearest to a vector."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    with reading(path) as connection:
        rows = gathered(connection)
        chosen, matrix = readable(connection, embedder, rows, aspect)
    if part is not None:
        keep = np.fromiter((rows.parts[int(place)] is part for place in chosen), np.bool_, len(chosen))
        chosen, matrix = chosen[keep], matrix[keep]
    if matrix.shape[1] * 4 != len(vector):
        yield ()
        return
    found = closeness.nearest(matrix, np.frombuffer(vector, "<f4"), most)
    yield tuple(Neighbour(rows.ids[int(chosen[at])], round(likeness, 4)) for at, likeness in found)


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
    return await apart.one(of_vector, project.path, read.embedder, read.aspect, vector, part, most) or None
