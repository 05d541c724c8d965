"""What all texts of a column have in common at their beginning and end, and the marks found there."""

import re
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LETTERS_FIRST = re.compile(r"^[^\W_]+")
_LETTERS_LAST = re.compile(r"[^\W_]+$")
_NOT_UPPER = bytes(code for code in range(256) if not chr(code).isascii() or not chr(code).isupper())
_NOT_LOWER = bytes(code for code in range(256) if not chr(code).isascii() or not chr(code).islower())
_CASED_BELOW = 0x20000
"""No letter from here on is large or small."""

EARLY_ROWS, EARLY_LETTERS = 1000, 4_000_000
"""So many texts are held until it is clear what they all end with."""


class Ends:
    """The longest beginning and ending that all texts share; empty texts are no evidence and counted apart."""

    def __init__(self) -> None:
        self.count = 0
        self.empty = 0
        self.prefix = ""
        self.suffix = ""
        self._longest = 0

    def see(self, texts: Sequence[str]) -> None:
        """Look at some texts."""
        for text in texts:
            if not text:
                self.empty += 1
                continue
            if not self.count:
                self.prefix = self.suffix = text
            self.count += 1
            self._longest = max(self._longest, len(text))
            if not text.startswith(self.prefix):
                self.prefix = self.prefix[: _shared(self.prefix, text)]
            if not text.endswith(self.suffix):
                shared = _shared(self.suffix[::-1], text[-len(self.suffix) :][::-1])
                self.suffix = self.suffix[len(self.suffix) - shared :]

    @property
    def all_equal(self) -> bool:
        """Tell whether all texts are one and the same."""
        return self.count > 0 and not self.empty and len(self.prefix) == self._longest

    @property
    def mark(self) -> str:
        """The end mark all texts share; letters that stand before it by chance are not part of it, nor one themselves.

        "e ->" has the mark " ->", "the END" has " END", "e" has none.
        """
        return _LETTERS_FIRST.sub("", self.suffix) if self.count > 1 else ""

    @property
    def opening(self) -> str:
        """The beginning all texts share, up to the end of its last whole word."""
        return _LETTERS_LAST.sub("", self.prefix) if self.count > 1 and not self.all_equal else ""


class Repeats:
    """Finds texts in which the mark that all texts end with stands a second time.

    In one pass: the first texts are held until the mark can be known. Should it become shorter later than that, the
    texts before are only known to repeat the longer one.
    """

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._held: list[tuple[int, str]] = []
        self._letters = 0
        self._holding = True
        self._found = array("q")

    def see(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Look at texts that `ends` has seen already."""
        if not self._ends.suffix:
            self._held, self._holding = [], False
        elif self._holding:
            self._held.extend(zip(ids, texts, strict=True))
            self._letters += sum(map(len, texts))
            if len(self._held) >= EARLY_ROWS or self._letters >= EARLY_LETTERS:
                self._let_go()
        else:
            self._look(zip(ids, texts, strict=True))

    def found(self) -> "array[int]":
        """Return the ids of the texts with a second mark, in order."""
        self._let_go()
        return self._found if self._ends.mark else array("q")

    def _let_go(self) -> None:
        self._look(self._held)
        self._held, self._holding = [], False

    def _look(self, rows: "zip[tuple[int, str]] | list[tuple[int, str]]") -> None:
        mark = self._ends.mark
        if mark:
            self._found.extend(id_ for id_, text in rows if text.find(mark, 0, max(0, len(text) - len(mark))) >= 0)


class Free:
    """Which of some marks stand in none of the texts."""

    def __init__(self, marks: Sequence[str]) -> None:
        self._free = list(marks)

    def see(self, joined: str) -> None:
        """Look at some texts, joined by a letter that stands in no mark."""
        self._free = [mark for mark in self._free if mark not in joined]

    def first(self, wanted: Sequence[str], otherwise: str) -> str:
        """Return the first of the wanted marks that is free."""
        return next((mark for mark in wanted if mark in self._free), otherwise)


class Cases:
    """How many large and small letters the texts have; scripts that know no such difference count for nothing."""

    def __init__(self) -> None:
        self._upper = 0
        self._lower = 0
        self._table: NDArray[np.uint8] | None = None

    def see(self, joined: str) -> None:
        """Count the letters of some texts."""
        if joined.isascii():
            raw = joined.encode("ascii")
            self._upper += len(raw.translate(None, _NOT_UPPER))
            self._lower += len(raw.translate(None, _NOT_LOWER))
            return
        kinds = self._kinds_of(joined)
        self._upper += int(kinds[1])
        self._lower += int(kinds[2])

    def _kinds_of(self, joined: str) -> "NDArray[np.intp]":
        """Return how many letters are neither, large and small."""
        import numpy as np  # noqa: PLC0415 - heavy, and plain ASCII texts do without

        if self._table is None:
            letters = (chr(code) for code in range(_CASED_BELOW))
            self._table = np.array([c.isalpha() and c.isupper() + 2 * c.islower() for c in letters], dtype=np.uint8)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return np.bincount(self._table[codes[codes < _CASED_BELOW]], minlength=3)

    @property
    def mostly_upper(self) -> bool:
        """Tell whether more than a third of the letters are large, which is the old tool's rule."""
        return self._upper * 2 > self._lower


def visible(mark: str) -> str:
    """Return a mark as it can be read in a sentence: line breaks and tabs as signs."""
    return mark.replace("\r\n", "↵").replace("\n", "↵").replace("\t", "⇥")


def _shared(one: str, other: str) -> int:
    """Return how many letters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
