"""How near an answer comes to the one that was hoped for: pure functions of two texts."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+", re.UNICODE)
"""A word; each sign of a script that sets no blanks between its words counts as one."""
_LONGEST_RUN = 6
"""Letters: as chrF was defined, and as sacrebleu counts it."""
_BETA = 2.0
"""chrF weighs what is missing twice as much as what is too much."""


def bare(text: str, stop: str = "") -> str:
    """Return a text without its end mark and without white space around it."""
    text = text.strip()
    mark = stop.strip()
    return text.removesuffix(mark).rstrip() if mark else text


def normal(text: str, stop: str = "") -> str:
    """Return what two texts that only look different have in common.

    The end mark, case, the way signs are coded (NFKC), white space, and full stops at the end are left out.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare(text, stop)).casefold())
    return " ".join(folded.split()).rstrip(".!?。…").rstrip()


def exact(answer: str, expected: str, stop: str = "") -> bool:
    """Tell whether two texts are the same, letter for letter, but for the end mark and white space around them."""
    return bare(answer, stop) == bare(expected, stop)


def normalised(answer: str, expected: str, stop: str = "") -> bool:
    """Tell whether two texts are the same in their `normal` form."""
    return normal(answer, stop) == normal(expected, stop)


def rouge_l(answer: str, expected: str, stop: str = "") -> float:
    """Return from 0 to 1 how many words are the same in the same order (ROUGE-L, F1); two empty texts are the same."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - heavy

    said, hoped = words(bare(answer, stop)), words(bare(expected, stop))
    if not said or not hoped:
        return float(said == hoped and bare(answer, stop) == bare(expected, stop))
    return 2 * LCSseq.similarity(said, hoped) / (len(said) + len(hoped))


def chrf(answer: str, expected: str, stop: str = "", beta: float = _BETA) -> float:
    """Return from 0 to 1 how many runs of one to six letters are the same (chrF); two empty texts are the same.

    With `beta` 1 it does not matter which of the two texts is the answer.
    """
    said, hoped = ("".join(bare(text, stop).split()) for text in (answer, expected))
    if not said or not hoped:
        return float(said == hoped)
    precision = recall = 0.0
    orders = min(_LONGEST_RUN, len(said), len(hoped))
    for length in range(1, orders + 1):
        ours, theirs = Counter(_runs(said, length)), Counter(_runs(hoped, length))
        same = (ours & theirs).total()
        precision += same / ours.total()
        recall += same / theirs.total()
    if not precision + recall:
        return 0.0
    precision, recall = precision / orders, recall / orders
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def cosine(answer: Sequence[float] | None, expected: Sequence[float] | None) -> float:
    """Return the cosine of two vectors of length 1, which mean the same at 1; None is a text that says nothing.

    Two texts that say nothing are the same; one of them has nothing in common with any other.
    """
    if answer is None or expected is None:
        return float(answer is expected)
    return math.fsum(one * other for one, other in zip(answer, expected, strict=True))


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _runs(text: str, length: int) -> "Iterator[str]":
    return (text[at : at + length] for at in range(len(text) - length + 1))
