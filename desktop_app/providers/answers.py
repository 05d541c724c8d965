"""Asking a model at a provider, streamed."""

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.answer import Answer, Delta, Drawn, Finish, Request
from desktop_app.core.problem import Problem
from desktop_app.core.request_body import CHAT, body, route
from desktop_app.providers.client import Provider, in_words


@dataclass(slots=True)
class _Choice:
    """One answer of a request while it comes."""

    pieces: list[str] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    finish: Finish = Finish.OTHER
    first: float = 0.0
    last: float = 0.0


async def stream(provider: Provider, request: Request) -> AsyncIterator[Delta | Answer]:
    """Yield the pieces of the answers as they come, and every whole Answer at the end.

    Problem("provider_broke_off"): the provider was lost after the first piece. One that speaks otherwise after a piece
    is not asked again by itself ("final"): it would say the same again, and each time is paid for.
    """
    choices = [_Choice() for _ in range(request.n)]
    try:
        with in_words(provider.title):
            async with aclosing(_read(provider, request, choices)) as items:
                async for item in items:
                    yield item
    except Problem as problem:
        begun = any(choice.pieces for choice in choices)
        if begun and problem.key == "provider_unreachable":
            raise Problem("provider_broke_off", details=problem.details, provider=provider.title) from problem
        if begun and problem.key == "provider_speaks_otherwise":
            raise Problem(problem.key, details=problem.details, provider=provider.title, final=1.0) from problem
        raise


async def _read(provider: Provider, request: Request, choices: list[_Choice]) -> AsyncGenerator[Delta | Answer, None]:
    started = time.monotonic()
    tokens, asked, silent = 0, 0, True
    async with await _open(provider, request) as chunks:
        async for chunk in chunks:
            silent = False
            if chunk.usage:
                tokens, asked = chunk.usage.completion_tokens or 0, chunk.usage.prompt_tokens or 0
            for heard in chunk.choices or ():  # beside the count some places have null
                if (piece := _take(request, choices, heard, time.monotonic() - started)) is not None:
                    yield piece
    if silent:  # a page of maintenance has nothing that looks like an answer, not even its end
        raise Problem("provider_speaks_otherwise", provider=provider.title)
    ended = time.monotonic() - started
    for number, choice in enumerate(choices):
        yield _whole(request, number, choice, ended, (tokens, asked))


def _take(request: Request, choices: list[_Choice], heard: Any, now: float) -> Delta | None:  # noqa: ANN401 - two chunk types
    """Note what a chunk says of one answer and return the piece of text it brings."""
    number = heard.index if heard.index is not None and 0 <= heard.index < len(choices) else 0
    choice = choices[number]
    text = heard.text if isinstance(request.question, str) else heard.delta and heard.delta.content
    if heard.finish_reason:
        choice.finish, choice.last = _finish(heard.finish_reason), now
    if request.sampling.logprobs is not None and heard.logprobs is not None:
        choice.drawn += _drawn(heard.logprobs)
    if not text:
        return None
    choice.first = choice.first or now
    choice.pieces.append(text)
    return Delta(request.column, text, number)


def _whole(request: Request, number: int, choice: _Choice, ended: float, counted: tuple[int, int]) -> Answer:
    """Return one of the answers; the provider's count, which is for all of them, goes to the first."""
    tokens, asked = counted if number == 0 else (0, 0)
    return Answer(
        column=request.column,
        model=request.model,
        text="".join(choice.pieces),
        finish=choice.finish,
        tokens=tokens,
        seconds=ended if request.n == 1 else choice.last or ended,
        prompt_tokens=asked,
        first=choice.first,
        choice=number,
        drawn=tuple(choice.drawn),
    )


async def _open(provider: Provider, request: Request) -> Any:  # noqa: ANN401 - two chunk types with the same parts
    """Return the SDK's stream from the route that fits the question: a prompt or messages."""
    client = provider.client.with_options(max_retries=0)  # who asks again, and when, is the pace's business
    create: Any = client.chat.completions.create if route(request) == CHAT else client.completions.create
    return await create(**body(request), stream=True, stream_options={"include_usage": True})


def _drawn(heard: Any) -> list[Drawn]:  # noqa: ANN401 - each route has a type of its own
    """Return the tokens with their likelihoods: chat tells them as objects, completions as lists side by side."""
    content = getattr(heard, "content", None)
    if content is not None:
        return [Drawn(t.token, t.logprob, tuple((o.token, o.logprob) for o in t.top_logprobs or ())) for t in content]
    tokens, values = getattr(heard, "tokens", None) or (), getattr(heard, "token_logprobs", None) or ()
    others = getattr(heard, "top_logprobs", None) or [None] * len(tokens)
    return [
        Drawn(token, value if value is not None else 0.0, tuple((other or {}).items()))
        for token, value, other in zip(tokens, values, others, strict=False)
    ]


def _finish(word: str) -> Finish:
    if word == "content_filter":
        return Finish.PROBLEM
    return Finish(word) if word in set(Finish) else Finish.OTHER
