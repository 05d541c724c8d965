"""The door: token, Host and Origin are checked here, and every reply gets a request id and is counted."""

import hmac
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_app.engine.limits import Counted, most_bytes, throw_away, too_large
from desktop_app.engine.wire import WireError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OPEN = frozenset({"/health"})


@dataclass(slots=True)
class Traffic:
    """How many requests are open, and when the last one ended (monotonic seconds)."""

    open: int = 0
    last: float = field(default_factory=time.monotonic)

    def quiet_for(self) -> float:
        """Return the seconds since the last request ended; 0 while one is open."""
        return 0.0 if self.open else time.monotonic() - self.last


class Guard:
    """The outermost layer of the engine's HTTP side."""

    def __init__(self, app: ASGIApp, token: str, hosts: Collection[str], traffic: Traffic) -> None:
        self._app = app
        self._token = token
        self._hosts = _LOOPBACK | {host.lower() for host in hosts}
        self._traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer it with the reason why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        request_id = f"req_{secrets.token_hex(16)}"
        headers, path = Headers(scope=scope), scope["path"]
        self._traffic.open += 1
        try:
            refusal = self._refusal(headers, path)
            if refusal is None and _promised(headers) > most_bytes(path):
                refusal = too_large(path)
                await throw_away(receive)
            if refusal is not None:
                await refusal.response()(scope, receive, signed)
                return
            await self._app(scope, Counted(receive, path), signed)
        finally:
            self._traffic.open -= 1
            self._traffic.last = time.monotonic()

    def _refusal(self, headers: Headers, path: str) -> WireError | None:
        if _host(f"//{headers.get('host', '')}") not in self._hosts:
            return WireError(403, "This engine answers only under its own address.", "foreign_host", "Host")
        origin = headers.get("origin")
        if origin is not None and _netloc(origin) != headers.get("host", "").lower():
            return WireError(403, "This engine does not answer pages of other sites.", "foreign_origin", "Origin")
        if path in _OPEN:
            return None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), self._token.encode()):
            return WireError(401, "The key of the local engine is missing or not the right one.", "invalid_api_key")
        return None


def _promised(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
