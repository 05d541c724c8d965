"""/v1/chat/completions and /v1/completions, whole or as a stream, and /v1/embeddings."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from desktop_app.engine import asking
from desktop_app.engine.answer_shapes import CHAT, COMPLETION, Answer, Shape
from desktop_app.engine.embedding_shapes import as_reply, read_wish
from desktop_app.engine.models import Model
from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.routes.leaving import LEFT, while_there
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


async def embed(request: Request) -> Response:
    """Turn texts into vectors."""
    body = await read_object(request)
    wish = read_wish(body)
    model = engine_of(request).models.get(wish.model)
    asked = {**_place(request, model), "op": "embed", "kind": model.kind, "inputs": wish.inputs}
    vectors: list[str] = []
    read = 0

    async def collect() -> None:
        nonlocal read
        async with aclosing(engine_of(request).desk.ask(asked)) as news:  # type: ignore[type-var]  # an async generator
            async for item in news:
                vectors.extend(item.get("vectors", ()))
                read = int(item.get("prompt_tokens", 0))

    if not await while_there(request, collect()):
        return Response(status_code=LEFT)
    return JSONResponse(as_reply(wish, vectors, read))


async def _answer(
    request: Request, body: dict[str, Any], shape: Shape, sampling: asking.Sampling, given: dict[str, Any]
) -> Response:
    engine = engine_of(request)
    usage, streams = asking.wants_usage(body), asking.wants_stream(body)
    model = engine.models.get(asking.read_model(body))
    if not model.answers:
        raise refused("This model makes embeddings and cannot answer. Choose another model.", "model")
    asked = {**_place(request, model), "op": "answer", "sampling": sampling.as_dict(), **given}
    choices = sampling.n * len(given.get("prompts", [None]))
    answer = Answer(shape, model.id, choices, tells_tokens=sampling.logprobs is not None)
    news = engine.desk.ask(asked)
    return await (_streamed(request, news, answer, usage=usage) if streams else _whole(request, news, answer))


def _place(request: Request, model: Model) -> dict[str, Any]:
    engine = engine_of(request)
    return {
        "base": str(model.folder),
        "adapter": None if model.adapter is None else str(model.adapter),
        # While training runs, each of the two keeps to itself.
        "threads": 1 if engine.scheduler.is_training else engine.settings.threads,
    }


async def _streamed(request: Request, news: AsyncIterator[dict[str, Any]], answer: Answer, *, usage: bool) -> Response:
    first: list[dict[str, Any]] = []

    async def hear() -> None:
        first.append(await anext(news))

    # The first news decides between a stream and an error with its own status; who leaves before it is not answered.
    if not await while_there(request, hear()):
        return Response(status_code=LEFT)

    async def lines() -> AsyncIterator[str]:
        try:
            async with aclosing(news):  # type: ignore[type-var]  # ask() is an async generator
                for chunk in answer.opening(usage=usage):
                    yield _event(chunk)
                for chunk in answer.chunks(first[0], usage=usage):
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

    if not await while_there(request, collect()):
        return Response(status_code=LEFT)
    return JSONResponse(answer.whole())


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


ROUTES = [
    Route("/v1/chat/completions", chat, methods=["POST"]),
    Route("/v1/completions", complete, methods=["POST"]),
    Route("/v1/embeddings", embed, methods=["POST"]),
]
