"""Arithmetic with vectors of length 1: what is near to what. Exact, a block of rows at a time, never all of n x n."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 512
"""So many rows are compared with all others at a time: 200 MB for 100,000 rows."""
NEIGHBOURS = 10
"""How lonely a row is, is told by so many of its nearest neighbours."""
MOST = 16
"""Of one row at most so many links are kept, the closest."""


@dataclass(frozen=True, slots=True)
class Links:
    """The pairs of rows (`first` < `second`) that lie near, and how near; and of each row the mean of its nearest."""

    first: "NDArray[np.int64]"
    second: "NDArray[np.int64]"
    likeness: "NDArray[np.float32]"
    company: "NDArray[np.float32]"


def unit(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the rows with length 1; one without any direction stays as it is."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: NDArray[np.float32] = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32, copy=False)
    return made


def nearest(matrix: "NDArray[np.float32]", vector: "NDArray[np.float32]", most: int) -> list[tuple[int, float]]:
    """Return the places of the rows nearest to a vector with their likeness (cosine), the nearest first."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    likeness = matrix @ vector
    most = min(most, len(likeness))
    if not most:
        return []
    best = np.argpartition(-likeness, most - 1)[:most]
    best = best[np.lexsort((best, -likeness[best]))]
    return [(int(place), float(likeness[place])) for place in best]


def links(matrix: "NDArray[np.float32]", least: float) -> Iterator[int | Links]:
    """Yield how many rows are compared, and at the end the pairs whose likeness is `least` or more.

    Of each row the MOST closest are kept; a pair is kept if it is one of either row's.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    count = len(matrix)
    company = np.zeros(count, dtype=np.float32)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]] = []
    for start in range(0, count, BLOCK):
        likeness = matrix[start : start + BLOCK] @ matrix.T
        own = np.arange(len(likeness))
        likeness[own, own + start] = -2.0
        company[start : start + BLOCK] = _company(likeness)
        found.append(_near(likeness, start, least))
        yield min(start + BLOCK, count)
    ones, others, shares = (np.concatenate(each) for each in zip(*found, strict=True)) if found else _none()
    first, second = np.minimum(ones, others), np.maximum(ones, others)
    keys, once = np.unique(first * max(count, 1) + second, return_index=True)
    del keys
    yield Links(first[once], second[once], shares[once], company)


def _company(likeness: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the mean likeness of each row to its nearest neighbours; 0 for a row that is alone in the world."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    others = likeness.shape[1] - 1
    if not others:
        return np.zeros(len(likeness), dtype=np.float32)
    most = min(NEIGHBOURS, others)
    top = np.partition(likeness, likeness.shape[1] - most, axis=1)[:, -most:]
    mean: NDArray[np.float32] = top.mean(axis=1, dtype=np.float32)
    return mean


def _near(
    likeness: "NDArray[np.float32]", start: int, least: float
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]":
    """Return the pairs of a block that are near enough: both rows' places, and how near."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    near = likeness >= least
    for row in np.flatnonzero(near.sum(axis=1) > MOST):
        best = np.argpartition(-likeness[row], MOST - 1)[:MOST]
        near[row] = False
        near[row, best] = True
    ones, others = np.nonzero(near)
    return ones + start, others, likeness[ones, others]


def _none() -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]":
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
