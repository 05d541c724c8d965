"""A message as a chat template is given it: when the engine trains with it, and when its tokens are counted."""

import json
from collections.abc import Mapping
from typing import Any

Message = Mapping[str, Any]

THOUGHTS = frozenset(("reasoning_content", "thinking"))
"""The keys under which some open models read what was thought before the answer."""


def as_read(message: Message) -> dict[str, Any]:
    """Return a message of a training line as chat templates want it: its content as text, calls with objects.

    What was thought comes along under the key it has; a template that knows no thoughts leaves it out. Raises
    ValueError for calls that cannot be read.
    """
    found: dict[str, Any] = {"role": role_as_read(message["role"]), "content": text_of(message.get("content")) or ""}
    if message.get("tool_calls"):
        found["tool_calls"] = [_call(call) for call in message["tool_calls"]]
    if message["role"] == "tool":
        found |= {name: message[name] for name in ("tool_call_id", "name") if message.get(name)}
    if message["role"] == "assistant" and not THOUGHTS.isdisjoint(message):
        thoughts = {name: message.get(name) for name in sorted(THOUGHTS)}
        found |= {name: thought for name, thought in thoughts.items() if thought and isinstance(thought, str)}
    return found


def role_as_read(role: str) -> str:
    """Return the role under which a chat template is given a message.

    Most templates were made before `developer` became the newer name of `system`: they leave such a message out, or
    write a turn that the model has never seen.
    """
    return "system" if role == "developer" else role


def text_of(content: object) -> str | None:
    """Return the text of a message's content, also of one made of text parts; None for anything else."""
    if isinstance(content, list):
        parts = [
            part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None for part in content
        ]
        return None if None in parts or not all(isinstance(part, str) for part in parts) else "".join(map(str, parts))
    return content if isinstance(content, str) else None


def _call(call: object) -> dict[str, Any]:
    called = call.get("function") if isinstance(call, Mapping) else None
    if not isinstance(call, Mapping) or not isinstance(called, Mapping) or "name" not in called:
        raise ValueError("a call names no function")
    arguments = called.get("arguments") or {}  # nothing at all: a call without any
    as_object = json.loads(arguments) if isinstance(arguments, str) else arguments
    function = {"name": called["name"], "arguments": as_object}
    named = {"id": call["id"]} if call.get("id") else {}
    return {**named, "type": "function", "function": function}
