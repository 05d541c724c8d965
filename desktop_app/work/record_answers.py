"""Asking a model a list of questions once and keeping every answer in the project: what an old model said stays."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.core.answer import Answer, Question, Request, Sampling
from desktop_app.core.example import Part
from desktop_app.core.fields import question
from desktop_app.core.problem import Problem
from desktop_app.providers import answers
from desktop_app.providers.client import Provider
from desktop_app.store import answers as kept_answers
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.habits import Habits, habits
from desktop_app.work.patience import Patience
from desktop_app.work.project import written
from desktop_app.work.rescue import Waiting

if TYPE_CHECKING:
    from sqlite3 import Connection

LONGEST_ANSWER = 400
"""In tokens; a longer answer is cut there."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One more answer is kept; `done` of `total`."""

    answer: Answer
    done: int
    total: int


def questions(project: Project, most: int) -> list[Question]:
    """Return up to `most` questions of the project, those held back from training first."""
    with project.reading() as connection:
        found: dict[str, Question] = {}
        for part in (Part.TEST, Part.VALIDATION, Part.TRAINING):
            for row in examples.rows(connection, part):
                if len(found) >= most:
                    return list(found.values())
                asked = question(row.example)
                found.setdefault(_key(asked), asked)
    return list(found.values())


def unanswered(project: Project, model: str, asked: Sequence[Question]) -> list[Question]:
    """Return the questions to which the project has no answer of the model yet."""
    with project.reading() as connection:
        known = _known(connection, model)
    return [one for one in asked if _key(one) not in known]


async def record(
    provider: Provider, project: Project, model: str, asked: Sequence[Question], patience: Patience | None = None
) -> AsyncGenerator[Recorded | Waiting, None]:
    """Ask what was not answered yet, one question after another; each answer is on disk before the next is asked.

    A Problem that passes is waited for, and said; any other is raised, and what came so far is kept.
    """
    patience = patience or Patience()
    left = await asyncio.to_thread(unanswered, project, model, asked)
    sampling = _sampling(await habits(project))
    done = len(asked) - len(left)
    for one in left:
        request = Request(0, model, one, sampling)
        heard: asyncio.Queue[Waiting | None] = asyncio.Queue()
        asking = asyncio.create_task(_patiently(patience, provider, request, heard))
        try:
            while (wait := await heard.get()) is not None:
                yield wait
            answer = await asking
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        await written(project.write(partial(kept_answers.add, request=request, answer=answer)))
        done += 1
        yield Recorded(answer, done, len(asked))


def _sampling(known: Habits | None) -> Sampling:
    """Return how an old model is asked: as a test will ask its successor, or the two could not be compared."""
    longest = min(known.tokens, LONGEST_ANSWER) if known is not None else LONGEST_ANSWER
    stop = (known.stop,) if known is not None and known.stop else ()
    return Sampling(temperature=0.0, max_tokens=longest, stop=stop)


async def _patiently(
    patience: Patience, provider: Provider, request: Request, heard: "asyncio.Queue[Waiting | None]"
) -> Answer:
    """Return the whole answer, asked for as often as patience has it; each wait is put into the queue, None at last."""
    try:
        return await patience.keep_trying(
            partial(_whole, provider, request), lambda problem, seconds: heard.put_nowait(Waiting(problem, seconds))
        )
    finally:
        heard.put_nowait(None)


async def _whole(provider: Provider, request: Request) -> Answer:
    """Return the whole answer of one request, asked when the provider's queue lets it through."""
    async with provider.pace.turn():
        async for item in answers.stream(provider, request):
            if isinstance(item, Answer):
                return item
    raise Problem("provider_broke_off", provider=provider.title)


def _known(connection: "Connection", model: str) -> set[str]:
    return {_key_of(kept.question) for kept in kept_answers.of_model(connection, model)}


def _key(asked: Question) -> str:
    return _key_of(kept_answers.question_line(asked))


def _key_of(asked: object) -> str:
    return json.dumps(asked, sort_keys=True)
