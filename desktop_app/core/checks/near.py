"""Rows that are nearly the same. Looked for when the user asks for it, as it takes about as long as the import.

Each text is known by its pieces of 8 bytes. Of the pieces of a longer text only a sample counts (the piece itself
decides whether it belongs to it, so that equal passages have equal samples). From them 32 numbers are made; two texts
have the same number in a place about as often as their pieces are the same. Texts that share four numbers in a row are
compared. A few pairs near the limit are missed, and no pair is named twice.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIKE = 0.7
"""So large a share of two rows' pieces is the same at least, as far as their numbers tell."""

LEAST = 24
"""Bytes of the shortest text that is looked at."""

_PIECE = 8
_NUMBERS = 32
_BAND = 4
_SHORT = 512
"""Texts from this many bytes on are sampled; up to twice as many, all their pieces are taken as well."""

_EVERY = 2000


@dataclass(frozen=True, slots=True)
class LookedAt:
    """So many rows were looked at; said now and then."""

    rows: int


@dataclass(frozen=True, slots=True)
class Near:
    """Two rows that are nearly the same, by their ids, in their order; `likeness` is estimated, from 0 to 1."""

    first: int
    second: int
    likeness: float


def find_near(rows: Iterable[tuple[int, str]]) -> Iterator[LookedAt | Near]:
    """Yield how far the search is, then each pair of nearly equal texts; of equal texts only the first is looked at.

    A row is its id and its text: question and answer, without what all rows share (a system message).
    """
    short, long = _Table(sampled=False), _Table(sampled=True)
    known: set[int] = set()
    count = 0
    for row, said in rows:
        count += 1
        if count % _EVERY == 0:
            yield LookedAt(count)
        text = said.lower().encode("utf-8", "surrogatepass")
        if len(text) < LEAST or hash(text) in known:
            continue
        known.add(hash(text))
        if len(text) <= 2 * _SHORT:
            short.add(row, text)
        if len(text) >= _SHORT:
            long.add(row, text)
    yield LookedAt(count)
    named: set[tuple[int, int]] = set()
    for near in (*short.pairs(), *long.pairs()):
        if (near.first, near.second) not in named:
            named.add((near.first, near.second))
            yield near


def likeness(first: str, second: str) -> float:
    """Return which share of the pieces of two texts is the same, counted and not estimated, from 0 to 1."""
    one, other = _pieces(first), _pieces(second)
    return len(one & other) / len(one | other) if one or other else 1.0


def _pieces(said: str) -> set[bytes]:
    text = said.lower().encode("utf-8", "surrogatepass")
    return {text[at : at + _PIECE] for at in range(max(1, len(text) - _PIECE + 1))}


class _Table:
    """The numbers of many texts: 128 bytes and two ids each."""

    def __init__(self, *, sampled: bool) -> None:
        import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

        self._sampled = sampled
        self._rows = array("q")
        self._numbers = bytearray()
        chance = np.random.default_rng(20_260_101)  # the same numbers on every computer
        self._factors = chance.integers(0, 2**63, size=(_NUMBERS, 1), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self._mixer = np.uint64(0x9E3779B97F4A7C15)

    def add(self, row: int, text: bytes) -> None:
        """Note a text."""
        import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

        pieces = np.ndarray((len(text) - _PIECE + 1,), dtype="<u8", buffer=text, strides=(1,)) * self._mixer
        pieces ^= pieces >> np.uint64(32)
        if self._sampled:
            pieces = pieces[(pieces & np.uint64(7)) == 0]
            if not len(pieces):
                return
        numbers = (pieces * self._factors >> np.uint64(32)).min(axis=1).astype(np.uint32)
        self._rows.append(row)
        self._numbers += numbers.tobytes()

    def pairs(self) -> Iterator[Near]:
        """Yield the pairs that are alike enough, in the order of the rows."""
        import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

        numbers = np.frombuffer(self._numbers, dtype=np.uint32).reshape(-1, _NUMBERS)
        pairs = np.unique(np.concatenate([_neighbours(band) for band in np.split(numbers, _NUMBERS // _BAND, axis=1)]))
        for part in np.array_split(pairs, len(pairs) // 100_000 + 1):
            first, second = np.divmod(part, max(1, len(numbers)))
            alike = (numbers[first] == numbers[second]).mean(axis=1)
            for one, other, share in zip(first.tolist(), second.tolist(), alike.tolist(), strict=True):
                if share >= LIKE:
                    yield Near(self._rows[one], self._rows[other], share)


def _neighbours(band: "NDArray[np.uint32]") -> "NDArray[np.int64]":
    """Return the pairs of texts that have all numbers of a band in common, as first * count + second.

    In a group of many such texts each is paired with the first and with the one before, not with all.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    key = np.ascontiguousarray(band).view(np.uint64) * np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)
    mixed = key[:, 0] ^ (key[:, 1] >> np.uint64(7))
    order = np.argsort(mixed, kind="stable")
    again = np.flatnonzero(mixed[order[1:]] == mixed[order[:-1]]) + 1
    begins = np.flatnonzero(np.diff(mixed[order], prepend=~mixed[order[:1]]) != 0)
    firsts = order[begins[np.searchsorted(begins, again, side="right") - 1]]
    seconds = order[again]
    before = order[again - 1]
    count = np.int64(len(band))
    return np.unique(np.concatenate([firsts * count + seconds, before * count + seconds]))
