"""`tunedesk prepare`: from a file to training files in a terminal, with the wizard's questions and verbs."""

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from desktop_app.cli import questions
from desktop_app.cli.asking import Asker, Recommended, Terminal, tell
from desktop_app.cli.commands import Prepare
from desktop_app.core.checks.finding import Finding, Severity
from desktop_app.core.cost import warnings
from desktop_app.core.example import Part
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.settings.today import today
from desktop_app.work import prepare as verbs
from desktop_app.work.intake import Division, Progress, Settled, Taken
from desktop_app.work.intake_report import Intake
from desktop_app.work.prepare import Preparation
from desktop_app.work.worker import calm

T = TypeVar("T")
_LEFT_OUT = 5
"""So many of the lines that were left out are told; the report has all of them."""


def run(command: Prepare) -> int:
    """Make the training files; return 0, or 1 after saying what stood in the way."""
    asker: Asker = Recommended() if command.yes else Terminal()
    calm()  # this process does what the window leaves to its worker
    try:
        _may_replace(command, asker)
        with Preparation(command.file) as preparation:
            return _prepare(command, asker, preparation)
    except Problem as problem:
        for sentence in (problem.happened, problem.meaning, problem.remedy):
            sys.stderr.write(english(sentence) + "\n")
        if problem.details:
            sys.stderr.write(problem.details + "\n")
        return 1
    except KeyboardInterrupt:
        tell()
        return 1
    except BrokenPipeError:  # whoever read the output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the exit stumbles over it once more
        return 1


def _prepare(command: Prepare, asker: Asker, preparation: Preparation) -> int:
    look = questions.reading(command, asker, preparation.look)
    tell()
    wizard = questions.shaping(command, asker, look)
    target = questions.target(command, asker, wizard, verbs.targets())
    for warning in warnings(target, today()):
        tell(english(warning))
    wizard = replace(wizard, target=target.id)
    taken = _last(preparation.take_in(wizard, target), Taken)
    _tell_taken(taken, preparation, questions.unit_of(wizard.found))
    wizard = questions.deciding(asker, wizard, taken.findings, preparation.shown)
    settled = _last(preparation.settle(wizard, target, taken), Settled)
    _tell_settled(settled)
    hindrances = [finding for finding in settled.findings if finding.severity is Severity.BLOCKS]
    if hindrances:
        return _hindered(command.out, preparation, Intake(wizard, target, taken, settled), hindrances)
    wizard = replace(wizard, shares=questions.sharing(asker))
    division = preparation.divide(wizard, target)
    intake = Intake(wizard, target, taken, settled, division, verbs.cost(division, target))
    parts = tuple(part for part in (Part.TRAINING, Part.VALIDATION) if division.counts[part])
    written = preparation.write(command.out, intake, parts)
    _tell_written(written, intake, settled, division)
    return 0


def _may_replace(command: Prepare, asker: Asker) -> None:
    """Make sure that nothing is written over without a word; raise Problem("prepare_files_there") if it may not be."""
    there = verbs.there_already(command.out)
    if not there:
        return
    names = ", ".join(there)
    if not command.replace and not asker.yes(
        f"{command.out} holds {names}. Shall they be replaced?", recommended=False
    ):
        raise Problem("prepare_files_there", names=names, folder=str(command.out))
    tell(f"What {command.out} holds of an earlier run will be replaced: {names}.")


def _last(items: Iterable[Progress | T], kind: type[T]) -> T:
    """Return the last item, telling meanwhile how far the work is if somebody looks."""
    item: Progress | T | None = None
    for item in items:
        if isinstance(item, Progress) and sys.stderr.isatty():
            sys.stderr.write(f"\r{item.rows} rows …")
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 40 + "\r")
    if not isinstance(item, kind):
        raise TypeError(f"the last thing said was {item!r}")
    return item


def _tell_taken(taken: Taken, preparation: Preparation, unit: str) -> None:
    tell()
    tell(f"Rows read: {taken.rows_in}. Examples made of them: {taken.made}. Rows left out: {taken.left_out}.")
    for record in preparation.left_out()[:_LEFT_OUT]:
        tell(f"  {unit} {record.line}: {english(record.reason)}")
    if taken.left_out > _LEFT_OUT:
        tell(f"  … all of them stand in {verbs.REPORT}.")
    if not taken.findings:
        tell("The check-up found nothing to mend.")


def _tell_settled(settled: Settled) -> None:
    tell()
    for done in settled.done:
        tell(f"Done: {english(done.label)}.")


def _hindered(out: Path, preparation: Preparation, intake: Intake, hindrances: Iterable[Finding]) -> int:
    """Write the report alone and say why; return 1."""
    preparation.write(out, intake, ())
    for finding in hindrances:
        sys.stderr.write(f"{english(finding.title)}\n{english(finding.why)}\n")
    sys.stderr.write(f"No training files were written. What was found stands in {out / verbs.REPORT}.\n")
    return 1


def _tell_written(written: Iterable[Path], intake: Intake, settled: Settled, division: Division) -> None:
    tell()
    target = intake.target
    rows = {verbs.FILES[part]: division.counts[part] for part in verbs.FILES}
    for path in written:
        count = rows.get(path.name)
        tell(f"Written: {path}" + (f" ({count} examples)" if count is not None else ""))
    tokens = settled.tokens
    exact = "counted as the model does" if tokens.exact else "an estimate"
    tell(f"{tokens.total} tokens, {tokens.learnt} of them are learnt ({exact}).")
    if division.cut:
        tell(
            f"{division.cut} rows are longer than the {target.limit} tokens {target.id} takes; their ends would be cut."
        )
    cost = intake.cost
    if cost is not None:
        tell(f"Training: about ${cost['usd']:.2f} ({cost['epochs']} passes over the data; price of {cost['as_of']}).")
    elif target.local:
        tell("Training on this computer costs nothing.")
