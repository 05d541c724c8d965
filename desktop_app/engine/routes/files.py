"""/v1/files: send, list, look at, read and delete."""

import asyncio
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.files import PURPOSES
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import cursor_page, read_limit, refused

_SHOWN = ("id", "object", "bytes", "created_at", "filename", "purpose", "status")


async def create(request: Request) -> Response:
    """Keep a file that is sent as multipart form data."""
    async with request.form(max_files=1, max_fields=8) as form:
        purpose, file = form.get("purpose"), form.get("file")
        if purpose not in PURPOSES:
            raise refused(f"'purpose' must be one of {', '.join(PURPOSES)}.", "purpose")
        if not isinstance(file, UploadFile):
            raise refused("'file' is missing. Send it as multipart form data.", "file", "missing_required_parameter")
        if any(name.startswith("expires_after") for name in form):
            raise refused("Files stay on this computer until you delete them. Leave out this part.", "expires_after")
        name = file.filename or "file"
        meta = await asyncio.to_thread(engine_of(request).files.add, file.file, name, str(purpose))
    return JSONResponse(_shown(meta))


async def index(request: Request) -> Response:
    """List the files, newest first unless asked otherwise."""
    query = request.query_params
    if query.get("order", "desc") not in ("asc", "desc"):
        raise refused("'order' must be asc or desc.", "order")
    rows = [_shown(meta) for meta in engine_of(request).files.all()]
    if "purpose" in query:
        rows = [row for row in rows if row["purpose"] == query["purpose"]]
    if query.get("order", "desc") == "desc":
        rows.reverse()
    return JSONResponse(cursor_page(rows, query.get("after"), read_limit(query, 10_000, 10_000)))


async def retrieve(request: Request) -> Response:
    """Describe one file."""
    return JSONResponse(_shown(engine_of(request).files.get(request.path_params["id"])))


async def content(request: Request) -> Response:
    """Send one file's bytes."""
    files, name = engine_of(request).files, request.path_params["id"]
    return FileResponse(files.data(name), media_type="application/octet-stream", filename=files.get(name)["filename"])


async def delete(request: Request) -> Response:
    """Delete one file; again is no error."""
    name = request.path_params["id"]
    engine_of(request).files.delete(name)
    return JSONResponse({"id": name, "object": "file", "deleted": True})


def _shown(meta: dict[str, Any]) -> dict[str, Any]:
    return {name: meta[name] for name in _SHOWN}


ROUTES = [
    Route("/v1/files", create, methods=["POST"]),
    Route("/v1/files", index, methods=["GET"]),
    Route("/v1/files/{id}/content", content, methods=["GET"]),
    Route("/v1/files/{id}", retrieve, methods=["GET"]),
    Route("/v1/files/{id}", delete, methods=["DELETE"]),
]
