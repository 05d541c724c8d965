"""Rows of a table that are alike, in groups: the same, nearly the same, or the same question answered otherwise."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

from desktop_app.core.checks.near import Near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 10_000
"""So many groups of one kind are shown at most: nobody looks at more one by one."""


class Kind(StrEnum):
    """In what the rows of a group are alike."""

    ANSWERS = "answers"
    NEAR = "near"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are alike, in the order of the table: their ids, and their numbers in the table, counted from 1.

    `mark` is the same for the same texts, wherever and whenever they are looked at; `gist` is the beginning of one.
    """

    kind: Kind
    rows: tuple[int, ...]
    numbers: tuple[int, ...]
    mark: str
    gist: str = ""


class Alikeness:
    """Keeps three numbers a row, of which the groups are made; texts are not kept."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._numbers = array("q")
        self._asked = array("q")
        self._said = array("q")

    def add(self, row: int, number: int, asked: str, said: str) -> None:
        """Note a row: its number in the table, what is asked in it, and all that is said in it.

        Large and small letters count as the same. A row that asks nothing contradicts nobody.
        """
        self._ids.append(row)
        self._numbers.append(number)
        self._asked.append(_digest(asked.strip().lower()) if asked.strip() else -number)
        self._said.append(_digest(said.strip().lower()))

    def groups(self, near: Iterable[Near]) -> Iterator[Group]:
        """Yield the groups: contradictions, then what else is nearly the same by these pairs, then what is the same."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

        asked, said = np.frombuffer(self._asked, np.int64), np.frombuffer(self._said, np.int64)
        named: set[tuple[int, ...]] = set()
        for places in _runs(asked):
            if len(set(said[places].tolist())) > 1:
                group = self._group(Kind.ANSWERS, places.tolist())
                named.add(group.rows)
                yield group
        place_of = {row: place for place, row in enumerate(self._ids)} if near else {}
        for rows in joined((each.first, each.second) for each in near):
            group = self._group(Kind.NEAR, [place_of[row] for row in rows])
            if group.rows not in named:
                yield group
        for places in _runs(said):
            yield self._group(Kind.SAME, places.tolist())

    def _group(self, kind: Kind, places: list[int]) -> Group:
        places = sorted(places, key=lambda place: self._numbers[place])
        said = sorted(self._said[place] for place in places)
        mark = blake2b(array("q", said).tobytes(), digest_size=8, person=kind.value.encode()).hexdigest()
        rows, numbers = (tuple(kept[place] for place in places) for kept in (self._ids, self._numbers))
        return Group(kind, rows, numbers, mark)


def joined(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the groups of which all members hang together by pairs, each in ascending order."""
    leader: dict[int, int] = {}

    def led(one: int) -> int:
        while leader.setdefault(one, one) != one:
            leader[one] = one = leader[leader[one]]
        return one

    for first, second in pairs:
        one, other = sorted((led(first), led(second)))
        leader[other] = one
    found: dict[int, list[int]] = {}
    for member in sorted(leader):
        found.setdefault(led(member), []).append(member)
    return list(found.values())


def _runs(keys: "NDArray[np.int64]") -> "Iterator[NDArray[np.intp]]":
    """Yield the places of the numbers that stand there more than once, each number's together, by their first place."""
    import numpy as np  # noqa: PLC0415 - see Alikeness.groups

    order = np.argsort(keys, kind="stable")
    begins = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]) != 0)
    ends = np.append(begins[1:], len(keys))
    long = np.flatnonzero(ends - begins > 1)
    for at in long[np.argsort(order[begins[long]], kind="stable")]:
        yield order[begins[at] : ends[at]]


def _digest(said: str) -> int:
    digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
