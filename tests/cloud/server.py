"""The cloud's HTTP side: a real server on this computer."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from tests.cloud.account import Account
from tests.cloud.dialects import OPENAI, Dialect
from tests.cloud.faults import Fault, Faults
from tests.prompt_server import PromptServer


class Cloud:
    """Listens on a free port of this computer until it is left."""

    def __init__(self, dialect: Dialect = OPENAI) -> None:
        self.account = Account(dialect)
        self.faults = Faults()
        self.visits: Counter[str] = Counter()
        """How often each route was called."""
        self.heard: list[dict[str, str]] = []
        """The headers of every request."""
        self.witnesses: list[Callable[[str, str], None]] = []
        """Called with each route "before" it is walked, and "after" it was, before the reply goes out."""
        from tests.cloud.routes import routes  # noqa: PLC0415 - they know this class

        self._app = Starlette(routes=routes(self))
        self._server = PromptServer(_Misbehaving(self._app, self), "cloud")

    def __enter__(self) -> "Cloud":
        self._server.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.leave()

    def before(self, route: Route) -> None:
        """Let a route of the test's own answer before those of the account."""
        self._app.router.routes.insert(0, route)

    @property
    def address(self) -> str:
        """Return the address clients use."""
        return f"http://127.0.0.1:{self._server.port}/v1"


class _Misbehaving:
    """Stands before the routes: asks for the key, and lets happen what the test told in advance."""

    def __init__(self, app: Starlette, cloud: Cloud) -> None:
        self._app = app
        self._cloud = cloud

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        route = route_name(scope["method"], scope["path"])
        self._cloud.visits[route] += 1
        self._cloud.heard.append(dict(request.headers))
        if request.headers.get("authorization") != f"Bearer {self._cloud.account.key}":
            await _refuse(Fault(route, "unknown_key"), scope, receive, send)
            return
        fault = self._cloud.faults.take(route)
        self._tell(route, "before")
        if fault is None:
            await self._app(scope, receive, self._witnessed(route, send))
        elif fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, send)
        elif fault.kind == "nonsense":
            await Response("<html>maintenance</html>", media_type="text/html")(scope, receive, send)
        elif fault.kind == "lost":
            await _lose(fault.after, receive, send)
        elif fault.kind == "reset":
            await self._app(scope, receive, _swallow)
            await _hang_up(send)
        elif fault.kind == "expired":
            self._cloud.account.uploads[scope["path"].split("/")[3]]["status"] = "expired"
            await self._app(scope, receive, send)
        elif fault.kind == "cut":
            await self._app(scope, receive, _cutting(fault.after, send))
        else:
            await _refuse(fault, scope, receive, send)

    def _tell(self, route: str, when: str) -> None:
        for witness in self._cloud.witnesses:
            witness(route, when)

    def _witnessed(self, route: str, send: Send) -> Send:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._tell(route, "after")
            await send(message)

        return told


async def _swallow(_: Message) -> None:
    """Let nothing of a reply out."""


async def _hang_up(send: Send) -> None:
    """End the connection without a whole reply."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
    raise ConnectionAbortedError("the test wants the connection to end here")


def route_name(method: str, path: str) -> str:
    """Return a request's name: the method and the path without ids, such as "GET jobs/*/events"."""
    parts = path.removeprefix("/v1/").removeprefix("fine_tuning/").split("/")
    known = {"files", "uploads", "jobs", "models", "content", "events", "checkpoints", "cancel", "pause", "resume"}
    known |= {"parts", "complete", "chat", "completions"}
    return f"{method} " + "/".join(part if part in known else "*" for part in parts)


async def _refuse(fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    status, body, headers = fault.refusal()
    await Response(body, status, headers)(scope, receive, send)


async def _lose(after: int, receive: Receive, send: Send) -> None:
    """Read some of the request, then end the connection without a whole reply."""
    read, more = 0, True
    while more and read < after:
        message = await receive()
        read += len(message.get("body", b""))
        more = message.get("more_body", False)
    await _hang_up(send)


def _cutting(after: int, send: Send) -> Callable[[Message], Awaitable[None]]:
    sent = 0

    async def cut(message: Message) -> None:
        nonlocal sent
        body = message.get("body", b"")
        if message["type"] == "http.response.body" and sent + len(body) > after:
            with contextlib.suppress(RuntimeError):
                await send({**message, "body": body[: after - sent], "more_body": True})
            raise ConnectionAbortedError("the test wants the connection to end here")
        sent += len(body)
        await send(message)

    return cut


def reply(value: Any, status: int = 200) -> Response:
    """Return a JSON reply with a request id."""
    return Response(json.dumps(value), status, {"content-type": "application/json", "x-request-id": "req-cloud"})


def refusal(status: int, code: str, message: str, param: str | None = None) -> Response:
    """Return an error in OpenAI's form."""
    return reply({"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}, status)
