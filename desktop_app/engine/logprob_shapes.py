"""How likely tokens were, as it stands on the wire: one form in chat, an older one in completions."""

from collections.abc import Sequence
from typing import Any, TypeAlias

Told: TypeAlias = dict[str, Any]
"""What the worker tells about a token: its bytes, its log probability, where its text starts, and the likeliest."""


def chat_logprobs(tokens: Sequence[Told]) -> dict[str, Any]:
    """Return chat's form: a list with one object for each token."""
    content = [{**_named(told), "top_logprobs": [_named(each) for each in told["top"]]} for told in tokens]
    return {"content": content, "refusal": None}


def completion_logprobs(tokens: Sequence[Told]) -> dict[str, Any]:
    """Return the form of completions: four lists side by side.

    The chosen token stands among the likely ones even where it is not one of them; the first token of a prompt that
    begins with nothing has no probability, and null stands in its place.
    """
    return {
        "tokens": [_word(told) for told in tokens],
        "token_logprobs": [told["logprob"] for told in tokens],
        "top_logprobs": [_likely(told) for told in tokens] if any(told["top"] for told in tokens) else None,
        "text_offset": [told["start"] for told in tokens],
    }


def _likely(told: Told) -> dict[str, float] | None:
    if told["logprob"] is None:
        return None
    return {_word(each): each["logprob"] for each in reversed([told, *told["top"]])}


def _named(told: Told) -> dict[str, Any]:
    return {"token": _text(told), "logprob": told["logprob"], "bytes": told["bytes"]}


def _text(told: Told) -> str:
    return bytes(told["bytes"]).decode("utf-8", "replace")


def _word(told: Told) -> str:
    """Return the token's text; half of a character is named by its bytes, so that no two halves look alike."""
    try:
        return bytes(told["bytes"]).decode()
    except UnicodeDecodeError:
        return "bytes:" + "".join(f"\\x{byte:02x}" for byte in told["bytes"])
