"""The rows of a project as their meaning is looked at: which texts they have, and which of them are read already.

Everything here runs in the worker; it reads one state of the project file, whatever is written meanwhile.
"""

from array import array
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.checks.blob import blobs
from desktop_app.core.checks.finding import Finding
from desktop_app.core.checks.privacy import Privacy
from desktop_app.core.checks.seeing import seen
from desktop_app.core.closeness import unit
from desktop_app.core.example import Part
from desktop_app.core.labels import LONGEST_LABEL, looks_like_labels
from desktop_app.core.meaning import Aspect, Embedder, text_hash, texts
from desktop_app.store import examples, vectors
from desktop_app.store.connection import connect, in_words
from desktop_app.work.intake import Progress

if TYPE_CHECKING:
    from sqlite3 import Connection

    import numpy as np
    from numpy.typing import NDArray

    from desktop_app.store.examples import Row

EVERY = 2000
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Survey:
    """What of a project an embedder has read: `rows` that have a text at all, `lacking` ones with a text not read yet.

    `texts` different texts are to be read, of so many bytes, and `wanted` holds the rows that have them, the shortest
    first. `orphans` counts the vectors of texts that no row has any more. `private` is what was found in the rows to
    be read that is personal or secret, where it was looked for.
    """

    rows: int
    lacking: int
    texts: int
    size: int
    orphans: int
    wanted: "array[int]"
    private: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Rows:
    """Rows of a project side by side: their ids and parts, and the hashes of their texts (b"" for none)."""

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    parts: list[Part] = field(default_factory=list)
    prompts: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    labels: list[str] | None = None
    """The answers, where they are classes."""


@contextmanager
def reading(path: Path) -> "Iterator[Connection]":
    """Lend a connection that sees one state of a project file."""
    with in_words(path), closing(connect(path, writable=False)) as connection:
        connection.execute("BEGIN")
        yield connection


def survey(path: Path, embedder: Embedder, aspect: Aspect, *, private: bool = False) -> Iterator[Progress | Survey]:
    """Look which texts of a project's rows are to be read; yield Progress, and the Survey at the end.

    With `private` it is looked for personal data in the rows that would be sent.
    """
    with reading(path) as connection:
        known = vectors.known(connection, embedder)
        looker = _Looker(known, aspect, private=private)
        for count, row in enumerate(_used(connection), start=1):
            looker.see(row)
            if count % EVERY == 0:
                yield Progress(0, 0, count)
    yield looker.survey()


def gather(connection: "Connection") -> Generator[Progress, None, Rows]:
    """Read the rows that are used, and return them."""
    made = Rows()
    said: dict[str, int] = {}
    answers: list[str] | None = []
    for count, row in enumerate(_used(connection), start=1):
        asked, answered = (texts(row.example, each) for each in (Aspect.PROMPT, Aspect.ANSWER))
        made.ids.append(row.id)
        made.parts.append(row.part)
        made.prompts.append(text_hash(asked[0]) if asked else b"")
        made.answers.append(text_hash(answered[0]) if answered else b"")
        if answers is not None:
            answer = answered[0] if answered else ""
            said[answer] = said.get(answer, 0) + 1
            answers.append(answer)
            if len(answer) > LONGEST_LABEL:
                answers = None
        if count % EVERY == 0:
            yield Progress(0, 0, count)
    if answers is not None and looks_like_labels(len(answers), len(said), max(map(len, said), default=0)):
        made.labels = answers
    return made


def gathered(connection: "Connection") -> Rows:
    """Return the rows that are used, without a word about how far it is."""
    walk = gather(connection)
    while True:
        try:
            next(walk)
        except StopIteration as end:
            found: Rows = end.value
            return found


def readable(
    connection: "Connection", embedder: Embedder, rows: Rows, aspect: Aspect
) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
    """Return the vectors by an aspect as `matrix_of` does; where no row was read so, by one that was."""
    for each in dict.fromkeys((aspect, Aspect.PROMPT, Aspect.ANSWER)):
        found = matrix_of(connection, embedder, rows, each)
        if len(found[0]):
            break
    return found


def matrix_of(
    connection: "Connection", embedder: Embedder, rows: Rows, aspect: Aspect
) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
    """Return the places of the rows whose texts are all read, and their vectors as rows of one matrix."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    from_texts = {Aspect.PROMPT: (rows.prompts,), Aspect.ANSWER: (rows.answers,)}
    columns = from_texts.get(aspect, (rows.prompts, rows.answers))
    wanted = {digest for column in columns for digest in column if digest}
    places, kept = vectors.matrix(connection, embedder, wanted)
    total = np.zeros((len(rows.ids), kept.shape[1]), dtype=np.float32)
    whole = np.ones(len(rows.ids), dtype=np.bool_)
    some = np.zeros(len(rows.ids), dtype=np.bool_)
    for column in columns:
        at = np.fromiter((places.get(digest, -1) for digest in column), np.int64, len(column))
        has = np.fromiter((bool(digest) for digest in column), np.bool_, len(column))
        whole &= ~has | (at >= 0)
        some |= has
        there = at >= 0
        total[there] += kept[at[there]]
    chosen = np.flatnonzero(whole & some)
    found = total[chosen]
    return chosen.astype(np.int64), unit(found)


def _used(connection: "Connection") -> "Iterator[Row]":
    return examples.rows(connection, used=True)


class _Looker:
    """Notes which texts are not read yet, and whose they are."""

    def __init__(self, known: set[bytes], aspect: Aspect, *, private: bool) -> None:
        self._known = known
        self._aspect = aspect
        self._privacy = Privacy() if private else None
        self._waiting: list[Row] = []
        self._wanted: dict[bytes, tuple[int, int]] = {}
        self._needed: set[bytes] = set()
        self._rows = self._lacking = self._size = 0

    def see(self, row: "Row") -> None:
        """Look at a row."""
        said = texts(row.example, self._aspect)
        self._rows += bool(said)
        lacks = False
        for one in said:
            digest = text_hash(one)
            self._needed.add(digest)
            if digest in self._known:
                continue
            lacks = True
            if digest not in self._wanted:
                self._wanted[digest] = (len(one), row.id)
                self._size += len(one.encode("utf-8", "surrogatepass"))
        self._lacking += lacks
        if lacks and self._privacy is not None:
            self._waiting.append(row)
            if len(self._waiting) >= _TOGETHER:
                self._look()

    def survey(self) -> Survey:
        """Return what was seen."""
        self._look()
        ordered = sorted(self._wanted.values())
        rows = array("q", dict.fromkeys(row for _, row in ordered))
        private = tuple(self._privacy.finish()) if self._privacy is not None else ()
        orphans = len(self._known.difference(self._needed)) if self._aspect is Aspect.BOTH else 0
        return Survey(self._rows, self._lacking, len(self._wanted), self._size, orphans, rows, private)

    def _look(self) -> None:
        if self._privacy is None or not self._waiting:
            return
        for blob in blobs([seen(row.id, row.id, row.example) for row in self._waiting]):
            self._privacy.look(blob)
        self._waiting = []
