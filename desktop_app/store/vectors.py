"""Vectors of texts, kept by the model that made them and the text's hash.

A vector belongs to a text and not to a row: rows with the same text share it, and an edited row has none until its new
text is read. Numbers are little-endian float32, every vector has length 1.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.meaning import Embedder, text_hash
from desktop_app.core.problem import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 2000
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """How many vectors of an embedder there are, and how many numbers each has."""

    embedder: Embedder
    width: int
    count: int


def kept(connection: sqlite3.Connection) -> tuple[Kept, ...]:
    """Return whose vectors there are, those of which there are most first."""
    query = (
        "SELECT site, model, width, count(vector.id) AS made FROM embedder LEFT JOIN vector"
        " ON vector.embedder = embedder.id GROUP BY embedder.id HAVING made > 0 ORDER BY made DESC, embedder.id"
    )
    return tuple(Kept(Embedder(site, model), width, made) for site, model, width, made in connection.execute(query))


def state(connection: sqlite3.Connection, embedder: Embedder) -> tuple[int, int]:
    """Return what is another whenever an embedder's vectors are others: how many there are, and the newest one's id."""
    number, _ = _number(connection, embedder) or (0, 0)
    query = "SELECT count(*), coalesce(max(id), 0) FROM vector WHERE embedder = ?"
    count, newest = connection.execute(query, (number,)).fetchone()
    return count, newest


def put(connection: sqlite3.Connection, embedder: Embedder, vectors: Mapping[bytes, bytes]) -> None:
    """Keep vectors by the hashes of their texts; raise Problem("vectors_of_other_width")."""
    if not vectors:
        return
    width = len(next(iter(vectors.values()))) // 4
    connection.execute(
        "INSERT OR IGNORE INTO embedder (site, model, width) VALUES (?, ?, ?)",
        (embedder.site, embedder.model, width),
    )
    number, known = _number(connection, embedder) or (0, 0)
    if any(len(vector) != 4 * known for vector in vectors.values()):
        raise Problem("vectors_of_other_width", model=embedder.model)
    connection.executemany(
        "INSERT OR REPLACE INTO vector (embedder, hash, vector) VALUES (?, ?, ?)",
        [(number, digest, vector) for digest, vector in vectors.items()],
    )


def known(connection: sqlite3.Connection, embedder: Embedder) -> set[bytes]:
    """Return the hashes of all texts whose vectors an embedder has made."""
    number, _ = _number(connection, embedder) or (0, 0)
    return {digest for (digest,) in connection.execute("SELECT hash FROM vector WHERE embedder = ?", (number,))}


def blocks(connection: sqlite3.Connection, embedder: Embedder) -> Iterator[list[tuple[bytes, bytes]]]:
    """Yield all vectors of an embedder with their texts' hashes, some thousands at a time."""
    number, _ = _number(connection, embedder) or (0, 0)
    found = connection.execute("SELECT hash, vector FROM vector WHERE embedder = ?", (number,))
    while some := found.fetchmany(_BLOCK):
        yield some


def matrix(
    connection: sqlite3.Connection, embedder: Embedder, hashes: Collection[bytes]
) -> "tuple[dict[bytes, int], NDArray[np.float32]]":
    """Return the vectors of these texts as rows of one matrix, and the place of each; those that are not kept lack."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    _, width = _number(connection, embedder) or (0, 0)
    wanted = set(hashes)
    made = np.zeros((len(wanted), width), dtype=np.float32)
    places: dict[bytes, int] = {}
    for block in blocks(connection, embedder):
        some = [(digest, vector) for digest, vector in block if digest in wanted]
        if some:
            start = len(places)
            joined = b"".join(vector for _, vector in some)
            made[start : start + len(some)] = np.frombuffer(joined, "<f4").reshape(len(some), width)
            places.update((digest, start + place) for place, (digest, _) in enumerate(some))
    return places, made[: len(places)]


def of_texts(
    connection: sqlite3.Connection, embedder: Embedder, texts: Iterable[str]
) -> "dict[str, NDArray[np.float32]]":
    """Return the vectors of those of these texts that an embedder has read already."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    number, _ = _number(connection, embedder) or (0, 0)
    by_hash: dict[bytes, list[str]] = {}
    for said in dict.fromkeys(texts):
        by_hash.setdefault(text_hash(said), []).append(said)
    found: dict[str, NDArray[np.float32]] = {}
    digests = list(by_hash)
    for start in range(0, len(digests), _AT_ONCE):
        some = digests[start : start + _AT_ONCE]
        gaps = ", ".join("?" * len(some))
        query = f"SELECT hash, vector FROM vector WHERE embedder = ? AND hash IN ({gaps})"
        for digest, vector in connection.execute(query, (number, *some)):
            for said in by_hash[digest]:
                found[said] = np.frombuffer(vector, "<f4")
    return found


def _number(connection: sqlite3.Connection, embedder: Embedder) -> tuple[int, int] | None:
    """Return the number under which an embedder's vectors are kept, and how many numbers each of them has."""
    query = "SELECT id, width FROM embedder WHERE site = ? AND model = ?"
    found = connection.execute(query, (embedder.site, embedder.model)).fetchone()
    return None if found is None else (int(found[0]), int(found[1]))
