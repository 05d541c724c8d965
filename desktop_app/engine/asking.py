"""What chat and completion requests may ask for, read strictly and refused by name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from desktop_app.core.as_read import role_as_read
from desktop_app.engine.wire import WireError, refused, shortened

_SAMPLING = {
    "temperature": (0.0, 2.0, 1.0),
    "top_p": (0.0, 1.0, 1.0),
    "presence_penalty": (-2.0, 2.0, 0.0),
    "frequency_penalty": (-2.0, 2.0, 0.0),
}
_SHARED = frozenset({"model", "n", "seed", "stop", "stream", "stream_options", "max_tokens", "logprobs"})
_SHARED |= {"logit_bias", *_SAMPLING}
_UNHEARD = frozenset({"user", "metadata", "store", "safety_identifier", "prompt_cache_key", "service_tier"})
"""Accepted and without any effect, because on one's own computer there is nobody they could tell."""
CHAT = _SHARED | {"messages", "max_completion_tokens", "top_logprobs"}
COMPLETION = _SHARED | {"prompt", "echo", "best_of"}
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "response_format": ({"type": "text"},),
    "tools": ([],),
    "functions": ([],),
    "tool_choice": ("none", "auto"),
    "function_call": ("none", "auto"),
    "parallel_tool_calls": (True, False),
    "modalities": (["text"],),
    "suffix": ("",),
}
MOST_LOGPROBS = {True: 20, False: 5}
"""How many likely tokens may be asked for: in chat, and in completions."""
MOST_BIASES = 1024
MOST_CHOICES = 8
MOST_ROWS = 16


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen and when the answer ends.

    `max_tokens` None means as many as fit; `logprobs` is how many likely tokens are told with each (None: nothing is).
    """

    temperature: float = 1.0
    top_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None
    n: int = 1
    logprobs: int | None = None
    echo: bool = False
    logit_bias: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the settings for the answering worker."""
        return asdict(self)


def read_model(body: Mapping[str, Any]) -> str:
    """Return the name of the model that is asked; raises WireError."""
    name = body.get("model")
    if not isinstance(name, str) or not name:
        raise refused("'model' is missing or is not text.", "model", "missing_required_parameter")
    return name


def read_sampling(body: Mapping[str, Any], known: frozenset[str], default_tokens: int | None) -> Sampling:
    """Return the sampling settings of a request; raises WireError naming the parameter."""
    for name, value in body.items():
        neutral = value is None or value in _NEUTRAL.get(name, ())
        if name not in known and name not in _UNHEARD and not neutral:
            said = f"The local engine does not support '{shortened(name)}' yet. Leave it out."
            raise WireError(400, said, "unsupported_parameter", shortened(name))
    n = _whole(body, "n", 1, MOST_CHOICES) or 1
    if body.get("best_of") not in (None, n):
        raise refused("The local engine makes no more answers than it gives. Leave out 'best_of'.", "best_of")
    echo = _flag(body, "echo")
    return Sampling(
        **{name: _number(body, name) for name in _SAMPLING},
        seed=_whole(body, "seed", -(2**63), 2**63 - 1),
        stop=_stop(body.get("stop")),
        max_tokens=_most_tokens(body, known, default_tokens, 0 if echo else 1),
        n=n,
        logprobs=_logprobs(body, is_chat=known is CHAT),
        echo=echo,
        logit_bias=_biases(body.get("logit_bias")),
    )


def wants_stream(body: Mapping[str, Any]) -> bool:
    """Whether the answer is to come in pieces; raises WireError."""
    return _flag(body, "stream")


def wants_usage(body: Mapping[str, Any]) -> bool:
    """Whether a stream is to end with the count of its tokens; raises WireError."""
    options = body.get("stream_options")
    if options is None:
        return False
    if not body.get("stream") or not isinstance(options, dict):
        raise refused("'stream_options' is only for streams, and must be an object.", "stream_options")
    unknown = next((name for name in options if name not in ("include_usage", "include_obfuscation")), None)
    if unknown is not None:
        name = f"stream_options.{shortened(unknown)}"
        raise WireError(400, f"The local engine does not know '{name}'.", "unsupported_parameter", name)
    return _flag(options, "include_usage", "stream_options.include_usage")


def read_messages(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the messages as role and text; raises WireError naming the message."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise refused("'messages' must be a list with at least one message.", "messages")
    return [_message(message, f"messages[{place}]") for place, message in enumerate(messages)]


def read_prompts(body: Mapping[str, Any]) -> list[str | list[int]]:
    """Return the prompts, each as text or as tokens; raises WireError where they are neither."""
    prompts = texts_or_tokens(body.get("prompt"), "prompt")
    if len(prompts) > MOST_ROWS:
        raise refused(f"At most {MOST_ROWS} answers can be made in one request.", "prompt")
    return prompts


def texts_or_tokens(value: object, where: str) -> list[str | list[int]]:
    """Return text, texts, tokens or lists of tokens as a list of one kind or the other; raises WireError."""
    given = [value] if isinstance(value, str) or _are_tokens(value) else value
    if not isinstance(given, list) or not given or not all(_is_prompt(each) for each in given):
        raise refused(f"'{where}' must be text, or a list of texts, or tokens as whole numbers.", where)
    for each in given:
        if isinstance(each, str):
            _must_be_whole(each, where)
    return given


def _is_prompt(value: object) -> bool:
    return isinstance(value, str) or _are_tokens(value)


def _are_tokens(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(type(each) is int and 0 <= each < 2**31 for each in value)


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
    return {"role": role_as_read(role), "content": content}


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


def _most_tokens(body: Mapping[str, Any], known: frozenset[str], default: int | None, least: int) -> int | None:
    names = [name for name in ("max_completion_tokens", "max_tokens") if name in known]
    for name in names:
        value = _whole(body, name, least, 1_000_000)
        if value is not None:
            return value
    return default


def _flag(body: Mapping[str, Any], name: str, where: str | None = None) -> bool:
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise refused(f"'{where or name}' must be true or false.", where or name)
    return bool(value)


def _logprobs(body: Mapping[str, Any], *, is_chat: bool) -> int | None:
    if not is_chat:
        return _whole(body, "logprobs", 0, MOST_LOGPROBS[is_chat])
    most = _whole(body, "top_logprobs", 0, MOST_LOGPROBS[is_chat])
    if not _flag(body, "logprobs"):
        if most is not None:
            raise refused("'top_logprobs' is only told together with 'logprobs': true.", "top_logprobs")
        return None
    return most or 0


def _biases(value: object) -> dict[str, float]:
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > MOST_BIASES:
        raise refused(f"'logit_bias' must be an object with at most {MOST_BIASES} tokens.", "logit_bias")
    for token, bias in value.items():
        is_number = isinstance(bias, int | float) and not isinstance(bias, bool) and -100 <= bias <= 100
        if not is_number or not (token.isascii() and token.isdigit() and len(token) <= 9):
            raise refused("'logit_bias' takes numbers of tokens, each with a number from -100 to 100.", "logit_bias")
    return {token: float(bias) for token, bias in value.items()}


def _stop(value: object) -> tuple[str, ...]:
    stops = [value] if isinstance(value, str) else value or []
    if not isinstance(stops, list) or len(stops) > 4 or not all(isinstance(each, str) and each for each in stops):
        raise refused("'stop' must be text, or a list of up to four texts that are not empty.", "stop")
    return tuple(stops)
