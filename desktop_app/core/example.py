"""An example: what the model is asked and what it should answer, as one line of training data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from desktop_app.core.problem import Problem


class Shape(StrEnum):
    """The forms an example can take on the wire."""

    CHAT = "chat"
    COMPLETION = "completion"
    PREFERENCE = "preference"


class Part(StrEnum):
    """What an example is used for."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"


class RowStatus(StrEnum):
    """How far people are with an example; an excluded one stays in the project and is not learned from."""

    NEW = "new"
    EDITED = "edited"
    REVIEWED = "reviewed"
    PROBLEM = "problem"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `extra` keeps every other key of the line as it came (weight, tool_calls, …).

    A content made of parts (texts and pictures) stands in `extra["content"]` as it came, and `content` holds its texts.
    """

    role: str
    content: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat example; the last assistant message is the answer. `extra` keeps the line's other keys (tools, …)."""

    messages: tuple[Message, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        """Return Shape.CHAT."""
        return Shape.CHAT


@dataclass(frozen=True, slots=True)
class Completion:
    """A prompt-completion example."""

    prompt: str
    completion: str

    @property
    def shape(self) -> Shape:
        """Return Shape.COMPLETION."""
        return Shape.COMPLETION


@dataclass(frozen=True, slots=True)
class Preference:
    """A preference pair: what was asked, the answer that is preferred, and the one that is not.

    `extra` keeps the other keys of the line, `input_extra` those of its input (tools, …).
    """

    messages: tuple[Message, ...]
    preferred: tuple[Message, ...]
    non_preferred: tuple[Message, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)
    input_extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        """Return Shape.PREFERENCE."""
        return Shape.PREFERENCE


Example = Conversation | Completion | Preference

_PREFERRED = ("preferred_output", "preferred_completion")
_NON_PREFERRED = ("non_preferred_output", "non_preferred_completion")
"""The key that is written, then the one of older documents, which is read as well."""


def to_line(example: Example) -> dict[str, Any]:
    """Return the example as the JSON object of one training line."""
    if isinstance(example, Completion):
        return {"prompt": example.prompt, "completion": example.completion}
    if isinstance(example, Preference):
        return {
            "input": {"messages": _lines(example.messages), **example.input_extra},
            _PREFERRED[0]: _lines(example.preferred),
            _NON_PREFERRED[0]: _lines(example.non_preferred),
            **example.extra,
        }
    return {"messages": _lines(example.messages), **example.extra}


def from_line(line: Mapping[str, Any]) -> Example:
    """Return the example of one training line; raise Problem("line_not_an_example") for anything else."""
    found = shape_of(line)
    if found is Shape.COMPLETION:
        return Completion(line["prompt"], line["completion"])
    if found is Shape.PREFERENCE:
        good, bad = _key(line, _PREFERRED), _key(line, _NON_PREFERRED)
        asked = line["input"]
        return Preference(
            _messages(asked["messages"]),
            _messages(line[good]),
            _messages(line[bad]),
            {k: v for k, v in line.items() if k not in ("input", good, bad)},
            {k: v for k, v in asked.items() if k != "messages"},
        )
    if found is Shape.CHAT:
        return Conversation(_messages(line["messages"]), {k: v for k, v in line.items() if k != "messages"})
    raise Problem("line_not_an_example", details=str(line)[:500])


def shape_of(line: Mapping[str, Any]) -> Shape | None:
    """Return the shape a JSON object has by its keys; None for one that is no training line."""
    if isinstance(line.get("messages"), list) and line["messages"]:
        return Shape.CHAT
    if isinstance(line.get("prompt"), str) and isinstance(line.get("completion"), str):
        return Shape.COMPLETION
    asked = line.get("input")
    pair = [line.get(_key(line, names)) for names in (_PREFERRED, _NON_PREFERRED)]
    if isinstance(asked, dict) and isinstance(asked.get("messages"), list) and all(isinstance(p, list) for p in pair):
        return Shape.PREFERENCE
    return None


def _key(line: Mapping[str, Any], names: tuple[str, str]) -> str:
    return names[1] if names[1] in line and names[0] not in line else names[0]


def _messages(raw: list[object]) -> tuple[Message, ...]:
    return tuple([message_of(m) for m in raw])


def message_of(raw: object) -> Message:
    """Return the message of a JSON object; raise Problem("line_not_an_example") for anything else."""
    if not isinstance(raw, dict) or not isinstance(raw.get("role"), str):
        raise Problem("line_not_an_example", details=str(raw)[:500])
    content = raw.get("content")
    if len(raw) == 2 and isinstance(content, str):
        return Message(raw["role"], content)  # nearly all of them
    rest = {k: v for k, v in raw.items() if k not in ("role", "content")}
    if isinstance(content, str):
        if not content and "tool_calls" in rest:
            rest["content"] = ""  # to be told from a message that calls tools and has no content at all
        return Message(raw["role"], content, rest)
    if content is not None and not (isinstance(content, list) and all(isinstance(part, dict) for part in content)):
        raise Problem("line_not_an_example", details=str(raw)[:500])
    if "content" in raw:
        rest["content"] = content  # a message of parts, or one that only calls tools, goes out as it came in
    return Message(raw["role"], _joined(content or []), rest)


def _joined(parts: list[dict[str, Any]]) -> str:
    """Return the texts of a content made of parts, one paragraph each."""
    return "\n\n".join(part["text"] for part in parts if isinstance(part.get("text"), str))


def _lines(messages: tuple[Message, ...]) -> list[dict[str, Any]]:
    return [message_line(m) for m in messages]


def message_line(message: Message) -> dict[str, Any]:
    """Return a message as the JSON object it is in a line of data and in a request."""
    line = {"role": message.role, "content": message.content, **message.extra}
    if not message.content and "tool_calls" in message.extra and "content" not in message.extra:
        del line["content"]  # it came without
    came = message.extra.get("content")
    if isinstance(came, list):
        line["content"] = came if _joined(came) == message.content else _rewritten(came, message.content)
    elif message.content:
        line["content"] = message.content  # a text written since is worth more than the null it came in with
    return line


def reworded(message: Message, change: Callable[[str], str]) -> Message:
    """Return the message with its text changed; of a content made of parts each text, which stays where it stands."""
    parts = message.extra.get("content")
    if not isinstance(parts, list) or _joined(parts) != message.content:
        return replace(message, content=change(message.content))
    changed = [{**part, "text": change(part["text"])} if isinstance(part.get("text"), str) else part for part in parts]
    return replace(message, content=_joined(changed), extra={**message.extra, "content": changed})


def _rewritten(parts: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return the parts with their texts replaced by one, in the place of the first; pictures stay."""
    kept = [part for part in parts if not isinstance(part.get("text"), str)]
    first = next((at for at, part in enumerate(parts) if isinstance(part.get("text"), str)), 0)
    before = sum(not isinstance(part.get("text"), str) for part in parts[:first])
    return [*kept[:before], {"type": "text", "text": text}, *kept[before:]]
