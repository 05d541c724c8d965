"""/health and /local: what this computer has, and base models to be had."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.core.proof import proof
from desktop_app.engine import hardware
from desktop_app.engine.state import engine_of


async def health(request: Request) -> Response:
    """Say that the engine is there; asked with a nonce, prove that it is the one whose token the caller holds."""
    nonce = request.query_params.get("nonce")
    proved = {"proof": proof(engine_of(request).settings.token, nonce)} if nonce else {}
    return JSONResponse({"status": "ok", **proved})


async def machine(request: Request) -> Response:
    """Describe this computer."""
    return JSONResponse({"object": "local.hardware", **hardware.describe(engine_of(request).settings.data)})


async def models(request: Request) -> Response:
    """List the base models to be had, and how far each is."""
    return JSONResponse({"object": "list", "data": engine_of(request).pulls.all()})


async def pull(request: Request) -> Response:
    """Bring a base model; again is no error."""
    return JSONResponse(engine_of(request).pulls.pull(request.path_params["id"]))


async def cancel_pull(request: Request) -> Response:
    """End the bringing of a base model; where none is under way, nothing happens."""
    return JSONResponse(await engine_of(request).pulls.cancel(request.path_params["id"]))


ROUTES = [
    Route("/health", health, methods=["GET"]),
    Route("/local/hardware", machine, methods=["GET"]),
    Route("/local/models", models, methods=["GET"]),
    Route("/local/models/{id:path}/pull/cancel", cancel_pull, methods=["POST"]),
    Route("/local/models/{id:path}/pull", pull, methods=["POST"]),
]
