"""What a project knows about how good a model is: its tests, and the votes it was given."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.answer import Question
from desktop_app.core.ballots import Vote, tally
from desktop_app.core.batch import Batch, Kind, Voice
from desktop_app.core.examining import Figures
from desktop_app.core.example import Part
from desktop_app.core.fields import question
from desktop_app.core.judged import Marks, Preference
from desktop_app.core.judging import Scale
from desktop_app.core.votes import Votes
from desktop_app.store import batches, examples, votes
from desktop_app.store.project import Project
from desktop_app.work.habits import habits
from desktop_app.work.judge_figures import Told, read_told
from desktop_app.work.test_figures import read_report

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge said of a model in a test: its marks, or whom it prefers.

    Of a preference `other` is the model it was compared with, and `second` tells whether the model was the second one.
    """

    judge: Voice
    scale: Scale
    marks: Marks | None = None
    preference: Preference | None = None
    other: Voice | None = None
    second: bool = True


@dataclass(frozen=True, slots=True)
class Tested:
    """One test: when it was made (seconds since 1970), how the model did in it, and what judges said of its answers.

    `read_by` is the model whose vectors told how near the answers come in meaning, "" where nobody read them.
    """

    made: float
    figures: Figures
    judged: tuple[Judged, ...] = ()
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class Voted:
    """The blind votes between the model and another one."""

    other: Voice
    votes: Votes


@dataclass(frozen=True, slots=True)
class Proofs:
    """Every test and every vote of one model, the newest first.

    `question` is one that the project's rows ask ("" without rows), `stop` what answers end with by their example.
    """

    tests: tuple[Tested, ...]
    votes: tuple[Voted, ...]
    question: Question = ""
    stop: str = ""


async def proofs(project: Project, model: str) -> Proofs:
    """Return what is known about a model by its name."""
    known = await habits(project)
    return await asyncio.to_thread(_proofs, project, model, known.stop if known is not None else "")


def _proofs(project: Project, model: str, stop: str) -> Proofs:
    tests: list[Tested] = []
    voted: list[Voted] = []
    with project.reading() as connection:
        for line in batches.listed(connection, (Kind.TEST, Kind.COMPARE)):
            batch = batches.get(connection, line.id)
            if batch is None or model not in [column.voice.model for column in batch.columns]:
                continue
            if batch.kind is Kind.TEST:
                tests += _tests(connection, line.id, model)
            voted += _votes(batch, votes.of_batch(connection, line.id), model)
        unseen = examples.ids(connection, Part.TEST) or examples.ids(connection, Part.VALIDATION)
        rows = examples.page(connection, (unseen or examples.ids(connection))[:1])
    return Proofs(tuple(tests), tuple(voted), question(rows[0].example) if rows else "", stop)


def _tests(connection: "Connection", number: int, model: str) -> list[Tested]:
    report, judges = read_report(connection, number), read_told(connection, number)
    read_by = report.nearness.embedder.model if report.nearness is not None else ""
    found = []
    for at, column in enumerate(report.batch.columns):
        if column.voice.model == model and report.figures[at].right is not None:
            judged = tuple(each for told in judges for each in _judged(report.batch, told, at))
            found.append(Tested(report.batch.made, report.figures[at], judged, read_by))
    return found


def _judged(batch: Batch, told: Told, at: int) -> list[Judged]:
    """Return what a judge said of one column of a test."""
    voice, scale = told.judgement.voice, told.judgement.scale
    marked = told.marks.get(at)
    found = [Judged(voice, scale, marks=marked)] if marked is not None and marked.figure is not None else []
    for pair, preferred in told.preferences.items():
        if at in pair and preferred.rate is not None:
            other = batch.columns[pair[0] if at == pair[1] else pair[1]].voice
            found.append(Judged(voice, scale, preference=preferred, other=other, second=at == pair[1]))
    return found


def _votes(batch: Batch, given: list[Vote], model: str) -> list[Voted]:
    found = []
    for at, column in enumerate(batch.columns):
        for other, against in enumerate(batch.columns):
            if column.voice.model == model and against.voice.model != model:
                counted = tally(given, at, other)
                if counted.total:
                    found.append(Voted(against.voice, counted))
    return found
