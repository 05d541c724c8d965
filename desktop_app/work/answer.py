"""Asking several models at once, side by side."""

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from desktop_app.core.answer import Answer, Delta, Finish, Request
from desktop_app.core.problem import Problem
from desktop_app.providers import answers
from desktop_app.providers.client import Provider
from desktop_app.providers.pace import Limit
from desktop_app.store import answers as kept_answers
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.project import written


@dataclass(frozen=True, slots=True)
class Fault:
    """The Problem that ended one column of a comparison."""

    column: int
    problem: Problem


_LETTERS = 3
"""A token of English is four letters long on average; other languages and names take more tokens."""
_AIR = 4 / 3
_FEWEST, _MOST = 40, 400
_LIMIT = Limit()
_PASSING = ("provider_faulty", "provider_unreachable")
"""After these a request is sent again, as often as the provider's client says; the pace sees to a busy provider."""

Heard = Delta | Answer | Fault


async def enough_tokens(project: Project) -> int | None:
    """Return an answer's length in tokens that leaves room for the project's longest one; None without rows."""
    longest = await asyncio.to_thread(_longest, project)
    return max(_FEWEST, min(_MOST, math.ceil(longest * _AIR / _LETTERS))) if longest else None


async def compare(
    provider: Provider, requests: Sequence[Request], project: Project | None
) -> AsyncGenerator[Heard, None]:
    """Ask all requests at once and yield what comes, merged; one column's fault does not stop the others.

    Finished answers are kept in the project. Leaving the iteration ends the generation at the provider.
    """
    heard: asyncio.Queue[Heard | None] = asyncio.Queue()
    readers = [asyncio.create_task(_read(provider, request, heard)) for request in requests]
    try:
        open_columns = len(readers)
        while open_columns:
            item = await heard.get()
            if item is None:
                open_columns -= 1
                continue
            if isinstance(item, Answer) and project is not None:
                await _keep(project, next(r for r in requests if r.column == item.column), item)
            yield item
        await asyncio.gather(*readers)  # a fault that is no Problem must not end as silence
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


async def _read(provider: Provider, request: Request, heard: "asyncio.Queue[Heard | None]") -> None:
    try:
        tried = 1
        while (problem := await _once(provider, request, heard)) is not None:
            if problem.values.get("final"):
                raise problem  # the provider says itself that trying again is of no use
            if problem.key == "provider_busy" and tried < _LIMIT.refusals and provider.pace.beyond(_LIMIT) is None:
                pass  # it stands in the queue again
            elif problem.key in _PASSING and tried <= provider.retries:
                await provider.pace.pause(tried)
            else:
                raise problem
            tried += 1
    except Problem as problem:
        await heard.put(Fault(request.column, problem))
    finally:
        heard.put_nowait(None)


async def _once(provider: Provider, request: Request, heard: "asyncio.Queue[Heard | None]") -> Problem | None:
    """Ask when it is this request's turn; return a Problem before the first piece, raise one that comes later."""
    begun = False
    try:
        async with provider.pace.turn(_LIMIT):
            async for item in answers.stream(provider, request):
                begun = True
                await heard.put(item)
    except Problem as problem:
        if begun:
            raise
        return problem
    return None


def _longest(project: Project) -> int:
    with project.reading() as connection:
        return examples.longest_answer(connection)


async def _keep(project: Project, request: Request, answer: Answer) -> None:
    if answer.finish is not Finish.PROBLEM:
        await written(project.write(lambda c: kept_answers.add(c, request, answer)))
