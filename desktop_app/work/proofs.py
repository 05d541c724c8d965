"""What a project knows about how good a model is: its tests, and the votes it was given."""

import asyncio
from dataclasses import dataclass

from desktop_app.core.answer import Answer, Question
from desktop_app.core.ballots import Vote, tally
from desktop_app.core.batch import Batch, Cell, Kind, Voice
from desktop_app.core.examining import Figures, figures
from desktop_app.core.example import Part
from desktop_app.core.fields import question
from desktop_app.core.votes import Votes
from desktop_app.store import batches, examples, votes
from desktop_app.store.project import Project
from desktop_app.work.habits import habits


@dataclass(frozen=True, slots=True)
class Tested:
    """One test: when it was made (seconds since 1970), and how the model did in it."""

    made: float
    figures: Figures


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
                tests += _tests(batch, dict(batches.outcomes(connection, line.id)), model)
            voted += _votes(batch, votes.of_batch(connection, line.id), model)
        unseen = examples.ids(connection, Part.TEST) or examples.ids(connection, Part.VALIDATION)
        rows = examples.page(connection, (unseen or examples.ids(connection))[:1])
    return Proofs(tuple(tests), tuple(voted), question(rows[0].example) if rows else "", stop)


def _tests(batch: Batch, answers: dict[Cell, Answer], model: str) -> list[Tested]:
    columns = [at for at, column in enumerate(batch.columns) if column.voice.model == model]
    made = [figures(batch, answers, at) for at in columns]
    return [Tested(batch.made, each) for each in made if each.right is not None]


def _votes(batch: Batch, given: list[Vote], model: str) -> list[Voted]:
    found = []
    for at, column in enumerate(batch.columns):
        for other, against in enumerate(batch.columns):
            if column.voice.model == model and against.voice.model != model:
                counted = tally(given, at, other)
                if counted.total:
                    found.append(Voted(against.voice, counted))
    return found
