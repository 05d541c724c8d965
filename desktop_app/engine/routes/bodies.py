"""Reading the body of a request."""

from typing import Any

from starlette.requests import Request

from desktop_app.engine.wire import WireError


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request's body; raises the 400."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        raise WireError(400, "The request's body is not JSON.", "invalid_json") from None
    if not isinstance(body, dict):
        raise WireError(400, "The request's body must be a JSON object.", "invalid_json")
    return body
