"""/local/storage/rows, /local/bin and /local/carrying: what lies on the disk, clearing it, and carrying models away."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.runner import handle_of
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import refused


async def rows(request: Request) -> Response:
    """List everything in the data folder, each with its bytes and whether it can go."""
    found = await asyncio.to_thread(engine_of(request).clearing.storage.rows)
    return JSONResponse({"object": "list", "data": [row.as_object() for row in found]})


async def lying(request: Request) -> Response:
    """List what lies in the bin."""
    kept = engine_of(request).clearing.bin
    await asyncio.to_thread(kept.tidy)
    items = kept.all()
    return JSONResponse({"object": "list", "data": [item.as_object() for item in items]})


async def clear(request: Request) -> Response:
    """Move a thing into the bin; `process` is the number of the process that may put it back."""
    engine, body = engine_of(request), await read_object(request)
    kind, name = (_text(body, key) for key in ("kind", "id"))
    process = body.get("process")
    owner = handle_of(process) if type(process) is int else ""
    item = await asyncio.to_thread(engine.clearing.clear, kind, name, owner, engine.desk)
    return JSONResponse(item.as_object())


async def put_back(request: Request) -> Response:
    """Put a thing back where it was."""
    item = await asyncio.to_thread(engine_of(request).clearing.put_back, request.path_params["mark"])
    return JSONResponse(item.as_object())


async def empty(request: Request) -> Response:
    """Delete things in the bin for good: those named by `marks`, all of them without."""
    marks = (await read_object(request)).get("marks") if await request.body() else None
    if marks is not None and not (isinstance(marks, list) and all(isinstance(mark, str) for mark in marks)):
        raise refused("'marks' must be a list of marks.", "marks")
    await asyncio.to_thread(engine_of(request).clearing.bin.empty, marks)
    return JSONResponse({"object": "local.bin", "emptied": True})


async def leaving(request: Request) -> Response:
    """List the files of trainings that are to be carried to another computer."""
    body = await read_object(request)
    jobs = body.get("jobs")
    if not isinstance(jobs, list) or not all(isinstance(name, str) for name in jobs):
        raise refused("'jobs' must be a list of trainings.", "jobs")
    found = await asyncio.to_thread(engine_of(request).carrying.leaving, jobs, bases=bool(body.get("bases")))
    return JSONResponse(found)


async def arrived(request: Request) -> Response:
    """Take in what was carried here and laid down in the data folder."""
    folder = _text(await read_object(request), "folder")
    return JSONResponse(await asyncio.to_thread(engine_of(request).carrying.arrived, folder))


def _text(body: dict[str, object], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise refused(f"'{key}' is missing or is not text.", key, "missing_required_parameter")
    return value


ROUTES = [
    Route("/local/storage/rows", rows, methods=["GET"]),
    Route("/local/bin", lying, methods=["GET"]),
    Route("/local/bin", clear, methods=["POST"]),
    Route("/local/bin/empty", empty, methods=["POST"]),
    Route("/local/bin/{mark}/back", put_back, methods=["POST"]),
    Route("/local/carrying/leaving", leaving, methods=["POST"]),
    Route("/local/carrying/arrived", arrived, methods=["POST"]),
]
