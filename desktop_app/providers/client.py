"""The one place that knows the OpenAI SDK: making clients, and turning the SDK's errors into Problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.problem import Problem

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

TIMEOUT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Provider:
    """A place that speaks the OpenAI protocol: its id and name for people, and a client for its address."""

    id: str
    title: str
    client: "AsyncOpenAI"


def make_client(base_url: str, key: str, *, on_this_computer: bool) -> "AsyncOpenAI":
    """Return a client that reads nothing from the environment; towards this computer it also skips proxies."""
    import openai  # noqa: PLC0415 - 1-2 s to import: not before a room needs it

    return openai.AsyncOpenAI(
        api_key=key,
        base_url=base_url,
        # Empty texts, because None would be filled in from the user's OPENAI_* variables.
        organization="",
        project="",
        webhook_secret="",
        max_retries=2,
        http_client=openai.DefaultAsyncHttpx2Client(
            trust_env=not on_this_computer, timeout=openai.Timeout(TIMEOUT_SECONDS, connect=5.0)
        ),
    )


@contextmanager
def in_words(title: str) -> Iterator[None]:
    """Turn the SDK's errors into Problems that name the provider by its title."""
    import openai  # noqa: PLC0415 - see make_client

    try:
        yield
    except openai.APITimeoutError as error:
        raise Problem("provider_slow", details=str(error), provider=title) from error
    except openai.APIConnectionError as error:
        raise Problem("provider_unreachable", details=str(error), provider=title) from error
    except openai.APIStatusError as error:
        raise _refusal(error, title) from error
    except openai.APIError as error:
        raise Problem("provider_broke_off", details=str(error), provider=title) from error


_BY_CODE = {
    "disk_full": "provider_disk_full",
    "engine_extra_missing": "engine_extra_missing",
    "insufficient_quota": "provider_money",
    "invalid_n_examples": "too_few_examples",
    "model_not_found": "provider_no_such_model",
    "context_length_exceeded": "question_too_long",
}
_BY_STATUS = {
    401: "provider_key_refused",
    403: "provider_forbids",
    404: "provider_not_found",
    429: "provider_busy",
}


def _refusal(error: "APIStatusError", title: str) -> Problem:
    body = error.body if isinstance(error.body, dict) else {}
    message = str(body.get("message") or error.message)
    details = f"HTTP {error.status_code}, request {error.request_id}: {message}"
    key = _BY_CODE.get(str(error.code)) or _BY_STATUS.get(error.status_code)
    if key is None:
        key = "provider_faulty" if error.status_code >= 500 else "provider_refuses"
    return Problem(key, details=details, provider=title, message=message)
