"""Whether two answers to what is nearly the same question say something else.

Vectors alone do not tell: "We open at 9" and "We open at 10" lie next to each other. So numbers are looked at as well,
and yes and no, and what is denied (in English).
"""

import re
import unicodedata

FAR = 0.6
"""Answers less alike than this say different things."""
NEAR = 0.75
"""Answers as alike as this say the same, unless their words tell otherwise."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NO = frozenset({"no", "not", "never", "cannot", "nobody", "nothing", "neither", "nor", "without", "unable"})
_LONGEST = 400
"""In a longer text a "not" more or less means little."""


def _same_words(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but case, spaces and marks."""
    return _plain(one) == _plain(other)


def say_otherwise(one: str, other: str, likeness: float | None, *, labels: bool = False) -> bool:
    """Tell whether two answers to the same question contradict each other.

    `likeness` is that of their vectors, None where there are none; answers that are `labels` do so when they differ.
    """
    if _same_words(one, other):
        return False
    if labels or (likeness is not None and likeness < FAR):
        return True
    if _opening(one) and _opening(other) and _opening(one) != _opening(other):
        return True
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if numbers and others and not (numbers <= others or others <= numbers):
        return True
    short = max(len(one), len(other)) <= _LONGEST
    return short and likeness is not None and likeness >= NEAR and _denials(one) % 2 != _denials(other) % 2


def _plain(said: str) -> str:
    folded = unicodedata.normalize("NFKC", said).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _opening(said: str) -> str:
    """Return "yes" or "no" where an answer begins with it."""
    first = _WORDS.match(said.strip().casefold())
    return first[0] if first is not None and first[0] in ("yes", "no") else ""


def _denials(said: str) -> int:
    words = _WORDS.findall(said.casefold().replace("’", "'"))
    return sum(word in _NO or word.endswith("n't") for word in words)
