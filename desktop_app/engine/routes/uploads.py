"""/v1/uploads: files sent in parts."""

import asyncio

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import refused


async def create(request: Request) -> Response:
    """Begin an upload."""
    return JSONResponse(engine_of(request).uploads.create(await read_object(request)))


async def add_part(request: Request) -> Response:
    """Keep one part that is sent as multipart form data."""
    async with request.form(max_files=1, max_fields=1) as form:
        data = form.get("data")
        if not isinstance(data, UploadFile):
            raise refused("'data' is missing. Send it as multipart form data.", "data", "missing_required_parameter")
        uploads, name = engine_of(request).uploads, request.path_params["id"]
        return JSONResponse(await asyncio.to_thread(uploads.add_part, name, data.file))


async def complete(request: Request) -> Response:
    """Make one file of the parts."""
    body = await read_object(request)
    uploads, name = engine_of(request).uploads, request.path_params["id"]
    return JSONResponse(await asyncio.to_thread(uploads.complete, name, body))


async def cancel(request: Request) -> Response:
    """End an upload; again is no error."""
    return JSONResponse(await asyncio.to_thread(engine_of(request).uploads.cancel, request.path_params["id"]))


ROUTES = [
    Route("/v1/uploads", create, methods=["POST"]),
    Route("/v1/uploads/{id}/parts", add_part, methods=["POST"]),
    Route("/v1/uploads/{id}/complete", complete, methods=["POST"]),
    Route("/v1/uploads/{id}/cancel", cancel, methods=["POST"]),
]
