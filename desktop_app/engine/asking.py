"""What chat and completion requests may ask for, read strictly and refused by name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.engine.wire import WireError, refused

_SAMPLING = {
    "temperature": (0.0, 2.0, 1.0),
    "top_p": (0.0, 1.0, 1.0),
    "presence_penalty": (-2.0, 2.0, 0.0),
    "frequency_penalty": (-2.0, 2.0, 0.0),
}
_SHARED = frozenset({"model", "n", "seed", "stop", "stream", "stream_options", "max_tokens", *_SAMPLING})
_UNHEARD = frozenset({"user", "metadata", "store", "safety_identifier", "prompt_cache_key", "service_tier"})
"""Accepted and without any effect, because on one's own computer there is nobody they could tell."""
CHAT = _SHARED | {"messages", "max_completion_tokens"}
COMPLETION = _SHARED | {"prompt"}
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "logprobs": (False,),
    "echo": (False,),
    "best_of": (1,),
    "logit_bias": ({},),
    "response_format": ({"type": "text"},),
    "tools": ([],),
    "functions": ([],),
}
MOST_CHOICES = 8
MOST_ROWS = 16


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen and when the answer ends; `max_tokens` None means as many as fit."""

    temperature: float = 1.0
    top_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None
    n: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Return the settings for the answering worker."""
        return asdict(self)


def read_sampling(body: Mapping[str, Any], known: frozenset[str], default_tokens: int | None) -> Sampling:
    """Return the sampling settings of a request; raises WireError naming the parameter."""
    for name, value in body.items():
        neutral = value is None or value in _NEUTRAL.get(name, ())
        if name not in known and name not in _UNHEARD and not neutral:
            raise WireError(
                400, f"The local engine does not support '{name}' yet. Leave it out.", "unsupported_parameter", name
            )
    numbers = {name: _number(body, name) for name in _SAMPLING}
    return Sampling(
        **numbers,
        seed=_whole(body, "seed", -(2**63), 2**63 - 1),
        stop=_stop(body.get("stop")),
        max_tokens=_most_tokens(body, known, default_tokens),
        n=_whole(body, "n", 1, MOST_CHOICES) or 1,
    )


def wants_usage(body: Mapping[str, Any]) -> bool:
    """Whether a stream is to end with the count of its tokens; raises WireError."""
    options = body.get("stream_options")
    if options is None:
        return False
    if not body.get("stream") or not isinstance(options, dict):
        raise refused("'stream_options' is only for streams, and must be an object.", "stream_options")
    return bool(options.get("include_usage"))


def read_messages(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the messages as role and text; raises WireError naming the message."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise refused("'messages' must be a list with at least one message.", "messages")
    return [_message(message, f"messages[{place}]") for place, message in enumerate(messages)]


def read_prompts(body: Mapping[str, Any]) -> list[str]:
    """Return the prompts; raises WireError where they are not text."""
    prompt = body.get("prompt")
    prompts = [prompt] if isinstance(prompt, str) else prompt
    if not isinstance(prompts, list) or not prompts or not all(isinstance(each, str) for each in prompts):
        raise refused("'prompt' must be text, or a list of texts.", "prompt")
    for each in prompts:
        _must_be_whole(each, "prompt")
    return prompts


def _message(message: object, where: str) -> dict[str, str]:
    if not isinstance(message, dict):
        raise refused("Each message must be an object.", where)
    role = message.get("role")
    if role not in ("system", "developer", "user", "assistant"):
        raise refused("Each message needs the role system, developer, user or assistant.", f"{where}.role")
    content = message.get("content")
    if isinstance(content, list):
        texts = [part["text"] for part in content if _is_text(part)]
        content = "".join(texts) if len(texts) == len(content) else None
    if not isinstance(content, str):
        raise refused("Each message needs text as its content.", f"{where}.content")
    _must_be_whole(content, f"{where}.content")
    return {"role": "system" if role == "developer" else role, "content": content}


def _must_be_whole(text: str, where: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise refused("The text holds half of a character, as a bad copy leaves it behind.", where) from None


def _is_text(part: object) -> bool:
    return isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str)


def _number(body: Mapping[str, Any], name: str) -> float:
    low, high, default = _SAMPLING[name]
    value = body.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise refused(f"'{name}' must be a number from {low:g} to {high:g}.", name)
    return float(value)


def _whole(body: Mapping[str, Any], name: str, low: int, high: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refused(f"'{name}' must be a whole number from {low} to {high}.", name)
    return value


def _most_tokens(body: Mapping[str, Any], known: frozenset[str], default: int | None) -> int | None:
    names = [name for name in ("max_completion_tokens", "max_tokens") if name in known]
    for name in names:
        value = _whole(body, name, 1, 1_000_000)
        if value is not None:
            return value
    return default


def _stop(value: object) -> tuple[str, ...]:
    stops = [value] if isinstance(value, str) else value or []
    if not isinstance(stops, list) or len(stops) > 4 or not all(isinstance(each, str) and each for each in stops):
        raise refused("'stop' must be text, or a list of up to four texts that are not empty.", "stop")
    return tuple(stops)
