"""The rows a check has put aside, by what is the matter with them."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop_app.core.checks.finding import SHOWN, Finding, Remedy, Severity, Subject
from desktop_app.core.text import Value


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a check speaks of one pile: how grave it is, the kind of remedy ("" for none), and whether we would do it.

    `values` are those of the finding's sentences, `needs` what the remedy needs.
    """

    severity: Severity
    remedy: str = ""
    recommended: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    needs: Mapping[str, Value] = field(default_factory=dict)


class Piles:
    """Ids of rows by the check that found them, in the order of the table; one row may lie on several piles."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._rows: dict[str, array[int]] = {}

    def add(self, check: str, row: int) -> None:
        """Put a row on a pile, once however often it is given in turn."""
        pile = self._rows.setdefault(check, array("q"))
        if not pile or pile[-1] != row:
            pile.append(row)

    def rows(self, check: str) -> "array[int]":
        """Return the rows of a pile."""
        return self._rows.get(check, array("q"))

    def findings(self, verdicts: Mapping[str, Verdict]) -> Iterator[Finding]:
        """Yield a finding for each pile with rows on it, in the order of the verdicts; each row is judged by itself."""
        for check, verdict in verdicts.items():
            rows = self.rows(check)
            if rows:
                yield replace(found(check, self._subject, rows, verdict), each=True)


def found(check: str, subject: Subject, rows: "array[int]", verdict: Verdict) -> Finding:
    """Return the finding about these rows, with its remedy for exactly them."""
    remedy = Remedy(verdict.remedy, verdict.needs, rows) if verdict.remedy else None
    shown = rows[:SHOWN]
    values = dict(verdict.values)
    return Finding(check, subject, verdict.severity, len(rows), shown, values, remedy, verdict.recommended)
