"""Finding and replacing in texts as they are kept (store.bodies), without making examples of them.

Where a kept text is too intricate for that, the answer is None, and the example has to be looked at.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_app.core.search import Search
from desktop_app.store.bodies import PLAIN

_NAMES = ("prompt", "completion", "messages", "role", "content")
_ROLE = r'"role":"(?:[^"\\]|\\.)*"'
_ESCAPE = r"\\(?:u[0-9a-f]{4}|.)"
_NO_TEXT = re.compile(f"{_ROLE}|{_ESCAPE}")
"""What stands in a kept text besides its texts, its names and its marks."""
_PROMPT = 'body.line GLOB \'{"prompt":"*\''
"""Tells of kept texts that they are of a prompt and a completion."""
_UNESCAPED = "body.line NOT GLOB '*\\*'"
_IN_ESCAPES = frozenset("bfnrtu0123456789abcdef")
"""What may stand after a backslash: a search that begins with another letter finds nothing within such a sign."""
_COMMON = " eaorhdc"
"""Signs that stand in most texts: a search that begins with one of them has to look at too many places."""


@dataclass(frozen=True, slots=True)
class Swap:
    """What the database can replace by itself: in texts for which `where` holds, every `sought` becomes `by`."""

    where: str
    values: tuple[str, ...]
    sought: str
    by: str


class Sought:
    """A Search for kept texts."""

    def __init__(self, search: Search) -> None:
        self._case = search.case
        self._words = _only_in_texts(search)
        flags = 0 if search.case else re.IGNORECASE
        escaped_words = re.escape(self._words)
        self._alone = re.compile(escaped_words, flags)
        self._among = re.compile(f"({_ROLE}|{_ESCAPE})|{escaped_words}", flags)

    @property
    def sure(self) -> tuple[str, str]:
        """Return a condition, and the value of its :sure, for texts in which it is found; ("", "") for none."""
        if not self._words:
            return "", ""
        if self._case:
            return f"body.line GLOB :sure AND {self._bare}", f"*{_for_glob(self._words)}*"
        return f"body.line LIKE :sure ESCAPE '!' AND {self._bare}", f"%{_for_like(self._words)}%"

    def stands_in(self, line: str) -> bool | None:
        """Tell whether it is found in a kept text."""
        if not self._readable(line):
            return None
        bare = _NO_TEXT.sub('"', line) if self._mixed(line) else line
        return self._words in (bare if self._case else bare.lower())

    def count(self, line: str) -> int | None:
        """Return how many matches there are in a kept text."""
        if not self._readable(line):
            return None
        if self._mixed(line):
            return sum(1 for found in self._among.finditer(line) if not found[1])
        return sum(1 for _ in self._alone.finditer(line))

    def replacing(self, by: str) -> Callable[[str], str | None]:
        """Return what puts `by` in the place of each match in a kept text."""
        words = json.dumps(by, ensure_ascii=False)[1:-1]
        if _halves(by):
            return lambda _: None
        sought, case, begin = self._words, self._case, PLAIN[1]
        apart = _apart(sought)

        def replaced(line: str) -> str | None:
            if line.startswith(begin) and "\\" not in line:
                if case or (apart and line.isascii() and line.lower().count(sought) == line.count(sought)):
                    return line.replace(sought, words)
                if line.isascii():
                    return self._alone.sub(lambda _: words, line)
            return self._among.sub(lambda found: found[1] or words, line) if self._readable(line) else None

        return replaced if sought else lambda _: None

    def swap(self, by: str) -> Swap | None:
        """Return what the database can do of `replacing`: where all matches are written alike; None for nothing."""
        words = json.dumps(by, ensure_ascii=False)[1:-1]
        if not self._words or _halves(by) or words == self._words:
            return None
        where, values = f"line GLOB ? AND {self._bare}", [f"*{_for_glob(self._words)}*"]
        if not self._case:
            if not _apart(self._words):
                return None
            # With those gone that are written alike, nothing is left that would be found.
            where += " AND length(line) = length(CAST(line AS BLOB)) AND replace(line, ?, '') NOT LIKE ? ESCAPE '!'"
            values += [self._words, f"%{_for_like(self._words)}%"]
        return Swap(where, tuple(values), self._words, words)

    @property
    def _bare(self) -> str:
        """Return the condition on kept texts in which no match touches a name, a mark or half of a letter's sign."""
        return f"{_PROMPT} AND {_UNESCAPED}" if self._words[0].lower() in _IN_ESCAPES else _PROMPT

    def _readable(self, line: str) -> bool:
        """Tell whether the text holds nothing but texts, in letters whose other case is known."""
        return bool(self._words) and line.startswith(PLAIN) and (self._case or line.isascii())

    @staticmethod
    def _mixed(line: str) -> bool:
        return "\\" in line or not line.startswith(PLAIN[1])


def pattern(search: Search) -> str:
    """Return a pattern of LIKE that the kept text of every row fits in which something is found; "" for none."""
    if search.regex:
        return ""
    needle = search.text if search.case else max(_plain_runs(search.text), key=len, default="")
    return holding(needle[_start(needle) :])


def holding(text: str) -> str:
    """Return the pattern of LIKE for kept texts that hold this text; "" where it cannot be asked for."""
    if not text or _halves(text):
        return ""  # half of a sign is kept in another way, and the database could not be asked for it
    return f"%{_for_like(json.dumps(text, ensure_ascii=False)[1:-1])}%"


def _for_like(text: str) -> str:
    """Return a text as it stands in a pattern of LIKE that has ! before signs of its own."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _for_glob(text: str) -> str:
    """Return a text as it stands in a pattern of GLOB."""
    return re.sub(r"([*?[])", r"[\1]", text)


def _apart(sought: str) -> bool:
    """Tell whether no match can overlap another."""
    return not any(sought[:end] == sought[-end:] for end in range(1, len(sought)))


def _halves(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _start(needle: str) -> int:
    """Return where to begin, so that the database finds fewer places at which it has to look closer."""
    return next((at for at, letter in enumerate(needle[:-3]) if letter.lower() not in _COMMON), 0)


def _only_in_texts(search: Search) -> str:
    """Return what a line of nothing but texts holds if, and only if, one of its texts does; "" where that is not so.

    It stands in no name of a line, is no mark between two texts, and cannot reach from one into another.
    """
    sought = search.text if search.case else search.text.lower()
    if search.regex or search.whole or search.fields or not sought.isascii() or not sought.isprintable():
        return ""
    named = any(sought.lower() in name for name in _NAMES)
    return "" if named or '"' in sought or "\\" in sought or not sought.strip("{}[]:,") else sought


def _plain_runs(sought: str) -> Iterator[str]:
    """Yield the runs of letters whose only other case the database knows too.

    Some letters have others beyond ASCII, alone or together (the Kelvin sign, the long s, ligatures), and any may form
    one sign with what follows it: they end a run.
    """
    for run in re.findall(r"[\x00-\x7f]+", sought):
        alone = run if run == sought else run[1:-1]
        yield from re.split(r"[fijklnst]", alone, flags=re.IGNORECASE)
