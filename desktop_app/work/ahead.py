"""What putting many prompts to models will cost and send away, before the first of them is asked."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.core.answer import Question
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, request
from desktop_app.core.checks.blob import blobs
from desktop_app.core.checks.finding import Finding
from desktop_app.core.checks.privacy import Privacy
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import Completion, Conversation, Example
from desktop_app.core.request_body import body
from desktop_app.store.project import Project
from desktop_app.work.asking_cost import Outlay, weigh
from desktop_app.work.sites import Sites

_TOGETHER = 500
"""So many prompts are looked through at a time."""

_LOOKED_AT = 200_000
"""So many characters of one message are looked through, at each key that is pressed in it."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a batch takes, and what of it leaves this computer.

    `bytes` are those of all requests to the `outlay`'s hosts; `private` is what was found in their prompts that is
    personal or secret, by kind, with the number of prompts. Both are empty where nothing leaves.
    """

    prompts: int
    outlay: Outlay
    bytes: int = 0
    private: tuple[Finding, ...] = ()


async def ahead(
    sites: Sites,
    read: Callable[[], Sequence[Prompt]],
    columns: Sequence[Column],
    repeats: int = 1,
    project: Project | None = None,
) -> Ahead:
    """Return what it takes to put the prompts that `read` returns to the columns; `read` is called in a thread."""
    prompts = await asyncio.to_thread(read)
    outlay = await weigh(sites, prompts, columns, repeats, project)
    away = tuple(column for column in columns if _leaves(sites, column))
    if not away:
        return Ahead(len(prompts), outlay)
    return await asyncio.to_thread(_looked_through, prompts, away, repeats, outlay)


def private_in(said: str) -> tuple[Finding, ...]:
    """Return what in a text is personal or secret, by kind; of a very long one its beginning counts."""
    privacy = Privacy()
    for blob in blobs([seen(1, 1, Completion(said[:_LOOKED_AT], ""))]):
        privacy.look(blob)
    return tuple(privacy.finish())


def _leaves(sites: Sites, column: Column) -> bool:
    site = sites.site(column.voice.site)
    return site is not None and not site.here


def _looked_through(prompts: Sequence[Prompt], away: tuple[Column, ...], repeats: int, outlay: Outlay) -> Ahead:
    asked = Batch("", Kind.COMPARE, "", 0.0, prompts, away)
    privacy, size = Privacy(), 0
    for first in range(0, len(prompts), _TOGETHER):
        places = range(first, min(first + _TOGETHER, len(prompts)))
        requests = [[request(asked, Cell(place, column)) for column in range(len(away))] for place in places]
        size += repeats * sum(len(json.dumps(body(one))) for of_prompt in requests for one in of_prompt)
        rows = [
            seen(place + 1, place + 1, _example(of_prompt[0].question))
            for place, of_prompt in zip(places, requests, strict=True)
        ]
        for blob in blobs(rows):
            privacy.look(blob)
    return Ahead(len(prompts), outlay, size, tuple(privacy.finish()))


def _example(asked: Question) -> Example:
    """Return a question as the checks of rows look at it."""
    return Completion(asked, "") if isinstance(asked, str) else Conversation(asked)
