"""A request as it goes over the wire: the one place where the client and the code that is shown get it from."""

from typing import Any

from desktop_app.core.answer import Request, Sampling
from desktop_app.core.example import Message, message_line

CHAT, COMPLETIONS = "chat/completions", "completions"
"""The two routes, below a provider's address."""

_PLAIN = Sampling()


def route(request: Request) -> str:
    """Return the route that fits the question: a prompt or messages."""
    return COMPLETIONS if isinstance(request.question, str) else CHAT


def body(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request, without what only says how the answer is sent (streamed or not)."""
    asked = request.question
    found: dict[str, Any] = {"model": request.model}
    if isinstance(asked, str):
        found["prompt"] = asked
    else:
        found["messages"] = [_asked(m) for m in asked]
    sampling = request.sampling
    found |= {"temperature": sampling.temperature, "max_tokens": sampling.max_tokens}
    for name in ("top_p", "presence_penalty", "frequency_penalty", "seed"):
        if getattr(sampling, name) != getattr(_PLAIN, name):
            found[name] = getattr(sampling, name)
    if sampling.stop:
        found["stop"] = list(sampling.stop)
    if sampling.logprobs is not None:
        found |= _logprobs(sampling.logprobs, chat=not isinstance(asked, str))
    if request.n > 1:
        found["n"] = request.n
    return found


def _asked(message: Message) -> dict[str, Any]:
    """Return a message without what only a training reads."""
    return {key: value for key, value in message_line(message).items() if key != "weight"}


def _logprobs(alternatives: int, *, chat: bool) -> dict[str, Any]:
    """Return how each route is asked for likelihoods."""
    if not chat:
        return {"logprobs": alternatives}
    return {"logprobs": True, "top_logprobs": alternatives} if alternatives else {"logprobs": True}
