"""Which words on show are the program's own: those that stand in its source, and not in anybody's data."""

import re
from functools import cache
from pathlib import Path

import desktop_app

_LITERAL = re.compile(r'"([^"\\\n]+)"')
_GAP = re.compile(r"\\\{[^{}]*\\\}")
_NAMES = frozenset(
    {"Aa", "Apache-2.0", "JavaScript", "Python", "SmolLM2-135M-Instruct", "Superheroes", "Support tickets"}
)
"""A sign, what has one name everywhere, and two samples as names of projects."""
_KEYS = re.compile(r"(Ctrl|Shift|Alt|F\d)\b.*|[A-Z]")
_MODEL = re.compile(r"[A-Z][\w/.]*([ -]\d[\w.]*)+")
"""The name of a model, such as "Gemma 3 1B"."""
_LEAST = 12
"""So many letters beside its gaps make a sentence; of fewer, anybody's text may be made up."""


def own(said: str) -> bool:
    """Tell whether a text is a sentence of the program, whatever stands in its gaps, or a word that begins large."""
    if (
        said in _NAMES
        or _KEYS.fullmatch(said)
        or _MODEL.fullmatch(said)
        or not (said.count(" ") > 1 or said[:1].isupper())
    ):
        return False
    plain, filled = _sentences()
    return said in plain or any(each.fullmatch(said) for each in filled)


@cache
def _sentences() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    told = set()
    for path in Path(desktop_app.__file__).parent.rglob("*.py"):
        told |= {each.strip() for each in _LITERAL.findall(path.read_text(encoding="utf-8"))}
    filled = (each for each in told if "{" in each and len(re.sub(r"\{[^{}]*\}|\W", "", each)) >= _LEAST)
    return frozenset(told), tuple(re.compile(_GAP.sub("(.+)", re.escape(each))) for each in filled)
