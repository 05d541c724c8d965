"""How large a request may be: counted while it comes in, so that nobody can fill the memory."""

from starlette.types import Message, Receive

from desktop_app.engine.wire import WireError

_MOST = 32 << 20
_MOST_FILE = 8 << 30
_MOST_PART = (64 << 20) + (1 << 20)
"""A part, and the form around it."""
_THROWN_AWAY = 256 << 20
_TOO_LARGE = "The request is too large: at most {most} can be taken in at once. Send less, or send it in parts."


class TooLargeError(Exception):
    """The body is larger than it may be."""


def most_bytes(path: str) -> int:
    """Return how many bytes the body of a request to this path may have."""
    if path == "/v1/files":
        return _MOST_FILE
    return _MOST_PART if path.startswith("/v1/uploads/") and path.endswith("/parts") else _MOST


def too_large(path: str) -> WireError:
    """Return the refusal of a body that is larger than this path takes (status 413)."""
    return WireError(413, _TOO_LARGE.format(most=f"{most_bytes(path) >> 20} MB"), "request_too_large")


class Counted:
    """A request's body that breaks off once with TooLargeError where more comes than may."""

    def __init__(self, receive: Receive, path: str) -> None:
        self._receive = receive
        self._left = most_bytes(path)
        self._over = False

    async def __call__(self) -> Message:
        """Return the next piece; raises TooLargeError."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0 and not self._over:
            self._over = True
            raise TooLargeError
        return message


async def throw_away(receive: Receive) -> None:
    """Read the rest of a body that is not wanted: a client that is still sending would not hear the answer."""
    left = _THROWN_AWAY
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
