"""An example: what the model is asked and what it should answer, as one line of training data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from desktop_app.core.problem import Problem


class Shape(StrEnum):
    """The forms an example can take on the wire."""

    CHAT = "chat"
    COMPLETION = "completion"


class Part(StrEnum):
    """What an example is used for."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `extra` keeps every other key of the line as it came (weight, tool_calls, …)."""

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


Example = Conversation | Completion


def to_line(example: Example) -> dict[str, Any]:
    """Return the example as the JSON object of one training line."""
    if isinstance(example, Completion):
        return {"prompt": example.prompt, "completion": example.completion}
    return {"messages": [_message_line(m) for m in example.messages], **example.extra}


def _message_line(message: Message) -> dict[str, Any]:
    line = {"role": message.role, "content": message.content, **message.extra}
    if message.content:
        line["content"] = message.content  # a text written since is worth more than the null it came in with
    return line


def from_line(line: Mapping[str, Any]) -> Example:
    """Return the example of one training line; raise Problem("line_not_an_example") for anything else."""
    if isinstance(line.get("prompt"), str) and isinstance(line.get("completion"), str):
        return Completion(line["prompt"], line["completion"])
    messages = line.get("messages")
    if isinstance(messages, list) and messages:
        rest = {k: v for k, v in line.items() if k != "messages"}
        return Conversation(tuple(_message(m) for m in messages), rest)
    raise Problem("line_not_an_example", details=str(line)[:500])


def _message(raw: object) -> Message:
    if not isinstance(raw, dict) or not isinstance(raw.get("role"), str):
        raise Problem("line_not_an_example", details=str(raw)[:500])
    content = raw.get("content")
    if content is not None and not isinstance(content, str):
        raise Problem("line_not_an_example", details=str(raw)[:500])
    rest = {k: v for k, v in raw.items() if k not in ("role", "content")}
    if content is None and "content" in raw:
        rest["content"] = None  # an assistant message that only calls tools goes out as it came in
    return Message(raw["role"], content or "", rest)


FIELDS: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {Shape.COMPLETION: ("prompt", "completion"), Shape.CHAT: ("system", "user", "assistant")}
)
"""The columns in which an example of each shape is shown and edited."""


def read_field(example: Example, name: str) -> str:
    """Return the text of one of the example's FIELDS; a missing system message is an empty text.

    The user field of a conversation of several turns shows all of them, one paragraph a message.
    """
    if isinstance(example, Completion):
        return example.prompt if name == "prompt" else example.completion
    before, answer = _around_answer(example)
    if name == "assistant":
        return answer.content if answer else ""
    if name == "system":
        return before[0].content if before and before[0].role == "system" else ""
    asked = [m for m in before if m.role != "system"]
    if len(asked) == 1:
        return asked[0].content
    return "\n\n".join(f"{m.role}: {m.content}" for m in asked)


def field_is_editable(example: Example, name: str) -> bool:
    """Tell whether `write_field` can change this field: not the joined turns of a longer conversation."""
    if isinstance(example, Completion):
        return True
    before, answer = _around_answer(example)
    if name == "user":
        return len([m for m in before if m.role != "system"]) == 1
    return answer is not None or name == "system"


def write_field(example: Example, name: str, value: str) -> Example:
    """Return the example with one of its FIELDS replaced; an emptied system message is taken out."""
    if isinstance(example, Completion):
        return replace(example, **{name: value})
    if not field_is_editable(example, name):
        raise ValueError(f"field {name!r} of this conversation is shown joined and cannot be written")
    messages = list(example.messages)
    if name == "system":
        has_system = bool(messages) and messages[0].role == "system"
        rest = messages[1:] if has_system else messages
        new = [replace(messages[0], content=value)] if has_system else [Message("system", value)]
        return replace(example, messages=tuple((new if value else []) + rest))
    wanted = _answer_index(example) if name == "assistant" else _question_index(example)
    messages[wanted] = replace(messages[wanted], content=value)
    return replace(example, messages=tuple(messages))


def question(example: Example) -> str | tuple[Message, ...]:
    """Return what a model is asked: the prompt, or the messages before the answer."""
    return example.prompt if isinstance(example, Completion) else _around_answer(example)[0]


def question_key(example: Example) -> str:
    """Return a text that is equal for examples which ask the same, whatever they answer."""
    asked = question(example)
    return asked if isinstance(asked, str) else json.dumps([[m.role, m.content] for m in asked])


def expected(example: Example) -> str:
    """Return the answer the model should give."""
    return read_field(example, FIELDS[example.shape][-1])


def _answer_index(example: Conversation) -> int:
    return max((i for i, m in enumerate(example.messages) if m.role == "assistant"), default=-1)


def _question_index(example: Conversation) -> int:
    return next(i for i, m in enumerate(example.messages) if m.role != "system")


def _around_answer(example: Conversation) -> tuple[tuple[Message, ...], Message | None]:
    at = _answer_index(example)
    return (example.messages, None) if at < 0 else (example.messages[:at], example.messages[at])
