"""The report of an intake as JSON can hold it: what came in, what was found and done, what was left out, what it costs.

file          name, bytes, kind, encoding, delimiter, header, sheet, columns; of a project's rows ("table") the name
shape         chat, completion or preference: that of the first row after the remedies
target        the id of the model the data is for
rows_in       records of the file
rows_out      examples that were made and kept; `parts` divides them into training, validation and test
rows_used     records that gave examples (rows_in = rows_used + the records in left_out)
rows_made     examples that were made of them (more than rows_used where a record gave several)
findings      id, subject, severity, title, why, count, remedy (words or null), recommended, applied, changed (rows)
remaining     what the check-up still finds after the remedies, in the same form
left_out      line, reason and text of each record that gave no example
taken_out     line, reason and text of each example that a remedy took out (rows_out = rows_made - these)
tokens        total, learnt, exact, by_part
cost          null where training costs nothing; else epochs, usd, usd_per_million, as_of, source
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app import __version__
from desktop_app.core.checks.finding import Finding
from desktop_app.core.example import Part, Shape
from desktop_app.core.sentences import english
from desktop_app.core.target import Target
from desktop_app.core.wizard import Wizard
from desktop_app.store.sources import LeftOut
from desktop_app.work.intake import Division, Settled, Taken, Tokens

OWN = "table"
"""The kind of what is no file but the rows of a project."""


@dataclass(frozen=True, slots=True)
class Intake:
    """All that an intake came to; `division` is None before the rows were divided."""

    wizard: Wizard
    target: Target
    taken: Taken
    settled: Settled
    division: Division | None = None
    cost: Mapping[str, Any] | None = None


def report(
    intake: Intake, shape: Shape | None, left_out: Iterable[LeftOut], taken_out: Iterable[LeftOut]
) -> dict[str, Any]:
    """Return the report (see the module's words for its form); `shape` is that of the rows, None without rows."""
    found, settled, division = intake.wizard.found, intake.settled, intake.division
    reading = found.reading
    counts = division.counts if division else {}
    return {
        "tunedesk": __version__,
        "file": {
            "name": found.name,
            "bytes": found.size,
            "kind": OWN if found.own else reading.kind.value if reading.kind else None,
            "encoding": reading.encoding,
            "delimiter": reading.delimiter,
            "header": reading.header,
            "sheet": reading.sheet,
            "columns": list(found.columns),
        },
        "shape": (shape or intake.wizard.mapping.shape).value,
        "target": intake.target.id,
        "rows_in": intake.taken.rows_in,
        "rows_used": intake.taken.used,
        "rows_made": intake.taken.made,
        "rows_out": settled.rows,
        "parts": {part.value: counts.get(part, 0) for part in Part} if division else None,
        "findings": _findings(intake),
        "remaining": [_finding(finding) for finding in settled.findings],
        "left_out": [_record(record) for record in left_out],
        "taken_out": [_record(record) for record in taken_out],
        "tokens": _tokens(settled.tokens, division),
        "cost": dict(intake.cost) if intake.cost is not None else None,
    }


def _findings(intake: Intake) -> list[dict[str, Any]]:
    """Return what was found at first, then what remedies brought to light and was treated as well."""
    changed: dict[str, int] = {}
    for done in intake.settled.done:
        changed[done.check] = changed.get(done.check, 0) + done.count
    found = [
        {**_finding(finding), "applied": finding.check in changed, "changed": changed.pop(finding.check, 0)}
        for finding in intake.taken.findings
    ]
    later = [
        {
            "id": done.check,
            "count": done.count,
            "remedy": english(done.label),
            "applied": True,
            "changed": changed.pop(done.check),
        }
        for done in intake.settled.done
        if done.check in changed
    ]
    return found + later


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.check,
        "subject": finding.subject.value,
        "severity": finding.severity.value,
        "count": finding.count,
        "title": english(finding.title),
        "why": english(finding.why),
        "remedy": english(finding.act) if finding.act else None,
        "recommended": finding.recommended,
    }


def _record(record: LeftOut) -> dict[str, Any]:
    return {"line": record.line, "reason": english(record.reason), "text": record.raw}


def _tokens(tokens: Tokens, division: Division | None) -> dict[str, Any]:
    parts = {part.value: each.total for part, each in division.tokens.items()} if division else None
    return {"total": tokens.total, "learnt": tokens.learnt, "exact": tokens.exact, "by_part": parts}
