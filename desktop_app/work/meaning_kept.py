"""The rows' vectors in one matrix, kept at hand by the worker until a row or a vector changes."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.example import Part
from desktop_app.store import measures, vectors
from desktop_app.work.keeper import Keeper
from desktop_app.work.meaning_choice import Choice
from desktop_app.work.meaning_rows import gathered, readable, reading

if TYPE_CHECKING:
    from sqlite3 import Connection

    import numpy as np
    from numpy.typing import NDArray

MOST_BYTES = 256 * 1024 * 1024
"""A larger matrix is read anew each time: 170,000 rows of 384 numbers, at four bytes each, are as much."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The ids and parts of the rows that are read, and their vectors as rows of one matrix, in that order."""

    ids: "NDArray[np.int64]"
    parts: tuple[Part, ...]
    matrix: "NDArray[np.float32]"


def vectors_of(keeper: Keeper, path: Path, choice: Choice) -> Vectors:
    """Return the vectors of a project's rows as they are now, read by a model."""
    with reading(path) as connection:
        rows, read = measures.state(connection), vectors.state(connection, choice.embedder)
        # Another file may lie under the same name now, with as many steps.
        key = (path, path.stat().st_ino, choice, rows, read)
        return keeper.get(key, lambda: _read(connection, choice), lambda made: made.matrix.nbytes <= MOST_BYTES)


def _read(connection: "Connection", choice: Choice) -> Vectors:
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    rows = gathered(connection)
    places, matrix = readable(connection, choice.embedder, rows, choice.aspect)
    ids = np.frombuffer(rows.ids, np.int64)[places] if len(places) else places
    return Vectors(ids, tuple(rows.parts[int(place)] for place in places), matrix)
