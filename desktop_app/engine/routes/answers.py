"""/v1/chat/completions and /v1/completions, whole or as a stream."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from desktop_app.engine import asking
from desktop_app.engine.answer_shapes import CHAT, COMPLETION, Answer, Shape
from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import WireError, refused

_COMPLETION_TOKENS = 16


async def chat(request: Request) -> Response:
    """Answer a conversation."""
    body = await read_object(request)
    sampling = asking.read_sampling(body, asking.CHAT, None)
    return await _answer(request, body, CHAT, sampling, {"messages": asking.read_messages(body)})


async def complete(request: Request) -> Response:
    """Go on with one or several prompts."""
    body = await read_object(request)
    sampling = asking.read_sampling(body, asking.COMPLETION, _COMPLETION_TOKENS)
    prompts = asking.read_prompts(body)
    if len(prompts) * sampling.n > asking.MOST_ROWS:
        raise refused(f"At most {asking.MOST_ROWS} answers can be made in one request.", "prompt")
    return await _answer(request, body, COMPLETION, sampling, {"prompts": prompts})


async def _answer(
    request: Request, body: dict[str, Any], shape: Shape, sampling: asking.Sampling, given: dict[str, Any]
) -> Response:
    engine = engine_of(request)
    name = body.get("model")
    if not isinstance(name, str):
        raise refused("'model' is missing or is not text.", "model", "missing_required_parameter")
    usage = asking.wants_usage(body)
    model = engine.models.get(name)
    asked = {
        "base": str(model.folder),
        "adapter": None if model.adapter is None else str(model.adapter),
        "sampling": sampling.as_dict(),
        # While training runs, each of the two keeps to itself.
        "threads": 1 if engine.scheduler.is_training else engine.settings.threads,
        **given,
    }
    answer = Answer(shape, name, sampling.n * len(given.get("prompts", [None])))
    news = engine.desk.ask(asked)
    if body.get("stream"):
        return await _streamed(news, answer, usage=usage)
    return await _whole(request, news, answer)


async def _streamed(news: AsyncIterator[dict[str, Any]], answer: Answer, *, usage: bool) -> Response:
    # The first news decides between a stream and an error with its own status.
    first = await anext(news)

    async def lines() -> AsyncIterator[str]:
        try:
            async with aclosing(news):  # type: ignore[type-var]  # ask() is an async generator
                for chunk in answer.opening(usage=usage):
                    yield _event(chunk)
                for chunk in answer.chunks(first, usage=usage):
                    yield _event(chunk)
                async for item in news:
                    for chunk in answer.chunks(item, usage=usage):
                        yield _event(chunk)
        except WireError as error:
            yield f"data: {bytes(error.response().body).decode()}\n\n"
            return
        yield "data: [DONE]\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"cache-control": "no-cache"})


async def _whole(request: Request, news: AsyncIterator[dict[str, Any]], answer: Answer) -> Response:
    async def collect() -> None:
        async with aclosing(news):  # type: ignore[type-var]  # ask() is an async generator
            async for item in news:
                answer.take(item)

    work = asyncio.create_task(collect())
    leaving = asyncio.create_task(_gone(request))
    await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()
    if not work.done():
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        # 499 is what servers write in their logs for a client that has left; nobody reads this reply.
        return Response(status_code=499)
    work.result()
    return JSONResponse(answer.whole())


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


ROUTES = [
    Route("/v1/chat/completions", chat, methods=["POST"]),
    Route("/v1/completions", complete, methods=["POST"]),
]
