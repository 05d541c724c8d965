"""/local/estimate: what a training is going to take on this computer."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.state import engine_of


async def estimate(request: Request) -> Response:
    """Judge a training by a few real steps; the first question of a kind takes up to a minute."""
    engine = engine_of(request)
    body = await read_object(request)
    return JSONResponse(await engine.estimator.estimate(body, busy=engine.scheduler.is_training))


ROUTES = [Route("/local/estimate", estimate, methods=["POST"])]
