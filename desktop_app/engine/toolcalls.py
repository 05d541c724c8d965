"""Conversations with tools as a chat template is given them, and whether the template tells all of it to the model."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop_app.core.masking import role_as_read
from desktop_app.engine.chat_rules import text_of

Message = Mapping[str, Any]


def uses_tools(row: Mapping[str, Any]) -> bool:
    """Tell whether a conversation (a chat row, or the input of a pair) has to do with tools."""
    return bool(row.get("tools")) or any(m.get("tool_calls") or m["role"] == "tool" for m in row["messages"])


def plain(message: Message) -> dict[str, Any]:
    """Return a message as chat templates want it: text as content, the arguments of calls as objects."""
    content = text_of(message.get("content")) or ""
    found: dict[str, Any] = {"role": role_as_read(message["role"]), "content": content}
    if message.get("tool_calls"):
        found["tool_calls"] = [_call(call) for call in message["tool_calls"]]
    if message["role"] == "tool":
        found |= {name: message[name] for name in ("tool_call_id", "name") if message.get(name)}
    return found


def untold(messages: Sequence[Message], tools: Sequence[Message], rendered: str) -> str | None:
    """Return what of the tools, their calls and answers is missing in the rendered text, in words; None for nothing."""
    return next((words for words, sign in _signs(messages, tools) if sign not in rendered), None)


def _signs(messages: Sequence[Message], tools: Sequence[Message]) -> Iterator[tuple[str, str]]:
    for tool in tools:
        name = tool["function"]["name"]
        yield f"the tool '{name}'", name
    for message in messages:
        for call in plain(message).get("tool_calls", ()):
            name = call["function"]["name"]
            yield from ((f"the call of '{name}'", sign) for sign in (name, *call["function"]["arguments"]))
        if message["role"] == "tool":
            yield "the answer of a tool", (text_of(message.get("content")) or "").strip()


def _call(call: Message) -> dict[str, Any]:
    arguments = call["function"].get("arguments")
    as_object = json.loads(arguments) if isinstance(arguments, str) else arguments
    function = {"name": call["function"]["name"], "arguments": as_object}
    named = {"id": call["id"]} if call.get("id") else {}
    return {**named, "type": "function", "function": function}
