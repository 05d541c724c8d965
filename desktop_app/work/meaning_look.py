"""Looking at a project's rows by their meaning, in the worker: what asks the same, contradicts, leaks, stands alone."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core import closeness
from desktop_app.core.closeness import Links
from desktop_app.core.fields import expected
from desktop_app.core.meaning import Aspect, Embedder
from desktop_app.core.meant import Kind, Lonely, Meant, Pair, crosses, lonely_places, meant, some_of
from desktop_app.core.opposition import say_otherwise
from desktop_app.store import examples, vectors
from desktop_app.work.meaning_rows import Rows, gather, matrix_of, reading

if TYPE_CHECKING:
    from sqlite3 import Connection

    import numpy as np
    from numpy.typing import NDArray

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Looking:
    """How far the looking is, of `total` rows; 0 where that is not known yet."""

    done: int
    total: int


def look(path: Path, embedder: Embedder, least: float) -> Iterator[Looking | Meant]:
    """Compare all rows that an embedder has read; yield Looking, and what was found at the end."""
    with reading(path) as connection:
        rows = yield from _gathered(connection)
        table = _Table(connection, embedder, rows)
        links = yield from _linked(table.prompts, least)
        pairs = list(table.pairs(links))
        lonely = yield from _lonely(connection, embedder, rows, links, table)
        lacking = sum(bool(digest) and digest not in table.places for digest in rows.prompts)
    made = meant(len(rows.ids) - lacking, lacking, least, pairs, lonely)
    yield replace(made, answers=table.knows_answers or rows.labels is not None)


def _gathered(connection: "Connection") -> Generator[Looking, None, Rows]:
    walk = gather(connection)
    while True:
        try:
            yield Looking(next(walk).rows, 0)
        except StopIteration as end:
            found: Rows = end.value
            return found


def _linked(matrix: "NDArray[np.float32]", least: float) -> Generator[Looking, None, Links | None]:
    found: Links | None = None
    for item in closeness.links(matrix, least) if len(matrix) else ():
        if isinstance(item, Links):
            found = item
        else:
            yield Looking(item, len(matrix))
    return found


def _lonely(
    connection: "Connection", embedder: Embedder, rows: Rows, links: Links | None, table: "_Table"
) -> Generator[Looking, None, list[Lonely]]:
    """Return the rows that are like no other: by questions, which are compared already, else by answers."""
    if links is not None:
        company, of = links.company, table.rows_of
        return [Lonely(rows.ids[of[place][0]], round(float(company[place]), 4)) for place in lonely_places(company)]
    chosen, matrix = matrix_of(connection, embedder, rows, Aspect.ANSWER)
    linked = yield from _linked(matrix, 2.0)
    if linked is None:
        return []
    return [
        Lonely(rows.ids[int(chosen[place])], round(float(linked.company[place]), 4))
        for place in lonely_places(linked.company)
    ]


class _Table:
    """Rows with the vectors of their questions, each question once, and of their answers."""

    def __init__(self, connection: "Connection", embedder: Embedder, rows: Rows) -> None:
        self._connection = connection
        self._rows = rows
        self.places, self.prompts = vectors.matrix(connection, embedder, {each for each in rows.prompts if each})
        answers = {each for each in rows.answers if each} if rows.labels is None else set()
        self._answer_places, self._answers = vectors.matrix(connection, embedder, answers)
        self.knows_answers = bool(self._answer_places)
        self.rows_of: list[list[int]] = [[] for _ in range(len(self.prompts))]
        for place, digest in enumerate(rows.prompts):
            if digest in self.places:
                self.rows_of[self.places[digest]].append(place)

    def pairs(self, links: Links | None) -> Iterator[Pair]:
        """Yield what pairs of rows tell."""
        yield from self._same_question_across()
        if links is None:
            return
        found: list[tuple[int, int, float]] = []
        for first, second, share in zip(
            links.first.tolist(), links.second.tolist(), links.likeness.tolist(), strict=True
        ):
            some = some_of(self.rows_of[first], self.rows_of[second], self._rows.parts)
            found += [(one, other, share) for one, other in some]
        said = self._texts({place for one, other, _ in found for place in (one, other)})
        for one, other, share in found:
            yield from self._told(one, other, share, said)

    def _same_question_across(self) -> Iterator[Pair]:
        """Yield the very same question in two parts: no vector is needed to see that."""
        parts = self._rows.parts
        for places in self.rows_of:
            first = places[0]
            other = next((each for each in places if crosses(parts[first], parts[each])), None)
            if other is not None:
                yield self._pair(Kind.LEAK, first, other, 1.0, None)

    def _told(self, one: int, other: int, share: float, said: Callable[[int], str]) -> Iterator[Pair]:
        answers = self._answers_alike(one, other)
        leaks = crosses(self._rows.parts[one], self._rows.parts[other])
        if leaks:
            yield self._pair(Kind.LEAK, one, other, share, answers)
        compared = self._rows.labels is not None or answers is not None
        if compared and say_otherwise(said(one), said(other), answers, labels=self._rows.labels is not None):
            yield self._pair(Kind.CONTRADICTION, one, other, share, answers)
        elif not leaks:
            yield self._pair(Kind.SAME, one, other, share, answers)

    def _answers_alike(self, one: int, other: int) -> float | None:
        hashes = self._rows.answers[one], self._rows.answers[other]
        if hashes[0] == hashes[1]:
            return 1.0
        places = [self._answer_places.get(each) for each in hashes]
        if places[0] is None or places[1] is None:
            return None
        return float(self._answers[places[0]] @ self._answers[places[1]])

    def _pair(self, kind: Kind, one: int, other: int, share: float, answers: float | None) -> Pair:
        first, second = sorted((one, other))
        ids = self._rows.ids
        told = None if answers is None else round(answers, 4)
        return Pair(kind, ids[first], ids[second], round(share, 4), told)

    def _texts(self, places: set[int]) -> Callable[[int], str]:
        """Return what gives the answers of these rows."""
        labels = self._rows.labels
        if labels is not None:
            return labels.__getitem__
        found: dict[int, str] = {}
        ids = self._rows.ids
        wanted: Sequence[int] = sorted(places)
        for start in range(0, len(wanted), _PAGE):
            some = wanted[start : start + _PAGE]
            by_id = {ids[place]: place for place in some}
            for row in examples.page(self._connection, list(by_id)):
                found[by_id[row.id]] = expected(row.example)
        return lambda place: found.get(place, "")
