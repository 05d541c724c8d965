"""Our side: the file read, mapped, checked and repaired as the wizard does it when every recommendation is accepted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.core import mapping
from desktop_app.core.checks import seeing
from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances, Finding, Subject
from desktop_app.core.checks.remedies import remedy
from desktop_app.core.example import Completion, Part, Shape
from desktop_app.core.reading import Found, Reading
from desktop_app.core.split import Shares
from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard, examples_of
from desktop_app.formats import reader
from desktop_app.formats.records import Unread
from desktop_app.work.intake_report import Intake
from desktop_app.work.prepare import Preparation, targets

OLD_MODEL = Target("davinci-002", "davinci-002", "openai", {Shape.COMPLETION: ()})
"""A model as those the old tool was made for; without a limit, since nobody counts tokens here."""

BATCH = 7
"""Rows shown at once; small, so that every file comes in several batches."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What we find in a file, what we leave out of it while reading, and what becomes of its rows."""

    findings: dict[str, Finding]
    left_out: list[tuple[int, Text]]
    read: list[tuple[int, Completion]]
    rows: list[tuple[str, str]]


def prepare(path: Path) -> Ours:
    """Return what the wizard makes of a file, with its own guesses and recommendations."""
    found = reader.find_out(path)
    read, left_out = [], []
    wizard = _wizard(found)
    assert not mapping.problems(wizard.mapping, found.columns), path.read_bytes()[:500]
    for record in reader.records(path, found):
        if isinstance(record, Unread):
            left_out.append((record.line, record.reason))
            continue
        made = examples_of(wizard.mapping, record.cells, record.source)
        if isinstance(made, Text):
            left_out.append((record.line, made))
        else:
            read += [(record.line, each) for each in made]
    findings = check(read, mapping.unused(wizard.mapping, found.columns))
    rows = [(each.prompt, each.completion) for each in repaired([example for _, example in read], findings)]
    return Ours({finding.check: finding for finding in findings}, left_out, read, rows)


def settled(path: Path) -> list[tuple[str, str]]:
    """Return what becomes of a file's rows when they are looked at again after each subject, as the wizard does it."""
    rows = [example for _, example in prepare(path).read]
    for _ in range(4):
        for subject in Subject:
            found = check(list(enumerate(rows, start=2)))
            rows = repaired(rows, [finding for finding in found if finding.subject is subject])
    return [(row.prompt, row.completion) for row in rows]


def written(path: Path, out: Path) -> list[tuple[str, str]]:
    """Return the rows that the whole preparation writes into the folder `out`: draft, remedies, parts and files."""
    target = next(each for each in targets() if each.completes and each.limit is None and not each.local)
    with Preparation(path) as preparation:
        asked = _wizard(preparation.look(Reading()).found)
        wizard = replace(asked, target=target.id, accepted=frozenset({"completion_prefix"}))
        *_, taken = preparation.take_in(wizard, target)
        *_, settled_ = preparation.settle(wizard, target, taken)
        division = preparation.divide(wizard, target)
        out.mkdir()
        preparation.write(out, Intake(wizard, target, taken, settled_, division), (Part.TRAINING, Part.VALIDATION))
    lines = [line for name in ("train", "valid") for line in (out / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [(row["prompt"], row["completion"]) for row in map(json.loads, lines)]


def _wizard(found: Found) -> Wizard:
    wizard = Wizard.start(found)
    if not wizard.mapping.kept:
        wizard = Wizard.start(found, mapping.guess(found.columns, Shape.COMPLETION))
    return replace(wizard, shares=Shares(0.2, 0))


def check(rows: Sequence[tuple[int, Completion]], unused: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Return the findings about rows with their lines; a row's id is its place."""
    up = CheckUp(Circumstances(OLD_MODEL, unused))
    seen = [seeing.seen(place, line, example) for place, (line, example) in enumerate(rows)]
    for start in range(0, len(seen), BATCH):
        up.see(seen[start : start + BATCH])
    return up.finish()


def repaired(examples: Sequence[Completion], findings: Sequence[Finding]) -> list[Completion]:
    """Return the examples after all recommended remedies of the findings, one after the other."""
    kept = dict(enumerate(examples))
    for finding in findings:
        if finding.remedy is None or not finding.recommended:
            continue
        for id_ in list(kept) if finding.remedy.rows is None else finding.remedy.rows:
            if id_ in kept:
                after = remedy(finding.remedy, kept[id_])
                if after is None:
                    del kept[id_]
                else:
                    kept[id_] = after
    return list(kept.values())
