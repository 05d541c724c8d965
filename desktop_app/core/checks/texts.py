"""The texts of an example that a person wrote: all of them for reading, and a way to write them anew."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop_app.core.example import Completion, Conversation, Example, Message


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
    return tuple(replace(message, content=change(message.content)) for message in messages)
