"""tiktoken itself, as it counts with the files it would have downloaded; nothing here can reach a network."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_app.settings import paths

if TYPE_CHECKING:
    from tiktoken import Encoding

VOCABULARIES = paths.resource("tiktoken")


class NetworkTouchedError(AssertionError):
    """Something asked for a network."""


@contextmanager
def no_network() -> Iterator[None]:
    """Let every attempt to reach a network be a NetworkTouchedError."""

    def refuse(*_: object, **__: object) -> None:
        raise NetworkTouchedError

    kept = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    found = socket.getaddrinfo
    for name in kept:
        setattr(socket.socket, name, refuse)
    socket.getaddrinfo = refuse  # type: ignore[assignment]  # that is the point
    try:
        yield
    finally:
        socket.getaddrinfo = found
        for name, method in kept.items():
            setattr(socket.socket, name, method)


@contextmanager
def reference_files() -> Iterator[None]:
    """Let tiktoken find its files where we keep them, under the names it gives them."""
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(VOCABULARIES)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TIKTOKEN_CACHE_DIR"]
        else:
            os.environ["TIKTOKEN_CACHE_DIR"] = before


def reference(name: str) -> "Encoding":
    """Return tiktoken's own encoding."""
    import tiktoken  # noqa: PLC0415 - heavy

    with reference_files():
        return tiktoken.get_encoding(name)
