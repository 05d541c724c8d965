"""The check-up: which checks matter for a target, and what all of them found."""

from collections.abc import Iterable, Sequence

from desktop_app.core.checks.amount import Amount
from desktop_app.core.checks.design import Design
from desktop_app.core.checks.duplicates import Duplicates
from desktop_app.core.checks.finding import Check, Circumstances, Finding, Seen, Severity, Subject
from desktop_app.core.checks.further import further_checks
from desktop_app.core.checks.labels import Labels
from desktop_app.core.checks.length import Length
from desktop_app.core.checks.portion import portions
from desktop_app.core.checks.rows import EmptyAnswers, UnusedColumns
from desktop_app.core.checks.task import Tally

_SUBJECTS = tuple(Subject)
_SEVERITIES = tuple(Severity)


def all_checks(circumstances: Circumstances) -> tuple[Check, ...]:
    """Return fresh checks, those that matter for the target alone.

    Their order is the order of their findings within one subject and severity, and so the order of their remedies.
    """
    tally = Tally(circumstances)
    classes = Labels(circumstances, tally)
    checks: list[Check] = [
        tally,
        Amount(circumstances, tally, classes),
        UnusedColumns(circumstances),
        EmptyAnswers(),
        Duplicates(),
        Length(circumstances, tally),
    ]
    if circumstances.target.completes:
        checks.append(Design(circumstances, tally))
    return (*checks, *further_checks(circumstances, tally, classes))


class CheckUp:
    """One check-up over all rows: `see` them in batches, in the order of the table, then `finish` once."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._checks = all_checks(circumstances)

    def see(self, rows: Sequence[Seen]) -> None:
        """Show some rows to every check."""
        for portion in portions(rows):
            for check in self._checks:
                check.see(portion)

    def finish(self) -> tuple[Finding, ...]:
        """Return all findings by subject, the gravest first."""
        found = [finding for check in self._checks for finding in check.finish()]
        return in_order(found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by subject, the gravest first."""
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[int, int]:
    return _SUBJECTS.index(finding.subject), _SEVERITIES.index(finding.severity)
