"""/v1/models: list, look at and delete."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.state import engine_of


async def index(request: Request) -> Response:
    """List every model that can answer."""
    rows = [model.as_object() for model in engine_of(request).models.all()]
    return JSONResponse({"object": "list", "data": rows})


async def retrieve(request: Request) -> Response:
    """Describe one model."""
    return JSONResponse(engine_of(request).models.get(request.path_params["id"]).as_object())


async def delete(request: Request) -> Response:
    """Delete a tuned model; again is no error."""
    name, engine = request.path_params["id"], engine_of(request)
    engine.desk.forget(engine.models.delete(name))
    return JSONResponse({"id": name, "object": "model", "deleted": True})


ROUTES = [
    Route("/v1/models", index, methods=["GET"]),
    Route("/v1/models/{id:path}", retrieve, methods=["GET"]),
    Route("/v1/models/{id:path}", delete, methods=["DELETE"]),
]
