"""/health and /local: what this computer has, and base models to be had."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.core.proof import proof
from desktop_app.engine import hardware
from desktop_app.engine.disk import size_of
from desktop_app.engine.gguf_header import read_header
from desktop_app.engine.model_folder import ModelRefusedError, is_model
from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import WireError, refused, shortened
from desktop_app.engine.workers import extra_installed


async def health(request: Request) -> Response:
    """Say that the engine is there; asked with a nonce, prove that it is the one whose token the caller holds."""
    nonce = request.query_params.get("nonce")
    proved = {"proof": proof(engine_of(request).settings.token, nonce)} if nonce else {}
    return JSONResponse({"status": "ok", **proved})


async def machine(request: Request) -> Response:
    """Describe this computer."""
    return JSONResponse({"object": "local.hardware", **hardware.describe(engine_of(request).settings.data)})


async def leave(request: Request) -> Response:
    """End the engine now, so that the next one starts with other packages; refused while something is under way."""
    engine = engine_of(request)
    # Jobs that wait for a heavy half that is not there would keep it for ever, and it could never be set up.
    if (engine.is_busy and extra_installed()) or engine.desk.is_asked:
        raise WireError(409, "The engine has something to do. Wait until it is done, or stop it.", "engine_busy")
    request.app.state.leave()
    return JSONResponse({"object": "local.engine", "leaving": True})


async def storage(request: Request) -> Response:
    """Say how many bytes the engine's things take, and how many are free."""
    settings = engine_of(request).settings
    places = {"models": settings.models, "files": settings.files, "jobs": settings.jobs, "data": settings.data}
    sizes = await asyncio.to_thread(lambda: {name: size_of(place) for name, place in places.items()})
    other = max(0, sizes.pop("data") - sum(sizes.values()))
    free = shutil.disk_usage(settings.data).free
    return JSONResponse({"object": "local.storage", **sizes, "other": other, "free": free})


async def models(request: Request) -> Response:
    """List the base models to be had, and how far each is."""
    return JSONResponse({"object": "list", "data": engine_of(request).pulls.all()})


async def add(request: Request) -> Response:
    """Take in a folder or a GGUF file of this computer as a base model."""
    engine, body = engine_of(request), await read_object(request)
    given = body.get("path")
    if not isinstance(given, str) or not given or "\0" in given:
        raise refused("'path' must name a folder with a model, or a GGUF file.", "path", "missing_required_parameter")
    path = Path(given)
    try:
        if path.is_file():
            await asyncio.to_thread(read_header, path)
            return JSONResponse(engine.pulls.convert(path))
        if not path.is_absolute() or not is_model(path):
            said = "There is no model: a folder needs config.json, tokenizer.json and weights as safetensors."
            raise refused(said, "path", "model_not_found")
        found = await asyncio.to_thread(engine.models.folders.add, path)
    except ModelRefusedError as refusal:
        raise WireError(400, str(refusal), "model_refused", "path") from refusal
    return JSONResponse(engine.pulls.get(found.id))


async def look(request: Request) -> Response:
    """Say what the hub tells of a model: licence, bytes, whether its makers want an agreement first."""
    options = await _options(request)
    return JSONResponse(await engine_of(request).pulls.look(request.path_params["id"], options))


async def pull(request: Request) -> Response:
    """Bring a base model; again is no error."""
    options = await _options(request)
    return JSONResponse(engine_of(request).pulls.pull(request.path_params["id"], options))


async def pause_pull(request: Request) -> Response:
    """End the bringing of a base model and keep what has come; to pull it again goes on there."""
    return JSONResponse(await engine_of(request).pulls.pause(request.path_params["id"]))


async def cancel_pull(request: Request) -> Response:
    """End the bringing of a base model; where none is under way, nothing happens."""
    return JSONResponse(await engine_of(request).pulls.cancel(request.path_params["id"]))


async def remove(request: Request) -> Response:
    """Remove a base model; again is no error."""
    engine, name = engine_of(request), request.path_params["id"]
    folder = await engine.pulls.remove(name)
    if folder is not None:
        engine.desk.forget(folder)
    return JSONResponse({"id": name, "object": "local.model", "deleted": True})


async def _options(request: Request) -> dict[str, Any]:
    """Return how a model is to be fetched; without a body, as it is done by itself."""
    if not await request.body():
        return {}
    body = await read_object(request)
    for name, value in body.items():
        kind = _OPTIONS.get(name)
        if kind is None or not (value is None or isinstance(value, kind)):
            said = f"'{shortened(name)}' is not known here, or is not of the right kind."
            raise refused(said, shortened(name), "unsupported_parameter" if kind is None else "invalid_value")
    return body


_OPTIONS: dict[str, type] = {
    "token": str,
    "hub": str,
    "offline": bool,
    "proxy": str,
    "certificate": str,
    "revision": str,
}

ROUTES = [
    Route("/health", health, methods=["GET"]),
    Route("/local/hardware", machine, methods=["GET"]),
    Route("/local/leave", leave, methods=["POST"]),
    Route("/local/storage", storage, methods=["GET"]),
    Route("/local/models", models, methods=["GET"]),
    Route("/local/models", add, methods=["POST"]),
    Route("/local/models/{id:path}/pull/cancel", cancel_pull, methods=["POST"]),
    Route("/local/models/{id:path}/pull/pause", pause_pull, methods=["POST"]),
    Route("/local/models/{id:path}/pull", pull, methods=["POST"]),
    Route("/local/models/{id:path}/look", look, methods=["POST"]),
    Route("/local/models/{id:path}", remove, methods=["DELETE"]),
]
