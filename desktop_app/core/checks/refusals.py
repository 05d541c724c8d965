"""Answers that refuse: a model that sees too many of them learns to refuse."""

from array import array
from collections.abc import Iterable

from desktop_app.core.checks.finding import Finding, Severity, Subject
from desktop_app.core.checks.piles import Verdict, found
from desktop_app.core.checks.portion import Portion

SHARE = 0.25
"""More refusals than this are too many for most purposes; OpenAI's guide tells of a model spoilt by 60 %."""

_BEGINNINGS = (
    "i'm sorry, but",
    "i’m sorry, but",
    "i am sorry, but",
    "sorry, but i",
    "sorry, i can",
    "i can't",
    "i can’t",
    "i cannot",
    "i'm unable to",
    "i’m unable to",
    "i am unable to",
    "i won't",
    "i won’t",
    "as an ai",
    "unfortunately, i can",
    "es tut mir leid",
    "tut mir leid",
    "das kann ich nicht",
    "das kann ich leider nicht",
    "als ki",
    "lo siento",
    "no puedo",
    "je suis désolé",
    "je ne peux pas",
)
_FIRST_LETTERS = frozenset(begin[0] for begin in _BEGINNINGS) | frozenset(begin[0].upper() for begin in _BEGINNINGS)
_LONGEST = max(map(len, _BEGINNINGS))


class Refusals:
    """Counts answers that begin as refusals do, in English, German, Spanish and French."""

    def __init__(self) -> None:
        self._found = array("q")
        self._rows = 0

    def see(self, rows: Portion) -> None:
        """Look at some rows."""
        self._rows += len(rows)
        for row, answer in zip(rows.ids, rows.answers, strict=True):
            begin = answer[: _LONGEST + 1].lstrip()
            if begin[:1] in _FIRST_LETTERS and begin.lower().startswith(_BEGINNINGS):
                self._found.append(row)

    def finish(self) -> Iterable[Finding]:
        """Return the refusals if they are too many."""
        if len(self._found) > SHARE * self._rows:
            values = {"share": round(100 * len(self._found) / self._rows)}
            yield found("refusals", Subject.DESIGN, self._found, Verdict(Severity.ADVICE, values=values))
