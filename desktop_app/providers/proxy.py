"""The way out through the user's own proxy, with a fault of its own where it is the proxy that stands in the way."""

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx2 import Limits, Request, Response


class ByProxy:
    """Carries requests through a proxy, as a transport of httpx2 does.

    A proxy that cannot be reached is told as a fault of the proxy: the plain fault names nobody, and one would look for
    it at the provider.
    """

    def __init__(self, proxy: str, verify: ssl.SSLContext | bool, limits: "Limits") -> None:
        """Take an address of a proxy; raise ValueError or ImportError for one of a kind that nobody here speaks."""
        import httpx2  # noqa: PLC0415 - comes with the SDK

        self._inner = httpx2.AsyncHTTPTransport(verify=verify, proxy=proxy, limits=limits, trust_env=False)

    async def __aenter__(self) -> "ByProxy":
        """Begin."""
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *fault: object) -> None:
        """End."""
        await self._inner.aclose()

    async def aclose(self) -> None:
        """Hang up."""
        await self._inner.aclose()

    async def handle_async_request(self, request: "Request") -> "Response":
        """Return the reply; raise httpx2.ProxyError where the proxy does not answer or does not let it through."""
        import httpx2  # noqa: PLC0415 - comes with the SDK

        try:
            return await self._inner.handle_async_request(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            if _is_about_trust(error):
                raise
            raise httpx2.ProxyError(str(error) or type(error).__name__, request=request) from error


def _is_about_trust(error: BaseException) -> bool:
    """Tell whether the proxy did its part, and what lies behind it showed a certificate that is not trusted."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError) or "SSL" in str(cause) or "CERTIFICATE" in str(cause):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
