"""/local/exports: tuned models written into folders, to be used by other programs."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import WireError, refused, shortened

_KINDS: dict[str, type] = {
    "model": str,
    "form": str,
    "precision": str,
    "folder": str,
    "name": str,
    "title": str,
    "texts": dict,
    "sampling": dict,
}
_LONGEST_TEXT = 1_000_000


async def look(request: Request) -> Response:
    """Say what an export would be: its bytes, and how the model is asked."""
    wish = await _wish(request, "model", "form")
    found = await engine_of(request).exports.look(wish["model"], wish["form"], str(wish.get("precision") or ""))
    return JSONResponse(found)


async def begin(request: Request) -> Response:
    """Begin to write a model into a folder that is not there yet; refuse paths and names that could lead elsewhere."""
    wish = await _wish(request, "model", "form", "folder")
    folder = Path(wish["folder"])
    if not folder.is_absolute() or "\0" in wish["folder"]:
        raise refused("'folder' must be the whole path of a folder that is not there yet.", "folder")
    if "name" in wish and not _is_name(wish["name"]):
        raise refused("'name' must be a plain name for a file.", "name")
    for name, words in wish.get("texts", {}).items():
        if not _is_name(name) or not isinstance(words, str) or len(words) > _LONGEST_TEXT:
            raise refused("'texts' must give each file's words by its plain name.", "texts")
    return JSONResponse(await engine_of(request).exports.begin(wish["model"], wish))


async def stand(request: Request) -> Response:
    """Say how far an export is."""
    return JSONResponse(engine_of(request).exports.get(request.path_params["id"]))


async def cancel(request: Request) -> Response:
    """End an export and leave nothing of it; again is no error."""
    return JSONResponse(await engine_of(request).exports.cancel(request.path_params["id"]))


async def _wish(request: Request, *needed: str) -> dict[str, Any]:
    body = await read_object(request)
    for name, value in body.items():
        kind = _KINDS.get(name)
        if kind is None or not isinstance(value, kind):
            said = f"'{shortened(name)}' is not known here, or is not of the right kind."
            raise refused(said, shortened(name), "unsupported_parameter" if kind is None else "invalid_value")
    for name in needed:
        if not body.get(name):
            raise WireError(400, f"'{name}' is missing.", "missing_required_parameter", name)
    return body


def _is_name(name: str) -> bool:
    """Whether it names a file in one folder, and no way into another."""
    plain = name not in ("", ".", "..") and not set(name) & set('/\\:*?"<>|\0') and len(name) <= 150
    return plain and name.isprintable()


ROUTES = [
    Route("/local/exports/look", look, methods=["POST"]),
    Route("/local/exports", begin, methods=["POST"]),
    Route("/local/exports/{id}", stand, methods=["GET"]),
    Route("/local/exports/{id}/cancel", cancel, methods=["POST"]),
]
