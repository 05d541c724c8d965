"""Conversations with tools, and whether a chat template tells all of it to the model."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop_app.core.as_read import Message, as_read, text_of


def uses_tools(row: Mapping[str, Any]) -> bool:
    """Tell whether a conversation (a chat row, or the input of a pair) has to do with tools."""
    return bool(row.get("tools")) or any(m.get("tool_calls") or m["role"] == "tool" for m in row["messages"])


def untold(messages: Sequence[Message], tools: Sequence[Message], rendered: str) -> str | None:
    """Return what of the tools, their calls and answers is missing in the rendered text, in words; None for nothing."""
    return next((words for words, sign in _signs(messages, tools) if sign not in rendered), None)


def _signs(messages: Sequence[Message], tools: Sequence[Message]) -> Iterator[tuple[str, str]]:
    for tool in tools:
        name = tool["function"]["name"]
        yield f"the tool '{name}'", name
    for message in messages:
        for call in as_read(message).get("tool_calls", ()):
            name = call["function"]["name"]
            yield from ((f"the call of '{name}'", sign) for sign in (name, *call["function"]["arguments"]))
        if message["role"] == "tool":
            yield "the answer of a tool", (text_of(message.get("content")) or "").strip()
