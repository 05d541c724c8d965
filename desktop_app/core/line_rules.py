"""Which keys a training line may have where it goes, and taking out those that are not wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.example import Shape

IN_MESSAGES = "messages[]."
"""Stands before the name of a key that messages have, as in `messages[].weight`."""
_SHAPED = frozenset(
    {
        *("messages", "prompt", "completion", "input"),
        *("preferred_output", "non_preferred_output"),
    }
)
_MESSAGE = frozenset({"role", "content"})


@dataclass(frozen=True, slots=True)
class LineRules:
    """What a receiver of training lines takes: the shapes, and the keys beside those of the shape itself.

    `line_keys` are keys of the line (tools, …) or of a preference pair's input, `message_keys` those of a message
    (weight, name, …); None takes every key. `one_shape` tells that the lines of one file must be of one shape.
    """

    title: str = ""
    shapes: frozenset[Shape] = frozenset(Shape)
    line_keys: frozenset[str] | None = None
    message_keys: frozenset[str] | None = None
    one_shape: bool = False

    def takes(self, key: str) -> bool:
        """Tell whether a key, named as `extra_keys` does, is known there."""
        if key.startswith(IN_MESSAGES):
            return self.message_keys is None or key.removeprefix(IN_MESSAGES) in self.message_keys
        return self.line_keys is None or key in self.line_keys


TRL = LineRules(
    "TRL",
    line_keys=frozenset({"tools"}),
    message_keys=frozenset({"name", "tool_calls", "tool_call_id"}),
    one_shape=True,
)
"""What Hugging Face's trainers take; they know no weight of a message."""


def extra_keys(line: Mapping[str, Any]) -> set[str]:
    """Return the names of all keys of a training line that its shape does not need, those of messages marked."""
    found = {key for key in line if key not in _SHAPED}
    asked = line.get("input")
    if isinstance(asked, Mapping):
        found |= {key for key in asked if key not in _SHAPED}
    for message in _messages(line):
        found |= {IN_MESSAGES + key for key in message if key not in _MESSAGE}
    return found


def without(line: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Return the line without the keys of these names (as `extra_keys` gives them)."""
    if not keys:
        return dict(line)
    plain = frozenset(key for key in keys if not key.startswith(IN_MESSAGES)) - _SHAPED
    in_messages = frozenset(key.removeprefix(IN_MESSAGES) for key in keys if key.startswith(IN_MESSAGES)) - _MESSAGE
    kept = {key: value for key, value in line.items() if key not in plain}
    for name in ("messages", "preferred_output", "non_preferred_output"):
        if isinstance(kept.get(name), list):
            kept[name] = [_bare(message, in_messages) for message in kept[name]]
    asked = kept.get("input")
    if isinstance(asked, Mapping):
        kept["input"] = without(asked, keys)
    return kept


def _messages(line: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    asked = line.get("input")
    lists = [line.get(name) for name in ("messages", "preferred_output", "non_preferred_output")]
    lists.append(asked.get("messages") if isinstance(asked, Mapping) else None)
    for messages in lists:
        yield from (m for m in messages or () if isinstance(m, Mapping))


def _bare(message: object, keys: frozenset[str]) -> object:
    return {k: v for k, v in message.items() if k not in keys} if isinstance(message, Mapping) else message
