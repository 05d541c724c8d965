"""Asking a model at a provider, streamed."""

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from desktop_app.core.answer import Answer, Delta, Finish, Request
from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider, in_words


async def stream(provider: Provider, request: Request) -> AsyncIterator[Delta | Answer]:
    """Yield the answer's pieces as they come and the whole Answer last.

    Problem("provider_broke_off"): the provider was lost after the first piece.
    """
    pieces: list[str] = []
    try:
        with in_words(provider.title):
            async with aclosing(_read(provider, request, pieces)) as items:
                async for item in items:
                    yield item
    except Problem as problem:
        if pieces and problem.key == "provider_unreachable":
            raise Problem("provider_broke_off", details=problem.details, provider=provider.title) from problem
        raise


async def _read(provider: Provider, request: Request, pieces: list[str]) -> AsyncGenerator[Delta | Answer, None]:
    started = time.monotonic()
    finish, tokens, asked = Finish.OTHER, 0, 0
    async with await _open(provider, request) as chunks:
        async for chunk in chunks:
            if chunk.usage:
                tokens, asked = chunk.usage.completion_tokens, chunk.usage.prompt_tokens or 0
            if not chunk.choices:
                continue
            choice = chunk.choices[0]
            piece = choice.text if isinstance(request.question, str) else choice.delta.content
            if choice.finish_reason:
                finish = _finish(choice.finish_reason)
            if piece:
                pieces.append(piece)
                yield Delta(request.column, piece)
    seconds = time.monotonic() - started
    yield Answer(request.column, request.model, "".join(pieces), finish, tokens, seconds, asked)


async def _open(provider: Provider, request: Request) -> Any:  # noqa: ANN401 - two chunk types with the same parts
    """Return the SDK's stream from the route that fits the question: a prompt or messages."""
    how: dict[str, Any] = {
        "model": request.model,
        "temperature": request.sampling.temperature,
        "max_tokens": request.sampling.max_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.sampling.stop:
        how["stop"] = list(request.sampling.stop)
    client = provider.client.with_options(max_retries=0)  # who asks again, and when, is the pace's business
    if isinstance(request.question, str):
        return await client.completions.create(prompt=request.question, **how)
    messages: Any = [{"role": m.role, "content": m.content} for m in request.question]
    return await client.chat.completions.create(messages=messages, **how)


def _finish(word: str) -> Finish:
    return Finish(word) if word in set(Finish) else Finish.OTHER
