"""What all texts of a column have in common at their beginning and end, and the marks found there."""

import re
from array import array
from collections.abc import Iterator, Sequence

from desktop_app.core.checks.portion import BETWEEN

_LETTERS_FIRST = re.compile(r"^[^\W_]+")
_LETTERS_LAST = re.compile(r"[^\W_]+$")
_WORDS = re.compile(r" *[^\W_]+( +[^\W_]+)* *")
_LETTERS, _WAITING = 26, 1_000_000
EARLY_ROWS, EARLY_LETTERS = 1000, 4_000_000
"""So many texts are held until it is clear what they all end with."""
_FEW = 30
"""So many places of one byte are gone through one by one; where there are more, all bytes are compared at once."""


class Ends:
    """The longest beginning and ending that all texts share; empty texts are no evidence and counted apart."""

    def __init__(self) -> None:
        self.count = 0
        self.empty = 0
        self.prefix = ""
        self.suffix = ""
        self._longest = 0
        self._shortest: int | None = None

    def see(self, texts: Sequence[str]) -> None:
        """Look at some texts."""
        if self.count and not self.prefix and not self.suffix:  # they have nothing in common, whatever comes now
            empty = texts.count("")
            self.empty += empty
            self.count += len(texts) - empty
            return
        for text in texts:
            if not text:
                self.empty += 1
                continue
            if not self.count:
                self.prefix = self.suffix = text
            self.count += 1
            self._longest = max(self._longest, len(text))
            said = len(text.rstrip())
            if self._shortest is None or said < self._shortest:
                self._shortest = said
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
        """The end mark all texts share; letters before it are there by chance, as are ordinary words alone.

        "e ->" has the mark " ->", "the END" has " END", "e" and " power" have none.
        """
        found = _LETTERS_FIRST.sub("", self.suffix) if self.count > 1 else ""
        by_chance = _WORDS.fullmatch(found) and any(letter.islower() for letter in found)
        return "" if by_chance else found

    @property
    def opening(self) -> str:
        """The beginning all texts share, up to the end of its last whole word."""
        return _LETTERS_LAST.sub("", self.prefix) if self.count > 1 and not self.all_equal else ""

    @property
    def opening_is_a_whole_text(self) -> bool:
        """Tell whether one of the texts says nothing but the shared beginning."""
        return self._shortest is not None and self._shortest <= len(self.opening)


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
        self._free = {mark: _begun(mark.encode()) for mark in marks}

    def see(self, joined: bytes) -> None:
        """Look at some texts in UTF-8, joined by a byte that stands in no mark."""
        places: dict[bytes, list[int]] = {}
        for mark, (before, begin, rest) in list(self._free.items()):
            if begin not in places:  # several marks begin alike
                places[begin] = _places(begin, joined)
            if any(joined.endswith(before, 0, at) and joined.startswith(rest, at + len(begin)) for at in places[begin]):
                del self._free[mark]

    def first(self, wanted: Sequence[str], otherwise: str) -> str:
        """Return the first of the wanted marks that is free."""
        return next((mark for mark in wanted if mark in self._free), otherwise)


class Cases:
    """How many large and small letters the texts have; scripts that know no such difference count for nothing."""

    def __init__(self) -> None:
        self._upper = 0
        self._lower = 0
        self._beyond = bytearray()
        """Letters beyond ASCII that wait to be counted, many at a time."""

    def see(self, joined: bytes, beyond: bytes) -> None:
        """Count the letters of some texts in UTF-8; `beyond` holds what of it is beyond ASCII."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

        numbers = np.frombuffer(joined, dtype=np.uint8)
        self._upper += int(np.count_nonzero(numbers - np.uint8(ord("A")) < _LETTERS))
        self._lower += int(np.count_nonzero(numbers - np.uint8(ord("a")) < _LETTERS))
        self._beyond += beyond.replace(BETWEEN, b"")
        if len(self._beyond) > _WAITING:
            self._count()

    def _count(self) -> None:
        for letter, times in _counted(self._beyond.decode("utf-8", "surrogatepass")):
            if letter.isalpha():
                self._upper += times * letter.isupper()
                self._lower += times * letter.islower()
        self._beyond.clear()

    def mostly_upper(self, mark: str = "", times: int = 0) -> bool:
        """Tell whether more than a third of the letters are large, also without a mark that stands there so many times.

        The share is the old tool's.
        """
        self._count()
        upper = self._upper - times * sum(letter.isupper() for letter in mark)
        lower = self._lower - times * sum(letter.islower() for letter in mark)
        return self._upper * 2 > self._lower and upper * 2 > lower


def visible(mark: str) -> str:
    """Return a mark as it can be read in a sentence: line breaks and tabs as signs."""
    return mark.replace("\r\n", "↵").replace("\n", "↵").replace("\t", "⇥")


def _counted(text: str) -> Iterator[tuple[str, int]]:
    """Yield each letter of the text with its number, ten times as fast as a Counter would."""
    import numpy as np  # noqa: PLC0415 - heavy, and plain ASCII texts do without

    times = np.bincount(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32))
    for code in np.flatnonzero(times):
        yield chr(code), int(times[code])


def _begun(sign: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a mark in three parts, the second of them its first visible byte with the one beside it: a rare pair."""
    spaces = len(sign) - len(sign.lstrip())
    at = max(0, min(spaces - 1, len(sign) - 2))
    return sign[:at], sign[at : at + 2], sign[at + 2 :]


def _places(begin: bytes, data: bytes) -> list[int]:
    """Return every place of two bytes that stand together; of a single byte the first place, which is all it takes."""
    second = begin[-1:]
    if len(begin) == 1:
        return [data.find(second)] if second in data else []
    places: list[int] = []
    at = data.find(second, 1)
    for _ in range(_FEW):
        if at < 0:
            return places
        if data[at - 1] == begin[0]:
            places.append(at - 1)
        at = data.find(second, at + 1)
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

    numbers = np.frombuffer(data, dtype=np.uint8)
    found: list[int] = np.flatnonzero((numbers[:-1] == begin[0]) & (numbers[1:] == begin[1])).tolist()
    return found


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
