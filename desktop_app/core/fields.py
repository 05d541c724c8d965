"""The columns in which an example is shown and edited, and what is asked and answered in it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, Shape

FIELDS: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {
        Shape.COMPLETION: ("prompt", "completion"),
        Shape.CHAT: ("system", "user", "assistant"),
        Shape.PREFERENCE: ("system", "user", "preferred", "non_preferred"),
    }
)
"""The names of an example's fields, by its shape."""


def read_field(example: Example, name: str) -> str:
    """Return the text of one of the example's FIELDS; a missing system message is an empty text.

    The user field of a conversation of several turns shows all of them, one paragraph a message.
    """
    if isinstance(example, Completion):
        return example.prompt if name == "prompt" else example.completion
    if isinstance(example, Preference) and name in ("preferred", "non_preferred"):
        return "\n\n".join(m.content for m in getattr(example, name))
    before, answer = _around_answer(example)
    if name == "assistant":
        return answer.content if answer else ""
    if name == "system":
        return before[0].content if before and before[0].role == "system" else ""
    return _joined(before)


def field_is_editable(example: Example, name: str) -> bool:
    """Tell whether `write_field` can change this field: not the joined turns of a longer conversation."""
    if isinstance(example, Completion):
        return True
    if isinstance(example, Preference) and name in ("preferred", "non_preferred"):
        return len(getattr(example, name)) <= 1
    before, answer = _around_answer(example)
    if name == "user":
        return len([m for m in before if m.role != "system"]) == 1
    return answer is not None or name == "system"


def write_field(example: Example, name: str, value: str) -> Example:
    """Return the example with one of its FIELDS replaced; an empty system message is taken out, unless it is all."""
    if isinstance(example, Completion):
        return replace(example, **{name: value})
    if not field_is_editable(example, name):
        raise ValueError(f"field {name!r} of this conversation is shown joined and cannot be written")
    if isinstance(example, Preference) and name in ("preferred", "non_preferred"):
        old: tuple[Message, ...] = getattr(example, name)
        new = (replace(old[0], content=value) if old else Message("assistant", value),)
        return replace(example, preferred=new) if name == "preferred" else replace(example, non_preferred=new)
    messages = list(example.messages)
    if name == "system":
        has_system = bool(messages) and messages[0].role == "system"
        rest = messages[1:] if has_system else messages
        first = [replace(messages[0], content=value)] if has_system else [Message("system", value)]
        return replace(example, messages=tuple((first if value or not rest else []) + rest))
    wanted = _answer_index(example) if name == "assistant" else _question_index(example)
    messages[wanted] = replace(messages[wanted], content=value)
    return replace(example, messages=tuple(messages))


def question(example: Example) -> str | tuple[Message, ...]:
    """Return what a model is asked: the prompt, or the messages before the answer."""
    return example.prompt if isinstance(example, Completion) else _around_answer(example)[0]


def question_text(example: Example) -> str:
    """Return what is asked as one text, without the system message."""
    return read_field(example, "prompt" if isinstance(example, Completion) else "user")


def question_and_answer(example: Example) -> tuple[str, str]:
    """Return `question_text` and `expected` of an example at once, in half the time."""
    if isinstance(example, Completion):
        return example.prompt, example.completion
    if isinstance(example, Conversation) and example.messages and example.messages[-1].role == "assistant":
        return _joined(example.messages[:-1]), example.messages[-1].content
    return question_text(example), expected(example)


def question_key(example: Example) -> str:
    """Return a text that is equal for examples which ask the same, whatever they answer."""
    asked = question(example)
    return asked if isinstance(asked, str) else json.dumps([[m.role, m.content] for m in asked])


def expected(example: Example) -> str:
    """Return the answer the model should give; of a preference pair the preferred one."""
    name = {Shape.COMPLETION: "completion", Shape.CHAT: "assistant", Shape.PREFERENCE: "preferred"}[example.shape]
    return read_field(example, name)


def _joined(messages: tuple[Message, ...]) -> str:
    """Return what messages ask as one text, without those of the system."""
    asked = [m for m in messages if m.role != "system"]
    if len(asked) == 1:
        return asked[0].content
    return "\n\n".join([f"{m.role}: {m.content}" for m in asked])


def _answer_index(example: Conversation | Preference) -> int:
    if isinstance(example, Preference):
        return -1  # its messages are all asked
    return max((i for i, m in enumerate(example.messages) if m.role == "assistant"), default=-1)


def _question_index(example: Conversation | Preference) -> int:
    return next(i for i, m in enumerate(example.messages) if m.role != "system")


def _around_answer(example: Conversation | Preference) -> tuple[tuple[Message, ...], Message | None]:
    at = _answer_index(example)
    return (example.messages, None) if at < 0 else (example.messages[:at], example.messages[at])
