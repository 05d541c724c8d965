"""/local/estimate: what a training is going to take on this computer."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.routes.leaving import LEFT, while_there
from desktop_app.engine.state import engine_of


async def estimate(request: Request) -> Response:
    """Judge a training by a few real steps; the first question of a kind takes up to a minute.

    Whoever asks and leaves ends the steps, which would only slow down what comes next.
    """
    engine = engine_of(request)
    body = await read_object(request)
    found: dict[str, Any] = {}

    async def measure() -> None:
        found.update(await engine.estimator.estimate(body, busy=engine.scheduler.is_training))

    if not await while_there(request, measure()):
        return Response(status_code=LEFT)
    return JSONResponse(found)


ROUTES = [Route("/local/estimate", estimate, methods=["POST"])]
