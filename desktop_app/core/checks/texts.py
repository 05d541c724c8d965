"""The texts of an example that a person wrote: all of them for reading, and a way to write them anew."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop_app.core.example import Completion, Conversation, Example, Message, reworded

_WORD, _HIGH_BITS = 8, 0x8080808080808080
"""Bytes that are looked at as one number, and the bit in each of them that no letter of ASCII has."""
_LAST_OF_ASCII = 127


def texts_of(example: Example) -> list[str]:
    """Return the texts of the example in order: prompt and completion, or what each message says."""
    if isinstance(example, Completion):
        return [example.prompt, example.completion]
    if isinstance(example, Conversation):
        return [message.content for message in example.messages]
    return [
        message.content for part in (example.messages, example.preferred, example.non_preferred) for message in part
    ]


def encoded(texts: Sequence[str]) -> list[bytes]:
    """Return the texts in UTF-8, halves of characters (lone surrogates) in the three bytes they would have."""
    try:
        return [said.encode() for said in texts]
    except UnicodeEncodeError:
        return [said.encode("utf-8", "surrogatepass") for said in texts]


def beyond_ascii(data: bytes) -> bytes:
    """Return the bytes of all characters beyond ASCII, one after the other."""
    if data.isascii():
        return b""
    import numpy as np  # noqa: PLC0415 - heavy, and plain texts do without

    words = np.frombuffer(data + bytes(-len(data) % _WORD), dtype=np.uint64)
    some = words[np.flatnonzero(words & _HIGH_BITS != 0)].view(np.uint8)  # words without any are most of them
    return some[some > _LAST_OF_ASCII].tobytes()


def says(text: str) -> bool:
    """Tell whether there is more than spaces; unlike `strip` it looks no further than the first letter."""
    return bool(text) and not text.isspace()


def rewritten(example: Example, change: Callable[[str], str]) -> Example:
    """Return the example with every text changed; the very same example if no text is different then."""
    if all(change(said) == said for said in texts_of(example)):
        return example
    if isinstance(example, Completion):
        return Completion(change(example.prompt), change(example.completion))
    messages = _changed(example.messages, change)
    if isinstance(example, Conversation):
        return replace(example, messages=messages)
    return replace(
        example,
        messages=messages,
        preferred=_changed(example.preferred, change),
        non_preferred=_changed(example.non_preferred, change),
    )


def _changed(messages: tuple[Message, ...], change: Callable[[str], str]) -> tuple[Message, ...]:
    return tuple(reworded(message, change) for message in messages)
