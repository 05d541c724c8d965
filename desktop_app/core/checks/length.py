"""Rows that are longer than the model can take in."""

from array import array
from collections.abc import Iterable, Sequence

from desktop_app.core.checks.finding import SHOWN, Circumstances, Finding, Remedy, Seen, Severity, Subject
from desktop_app.core.checks.task import Tally, Task
from desktop_app.core.example import Completion

LONG = 10_000
"""Letters in a prompt-completion row, the rule of thumb of the old tool for rows whose tokens nobody counted."""


class Length:
    """Finds rows with more tokens than the target takes; where tokens are not known, rows with very many letters."""

    def __init__(self, circumstances: Circumstances, tally: Tally) -> None:
        self._limit = circumstances.target.limit
        self._by_letters = circumstances.target.completes
        self._tally = tally
        self._cut = array("q")
        self._long = array("q")
        self._longest = 0

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        limit = self._limit
        for row in rows:
            if row.tokens is not None and limit is not None:
                if row.tokens > limit:
                    self._cut.append(row.id)
                    self._longest = max(self._longest, row.tokens)
            elif self._by_letters and len(row.prompt) + len(row.answer) > LONG and isinstance(row.example, Completion):
                self._long.append(row.id)

    def finish(self) -> Iterable[Finding]:
        """Return the rows that would be cut, and those that are very long."""
        if self._cut:
            values = {"limit": self._limit or 0, "longest": self._longest}
            act = Remedy("drop_too_long", rows=self._cut)
            shown = self._cut[:SHOWN]
            count = len(self._cut)
            yield Finding("too_long", Subject.LENGTH, Severity.PROBLEM, count, shown, values, act, True, each=True)
        if self._long and self._tally.task is not Task.OPEN_ENDED:
            act = Remedy("drop_long", rows=self._long)
            shown, values = self._long[:SHOWN], {"letters": LONG}
            yield Finding(
                "long_rows", Subject.LENGTH, Severity.ADVICE, len(self._long), shown, values, act, recommended=True
            )
