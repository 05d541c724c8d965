"""Conversations as many published data sets write them: `conversations`, a list of turns with `from` and `value`.

`human` and `gpt` are the user and the assistant. `function_call` is a turn in which the assistant calls tools, its
value the JSON of a call or of several; `observation` and `tool` hold what a tool said. A pair has `chosen` and
`rejected` beside the conversation, each of them a turn.
"""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from desktop_app.core import example
from desktop_app.core.example import Shape
from desktop_app.core.text import Text, text

_TURNS = "conversations"
_PAIR = ("chosen", "rejected")
_ROLES = MappingProxyType(
    {
        **{name: name for name in ("system", "developer", "user", "assistant", "tool", "function")},
        **dict.fromkeys(("human", "prompter"), "user"),
        **dict.fromkeys(("gpt", "chatgpt", "model", "bot", "ai"), "assistant"),
        "observation": "tool",
        "function_response": "tool",
    }
)
_CALLS = ("function_call", "tool_call")


def shape_of(line: Mapping[str, Any]) -> Shape | None:
    """Return the shape of a JSON object that is a training line, in our form or in this one; None for any other."""
    found = example.shape_of(line)
    if found is not None or not _is_one(line):
        return found
    return Shape.PREFERENCE if all(isinstance(line.get(name), Mapping) for name in _PAIR) else Shape.CHAT


def is_meant(line: Mapping[str, Any]) -> bool:
    """Tell whether an object has such conversations, well made or not, and is no training line without them."""
    return _TURNS in line and "messages" not in line and example.shape_of(line) is None


def training_line(line: Mapping[str, Any]) -> dict[str, Any] | Text:
    """Return the training line that an object in this form stands for, or why it cannot be told."""
    turns = line[_TURNS]
    if not isinstance(turns, list):
        return text("row.messages_no_list")
    if not turns:
        return text("row.messages_empty")
    rest = {key: value for key, value in line.items() if key not in (_TURNS, "system", "tools")}
    said = line.get("system")
    system = [{"role": "system", "content": said}] if isinstance(said, str) and said.strip() else []
    tools = _tools(line.get("tools"))
    is_pair = all(isinstance(line.get(name), Mapping) for name in _PAIR)
    messages = _messages([*turns, *(line[name] for name in _PAIR)] if is_pair else turns)
    if isinstance(messages, Text):
        return messages
    if system and messages[0]["role"] != "system":
        messages = [*system, *messages]
    listed = {"tools": tools} if tools else {}
    if not is_pair:
        return {"messages": messages, **listed, **rest}
    *asked, chosen, rejected = messages
    answers = {"preferred_output": [chosen], "non_preferred_output": [rejected]}
    kept = {key: value for key, value in rest.items() if key not in _PAIR}
    return {"input": {"messages": asked, **listed}, **answers, **kept}


def _is_one(line: Mapping[str, Any]) -> bool:
    turns = line.get(_TURNS)
    first = turns[0] if isinstance(turns, list) and turns else None
    return isinstance(first, Mapping) and _speaker(first) is not None and _said(first) is not None


def _speaker(turn: Mapping[str, Any]) -> str | None:
    said = turn.get("from", turn.get("role"))
    return said if isinstance(said, str) else None


def _said(turn: Mapping[str, Any]) -> str | None:
    said = turn.get("value", turn.get("content"))
    return said if isinstance(said, str) else None


def _messages(turns: Sequence[object]) -> list[dict[str, Any]] | Text:
    found: list[dict[str, Any]] = []
    waiting: list[str] = []
    called = 0
    for number, turn in enumerate(turns, 1):
        message = _message(turn, number)
        if isinstance(message, Text):
            return message
        calls = message.get("tool_calls", [])
        if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
            return text("row.turn_call_unreadable", number=number)
        for call in calls:
            called += 1
            call.setdefault("id", f"call_{called}")
            waiting.append(call["id"])
        if message["role"] == "tool" and waiting:
            message.setdefault("tool_call_id", waiting[0])
            waiting.remove(waiting[0])
        found.append(message)
    return found


def _message(turn: object, number: int) -> dict[str, Any] | Text:
    """Return a turn as a message, or why it cannot be one."""
    if not isinstance(turn, Mapping):
        return text("row.message_no_object", number=number)
    speaker, said = _speaker(turn), _said(turn)
    if speaker is None or said is None:
        fault = "row.message_no_role" if speaker is None else "row.message_no_text"
        return Text(fault, {"number": number})
    rest = {key: value for key, value in turn.items() if key not in ("from", "role", "value", "content")}
    rest = {key: value for key, value in rest.items() if value is not None}
    name = speaker.strip().lower()
    if name in _CALLS:
        calls = _calls(said)
        if calls is None:
            return text("row.turn_call_unreadable", number=number)
        return {"role": "assistant", "content": None, "tool_calls": calls, **rest}
    if name not in _ROLES:
        return text("row.turn_unknown_speaker", number=number, speaker=speaker)
    return {"role": _ROLES[name], "content": said, **rest}


def _calls(said: str) -> list[dict[str, Any]] | None:
    """Return the calls of tools that the JSON of a turn holds; None for anything else."""
    value = _read(said)
    calls = value if isinstance(value, list) else [value]
    made = []
    for call in calls:
        if not isinstance(call, Mapping) or not isinstance(call.get("name"), str):
            return None
        given = call.get("arguments", {})
        arguments = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        made.append({"type": "function", "function": {"name": call["name"], "arguments": arguments}})
    return made or None


def _tools(listed: object) -> object:
    """Return a list of tools as lines have it; what cannot be understood stays as it came."""
    value = _read(listed) if isinstance(listed, str) and listed.strip() else listed
    if not isinstance(value, list):
        return listed
    bare = [isinstance(tool, Mapping) and "name" in tool and "function" not in tool for tool in value]
    return [{"type": "function", "function": tool} if wrap else tool for tool, wrap in zip(value, bare, strict=True)]


def _read(said: str) -> object:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return None
