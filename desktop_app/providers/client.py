"""The one place that knows the OpenAI SDK: making clients, and turning the SDK's errors into Problems."""

import math
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from desktop_app.core.network import Network, host_of, is_here
from desktop_app.core.problem import Problem
from desktop_app.providers.pace import Pace
from desktop_app.providers.profiles import Profile
from desktop_app.providers.proxy import ByProxy

if TYPE_CHECKING:
    from httpx2 import Response
    from openai import APIStatusError, AsyncOpenAI

CONNECT_SECONDS = 5.0
_RESTS = frozenset({429, 503})
"""The replies that may say for how long the provider wants to be left alone."""


class Provider:
    """A place that speaks the OpenAI protocol: its id and name for people, and a client for its address.

    Whoever takes the client asks `offline` first: the switch holds for requests that were planned before it was turned.
    """

    def __init__(
        self,
        provider_id: str,
        title: str,
        client: "AsyncOpenAI",
        offline: Callable[[], bool] = lambda: False,
        profile: Profile | None = None,
    ) -> None:
        self.id = provider_id
        self.title = title
        self._client = client
        self._offline = offline
        self.pace = Pace()
        """The queue in which requests for answers stand."""
        self.profile = profile
        """What is known of it; None for an address nobody described, which is taken to be as OpenAI's."""

    @property
    def client(self) -> "AsyncOpenAI":
        """Return the client; raise Problem("offline") where the user forbade what lies outside this computer."""
        if self._offline() and not is_here(str(self._client.base_url)):
            raise Problem("offline", provider=self.title)
        return self._client

    @property
    def retries(self) -> int:
        """Return how often a request is sent again after a fault of the provider or of the way to it."""
        return self._client.max_retries

    def once(self) -> "Provider":
        """Return the same place, which is not asked again by itself after a fault: for whoever says so at once."""
        client = self._client.with_options(max_retries=0)
        twin = Provider(self.id, self.title, client, self._offline, self.profile)
        twin.pace = self.pace
        return twin

    async def close(self) -> None:
        """Hang up."""
        await self._client.close()


def make_client(
    address: str, key: str, network: Network | None = None, heard: Callable[[float], None] | None = None
) -> "AsyncOpenAI":
    """Return a client that reads nothing of the environment but the system's proxy, and not even that on this computer.

    `heard` is told the seconds for which a reply asks to be left alone, whoever got it. Raise
    Problem("certificate_not_usable") for a file of authorities that holds none, and "proxy_not_usable" for a proxy of
    a kind that nobody here speaks.
    """
    import httpx2  # noqa: PLC0415 - comes with the SDK
    import openai  # noqa: PLC0415 - 1-2 s to import: not before a room needs it

    network = network or Network()
    here = is_here(address)
    how: dict[str, Any] = {"trust_env": not here and not network.proxy}
    how["event_hooks"] = {"response": [_stays, *([_telling(heard)] if heard is not None else [])]}
    if not here and network.certificate:
        how["verify"] = authorities(network.certificate)
    try:
        if not here and network.proxy:
            out = ByProxy(network.proxy, how.get("verify", True), openai.DEFAULT_CONNECTION_LIMITS)
            how["mounts"] = {"all://": out}
        http = openai.DefaultAsyncHttpx2Client(timeout=openai.Timeout(network.seconds, connect=CONNECT_SECONDS), **how)
    except (ImportError, ValueError, httpx2.InvalidURL) as error:
        raise Problem("proxy_not_usable", details=str(error), provider=host_of(address)) from error
    return openai.AsyncOpenAI(
        api_key=key,
        base_url=address,
        # Empty texts, because None would be filled in from the user's OPENAI_* variables.
        organization="",
        project="",
        webhook_secret="",
        max_retries=2,
        http_client=http,
    )


def _telling(heard: Callable[[float], None]) -> Callable[["Response"], Awaitable[None]]:
    """Return what looks at every reply for a wish to be left alone: also at those after which the SDK asks again."""

    async def tell(response: "Response") -> None:
        if response.status_code in _RESTS and (told := _told_wait(response.headers)):
            heard(told["seconds"])

    return tell


async def _stays(response: "Response") -> None:
    """Take away where a reply sends us on to, unless that is the same place: rows go where the user wanted them.

    Without that the reply is a refusal like others, which `_refusal` puts into words. A file may be fetched from
    elsewhere, since many keep files there; the key is not told to whoever has it.
    """
    if response.has_redirect_location:
        asked, home = response.request, response.request.url
        there = home.join(response.headers["location"])
        same = (there.scheme, there.host, there.port) == (home.scheme, home.host, home.port)
        fetched = asked.method == "GET" and home.scheme == there.scheme == "https"
        if not same and not fetched:
            del response.headers["location"]


def authorities(path: str) -> ssl.SSLContext:
    """Return a context that trusts the system's authorities and those in the user's file."""
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(path)
    except (OSError, ssl.SSLError) as error:
        raise Problem("certificate_not_usable", details=str(error), name=path) from error
    return context


@contextmanager
def in_words(title: str) -> Iterator[None]:
    """Turn the SDK's errors into Problems that name the provider by its title.

    Whatever is taken out of a reply is taken out inside the block: the SDK does not check that a reply is what it
    should be, so a page of HTML shows as an attribute that is not there.
    """
    import httpx2  # noqa: PLC0415 - comes with the SDK
    import openai  # noqa: PLC0415 - see make_client

    try:
        yield
    except httpx2.TransportError as error:  # in the middle of a body the SDK lets it through as it is
        raise Problem("provider_broke_off", details=str(error), provider=title) from error
    except openai.APITimeoutError as error:
        raise Problem("provider_slow", details=str(error), provider=title) from error
    except openai.APIConnectionError as error:
        raise _unreached(error, title) from error
    except openai.APIStatusError as error:
        raise _refusal(error, title) from error
    except openai.APIError as error:
        raise Problem("provider_broke_off", details=str(error), provider=title) from error
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Problem("provider_speaks_otherwise", details=repr(error), provider=title) from error
    except RuntimeError as error:
        if "client has been closed" not in str(error):  # by whoever hung up while this was still being asked
            raise
        raise Problem("provider_broke_off", details=str(error), provider=title) from error


def _unreached(error: Exception, title: str) -> Problem:
    """Return the Problem of a connection that never was: no network, or somebody in between who cannot be trusted."""
    import httpx2  # noqa: PLC0415 - comes with the SDK

    causes: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 8:
        causes.append(f"{type(cause).__name__}: {cause}")
        if isinstance(cause, ssl.SSLError):
            return Problem("provider_not_trusted", details="\n".join(causes), provider=title)
        if isinstance(cause, httpx2.ProxyError):
            return Problem("proxy_refuses", details="\n".join(causes), provider=title)
        cause = cause.__cause__ or cause.__context__
    distrusted = any("CERTIFICATE_VERIFY_FAILED" in said or "SSL:" in said for said in causes)
    key = "provider_not_trusted" if distrusted else "provider_unreachable"
    return Problem(key, details="\n".join(causes), provider=title)


_BY_CODE = {
    "disk_full": "provider_disk_full",
    "engine_busy": "engine_at_work",
    "engine_extra_missing": "engine_extra_missing",
    "insufficient_quota": "provider_money",
    "organization_spend_limit_exceeded": "provider_money",
    "project_spend_limit_exceeded": "provider_money",
    "invalid_n_examples": "too_few_examples",
    "model_not_found": "provider_no_such_model",
    "context_length_exceeded": "question_too_long",
}
_BY_STATUS = {
    401: "provider_key_refused",
    403: "provider_forbids",
    404: "provider_not_found",
    407: "proxy_refuses",
    429: "provider_busy",
}


def _refusal(error: "APIStatusError", title: str) -> Problem:
    body = error.body if isinstance(error.body, dict) else {}
    message = str(body.get("message") or error.message)
    details = f"HTTP {error.status_code}, request {error.request_id}: {message}"
    key = _BY_CODE.get(str(error.code)) or _BY_STATUS.get(error.status_code)
    if key is None:
        key = "provider_faulty" if error.status_code >= 500 else "provider_refuses"
    if error.status_code < 400:
        key = "provider_sends_elsewhere"
    headers = error.response.headers
    told = {**_told_wait(headers), **({"final": 1.0} if headers.get("x-should-retry") == "false" else {})}
    return Problem(key, details=details, provider=title, message=message, code=str(error.code or ""), **told)


def _told_wait(headers: Mapping[str, str]) -> dict[str, float]:
    """Return how long the provider wants to be left alone, in seconds, if it says so: a number or a time of day."""
    told = headers.get("retry-after")
    if told is None:
        return {}
    try:
        seconds = float(told)
        return {"seconds": max(0.0, seconds)} if math.isfinite(seconds) else {}
    except ValueError:
        pass
    try:
        # By the provider's own clock where it tells it: ours may be wrong.
        now = parsedate_to_datetime(headers["date"]).timestamp() if "date" in headers else time.time()
        return {"seconds": max(0.0, parsedate_to_datetime(told).timestamp() - now)}
    except ValueError:
        return {}
