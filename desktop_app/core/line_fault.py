"""Why a JSON object is no training line, said so that a person can mend it.

With `core.checks.chat` these are the format checks of OpenAI's data notebook: what breaks a line stands here, what a
line that can be read does wrong stands there.
"""

from collections.abc import Mapping
from typing import Any

from desktop_app.core.text import Text, text

_OUTPUTS = (("preferred_output", "preferred_completion"), ("non_preferred_output", "non_preferred_completion"))


def line_fault(line: Mapping[str, Any]) -> Text:
    """Return the first thing that keeps the object from being an example, as the shape it comes closest to."""
    if "messages" in line:
        return _fault_of_messages(line["messages"]) or text("line_not_an_example.happened")
    if "input" in line or any(name in line for names in _OUTPUTS for name in names):
        return _fault_of_pair(line) or text("line_not_an_example.happened")
    if "prompt" in line or "completion" in line:
        for key in ("prompt", "completion"):
            if not isinstance(line.get(key), str):
                return text("row.key_no_text", key=key) if key in line else text("row.key_missing", key=key)
    return text("row.no_messages")


def _fault_of_messages(messages: object) -> Text | None:
    if not isinstance(messages, list):
        return text("row.messages_no_list")
    if not messages:
        return text("row.messages_empty")
    for number, message in enumerate(messages, 1):
        if not isinstance(message, dict):
            return text("row.message_no_object", number=number)
        if not isinstance(message.get("role"), str):
            return text("row.message_no_role", number=number)
        content = message.get("content")
        parts = isinstance(content, list) and all(isinstance(part, dict) for part in content)
        if content is not None and not isinstance(content, str) and not parts:
            return text("row.message_no_text", number=number)
    return None


def _fault_of_pair(line: Mapping[str, Any]) -> Text | None:
    asked = line.get("input")
    if not isinstance(asked, dict) or "messages" not in asked:
        return text("row.key_missing", key="input.messages")
    for names in _OUTPUTS:
        if not any(name in line for name in names):
            return text("row.key_missing", key=names[0])
    answers = [line[name] for names in _OUTPUTS for name in names if name in line]
    faults = (_fault_of_messages(messages) for messages in (asked["messages"], *answers))
    return next((fault for fault in faults if fault is not None), None)
