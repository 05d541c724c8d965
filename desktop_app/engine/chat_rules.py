"""Which messages and tools can be learnt from: each rule answers why not, in words that go on "… because "."""

import json
from typing import Any

from desktop_app.core.as_read import text_of

_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})


def why_no_chat(row: dict[str, Any]) -> str | None:
    """Return why a chat example cannot be learnt from, or None."""
    messages = row["messages"]
    found = _why_no_messages(messages) or _why_no_tools(row)
    if found is None and not any(m["role"] == "assistant" and m.get("weight") != 0 for m in messages):
        return "it has no assistant message to learn from"
    return found


def why_no_pair(row: dict[str, Any], preferred: object, other: object) -> str | None:
    """Return why a preference pair cannot be learnt from, or None."""
    asked = row["input"]
    if not isinstance(asked, dict) or "messages" not in asked:
        return "its 'input' has no 'messages'"
    found = _why_no_messages(asked["messages"]) or _why_no_tools(asked)
    for name, answer in (("preferred_output", preferred), ("non_preferred_output", other)):
        found = found or _why_no_answer(name, answer)
    return found


def _why_no_messages(messages: object) -> str | None:
    """Return why a list of messages cannot be read, or None."""
    if not isinstance(messages, list) or not messages:
        return "its 'messages' is not a list of messages"
    found = (_why_no_message(message, f"message {place}") for place, message in enumerate(messages, start=1))
    return next((why for why in found if why), None)


def _why_no_tools(row: dict[str, Any]) -> str | None:
    """Return why the tools of an example cannot be read, or None."""
    if row.get("functions"):
        return "it describes 'functions' in the old way; describe them as 'tools'"
    tools = row.get("tools")
    if tools in (None, []):
        return None
    named = isinstance(tools, list) and all(isinstance(tool, dict) and _name_of(tool) for tool in tools)
    return None if named else "its 'tools' is not a list of functions that have names"


def _why_no_answer(name: str, answer: object) -> str | None:
    if not isinstance(answer, list) or len(answer) != 1:
        return f"its '{name}' is not a list with one message"
    found = _why_no_message(answer[0], f"the message in '{name}'")
    if found is None and answer[0]["role"] != "assistant":
        return f"the message in '{name}' is not the assistant's"
    if found is None and not text_of(answer[0].get("content")) and not answer[0].get("tool_calls"):
        return f"the message in '{name}' is empty, so there is nothing to learn from it"
    return found


def _why_no_message(message: object, where: str) -> str | None:
    if not isinstance(message, dict):
        return f"{where} is not an object"
    role = message.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        return f"{where} has no known 'role'"
    found = _why_no_calls(message, where) or _why_no_content(message, where)
    if found is None and message.get("weight") not in (None, 0, 1):
        return f"{where} has a 'weight' other than 0 or 1"
    return found


def _why_no_calls(message: dict[str, Any], where: str) -> str | None:
    if message.get("function_call"):
        return f"{where} calls a function in the old way; write it as 'tool_calls'"
    calls = message.get("tool_calls")
    if calls and not (message["role"] == "assistant" and isinstance(calls, list) and all(map(_is_call, calls))):
        return f"{where} has 'tool_calls' that are not a list of calls with a name and arguments"
    return None


def _why_no_content(message: dict[str, Any], where: str) -> str | None:
    content = message.get("content")
    if text_of(content) is not None or (content is None and message.get("tool_calls")):
        return None
    if isinstance(content, list):
        return f"{where} holds more than text, and this engine learns from text alone"
    return f"{where} has no text as 'content'"


def _is_call(call: object) -> bool:
    if not isinstance(call, dict) or not _name_of(call):
        return False
    arguments = call["function"].get("arguments") or {}  # nothing at all: a call without any
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except ValueError:
            return False
    return isinstance(arguments, dict)


def _name_of(described: dict[str, Any]) -> str:
    function = described.get("function")
    name = function.get("name") if isinstance(function, dict) else None
    return name if isinstance(name, str) else ""
