"""`tunedesk test --judge`: a model reads the answers of a test, and it is said what it thinks of them."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from desktop_app.cli.answers_coming import listen
from desktop_app.cli.asking import Terminal
from desktop_app.cli.outlay_said import lines_of
from desktop_app.cli.reaching import reached
from desktop_app.cli.testing_arguments import Judging
from desktop_app.core.batch import Batch
from desktop_app.core.intervals import Interval
from desktop_app.core.judged import Marks, Preference
from desktop_app.core.judging import BEST, Rubric, Scale, usual_rubric
from desktop_app.core.sentences import english
from desktop_app.store.project import Project
from desktop_app.work import judge, test_figures
from desktop_app.work.judge import Wish
from desktop_app.work.judge_figures import Told
from desktop_app.work.read_rubric import read_rubric
from desktop_app.work.voices import voice


async def judged(command: Judging, project: Project, test: int, *, sure: bool) -> bool:
    """Let the judge read the test's answers; return whether it has said all there is to say.

    Without `sure` a person is asked first where anything leaves this computer.
    """
    rubric = await asyncio.to_thread(_rubric, command.scale, command.rubric)
    columns = len((await test_figures.report(project, test)).batch.columns)
    async with reached(command.at) as (sites, site_id):
        site = sites.site(site_id)
        if site is None:
            return False
        wish = Wish(test, voice(site, command.model), rubric, judge.sides_of(command.scale, columns))
        outlay = await judge.outlay(project, sites, wish)
        sys.stderr.write("The judge: ")
        for line in lines_of(outlay, "The questions, with the answers, are"):
            sys.stderr.write(line + "\n")
        if outlay.hosts and not sure and not Terminal().yes("Let it judge?", recommended=True):
            return False
        return await listen(judge.go_on(project, sites, await judge.begin(project, wish)), "judged")


def _rubric(scale: Scale, path: Path | None) -> Rubric:
    return Rubric(scale, english(usual_rubric(scale)) if path is None else read_rubric(path))


def as_lines(told: Told, test: Batch) -> list[str]:
    """Return what a person reads of one judging."""
    one = told.judgement
    scale = {Scale.POINTS: f"marks from 1 to {BEST}", Scale.YES_NO: "good or not", Scale.PAIR: "which is better"}
    lines = ["", f"judge {one.voice.model}: {scale[one.scale]} (the opinion of a model, no measurement)"]
    if one.left:
        lines.append(f"  {one.left} of {len(one.trial.cases)} questions are not answered yet")
    lines += [_marked(test.columns[at].voice.model, found, one.scale) for at, found in told.marks.items()]
    for (first, second), preferred in told.preferences.items():
        lines += _preferred(test.columns[first].voice.model, test.columns[second].voice.model, preferred)
    if told.unread:
        lines.append(f"  {told.unread} verdicts could not be read, and count for nothing")
    return lines


def as_json(told: Told, test: Batch) -> dict[str, Any]:
    """Return all figures of one judging; a row is named by its id."""
    one = told.judgement
    return {
        "model": one.voice.model,
        "at": one.voice.site,
        "by": one.scale.value,
        "rubric": one.trial.rubric.words,
        "unanswered": one.left,
        "marks": [
            {
                "model": test.columns[at].voice.model,
                "figure": _json(found.figure),
                "unread": found.unread,
                "rows": {str(_row(test, prompt)): given for prompt, given in found.given.items()},
            }
            for at, found in told.marks.items()
        ],
        "preferences": [_pair_json(test, pair, found) for pair, found in told.preferences.items()],
    }


def _pair_json(test: Batch, pair: tuple[int, int], found: Preference) -> dict[str, Any]:
    first, second = (test.columns[at].voice.model for at in pair)
    return {
        "first": first,
        "second": second,
        "better": found.better,
        "p": found.p,
        "rate_of_second": _json(found.rate),
        "wins_of_second": found.wins,
        "wins_of_first": found.losses,
        "ties": found.ties,
        "alike": found.alike,
        "changed_when_swapped": [_row(test, prompt) for prompt in found.changed],
        "changed": _json(found.swayed),
        "leaning_to_first_place": found.leaning,
        "unread": found.unread,
    }


def _row(test: Batch, prompt: int) -> int:
    """Return the id of a prompt's row; for one from a file its number in the test, counted from 1."""
    row = test.prompts[prompt].row
    return prompt + 1 if row is None else row


def _marked(model: str, found: Marks, scale: Scale) -> str:
    if found.figure is None:
        return f"  {model:<34}–"
    value = _plain(found.figure) if scale is Scale.POINTS else _percent(found.figure)
    return f"  {model:<34}{value}, {len(found.given)} answers"


def _preferred(first: str, second: str, found: Preference) -> list[str]:
    verdict = {1: "better", -1: "worse", 0: "no difference that could be told from chance"}[found.better]
    lines = [f"  {second} against {first}: {verdict} (p = {found.p:.3g})"]
    rate = f", {_percent(found.rate)}" if found.rate is not None else ""
    lines.append(f"    better {found.wins}, worse {found.losses}, neither {found.ties}{rate}")
    if found.swayed is not None:
        lines.append(f"    said something else with sides swapped: {len(found.changed)} rows, {_percent(found.swayed)}")
    return lines


def _plain(value: Interval) -> str:
    return f"{value.value:.2f} ({value.low:.2f} to {value.high:.2f})"


def _percent(value: Interval) -> str:
    return f"{value.value:.1%} ({value.low:.1%} to {value.high:.1%})"


def _json(value: Interval | None) -> Any:  # noqa: ANN401 - JSON
    return None if value is None else {"value": value.value, "low": value.low, "high": value.high}
