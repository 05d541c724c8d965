"""Voting blindly on answers that models gave: what there is to vote on, and keeping each vote."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.ballots import Ballot, Round, Vote, round_of
from desktop_app.core.batch import Batch, Cell
from desktop_app.store import votes
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.project import written


@dataclass(frozen=True, slots=True)
class Booth:
    """A batch with its answers, the ballots they make, and the votes that were given before."""

    number: int
    batch: Batch
    answers: Mapping[Cell, Answer]
    round: Round
    votes: tuple[Vote, ...]


async def choices(project: Project) -> list[votes.Choice]:
    """Return the batches that can be voted on, the newest first."""
    return await asyncio.to_thread(_choices, project)


async def opened(project: Project, number: int) -> Booth:
    """Return everything that voting on a batch needs; raise Problem("batch_gone").

    Answers that were stopped by a person stay out: they are no fair picture of their model.
    """
    batch, answers = await past_batches.whole(project, number)
    whole = {cell: answer for cell, answer in answers.items() if answer.finish is not Finish.STOPPED_BY_USER}
    given = await asyncio.to_thread(_given, project, number)
    return Booth(number, batch, whole, round_of(batch.mark, {c: a.text for c, a in whole.items()}), tuple(given))


def cast(project: Project, number: int, vote: Vote) -> Coroutine[Any, Any, None]:
    """Keep a vote; it is queued at once, and on disk when it was waited for."""
    return written(project.write(partial(votes.put, number=number, vote=vote)))


def take_back(project: Project, number: int, ballot: Ballot) -> Coroutine[Any, Any, None]:
    """Forget the vote on two answers; queued at once."""
    return written(project.write(partial(votes.take_back, number=number, ballot=ballot)))


def _choices(project: Project) -> list[votes.Choice]:
    with project.reading() as connection:
        return votes.choices(connection)


def _given(project: Project, number: int) -> list[Vote]:
    with project.reading() as connection:
        return votes.of_batch(connection, number)
