"""Fetching a small text from an address: bounded in bytes and in time, over https, with nothing sent along."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from desktop_app.core.network import Network, is_here
from desktop_app.providers.client import authorities

PATIENCE_SECONDS = 15.0
_MOST_TURNS = 4


async def fetch(address: str, network: Network, most: int) -> bytes:
    """Return what lies at an address, at most `most` + 1 bytes of it; raise OSError or ValueError with the reason.

    Redirects are followed to https alone. Raise Problem("certificate_not_usable") for the user's own file.
    """
    import httpx2  # noqa: PLC0415 - comes with the SDK

    try:
        async with asyncio.timeout(PATIENCE_SECONDS), _client(address, network) as client:
            for _ in range(_MOST_TURNS):
                check(address)
                async with client.stream("GET", address, headers={"Accept": "application/json"}) as reply:
                    if reply.has_redirect_location:
                        address = str(reply.url.join(reply.headers["location"]))
                        if urlsplit(address).scheme != "https":
                            raise ValueError("It leads on to an address that is not https.")
                        continue
                    if reply.status_code != 200:
                        raise OSError(f"HTTP {reply.status_code}")
                    return await _begin(reply, most)
            raise ValueError("It leads on and on.")
    except TimeoutError as error:
        raise OSError(f"No answer within {PATIENCE_SECONDS:.0f} seconds.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise OSError(str(error) or type(error).__name__) from error


def check(address: str) -> None:
    """Raise ValueError for an address that nothing is fetched from: neither https nor on this computer."""
    parts = urlsplit(address)
    if (
        not parts.hostname
        or parts.username
        or not (parts.scheme == "https" or (parts.scheme == "http" and is_here(address)))
    ):
        raise ValueError("The address has to begin with https://.")


def _client(address: str, network: Network) -> Any:  # noqa: ANN401 - the library is imported late
    import httpx2  # noqa: PLC0415 - comes with the SDK

    how: dict[str, Any] = {"trust_env": not network.proxy and not is_here(address)}
    if network.proxy and not is_here(address):
        how["proxy"] = network.proxy
    if network.certificate:
        how["verify"] = authorities(network.certificate)
    try:
        return httpx2.AsyncClient(timeout=PATIENCE_SECONDS, **how)
    except (ImportError, ValueError) as error:  # a kind of proxy that the library does not know
        raise OSError(str(error)) from error


async def _begin(reply: Any, most: int) -> bytes:  # noqa: ANN401 - the library is imported late
    """Return the beginning of a body; whoever sends more than wanted is not listened to any further."""
    body = b""
    async for part in reply.aiter_bytes():
        body += part
        if len(body) > most:
            break
    return body[: most + 1]
