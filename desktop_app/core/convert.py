"""Turning an example of one shape into another that can hold it.

Chat to prompt-completion: every answer that is learnt becomes a row of its own, asked with all that stands before it. A
single question without system message is the prompt as it stands. Anything longer is written as a transcript,

    System: Be brief.

    User: Which city?

    Assistant: Lisbon.

    User: Why?

    Assistant:

which a person can read and `convert` can read back: a prompt of exactly this form becomes messages again, with the
earlier answers not learnt (weight 0), as they were not learnt from the prompt either.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, Shape
from desktop_app.core.text import Text, text

_Chat = TypeVar("_Chat", Conversation, Preference)

_LABELS = {"system": "System", "developer": "Developer", "user": "User", "assistant": "Assistant"}
_ROLES = {label: role for role, label in _LABELS.items()}
_CUE = "\n\nAssistant:"
_NEXT = re.compile(rf"\n\n(?=(?:{'|'.join(_ROLES)}): )")
_TOOLS = frozenset(("tools", "functions", "function_call", "tool_choice", "parallel_tool_calls"))
_TOOLS_OF_MESSAGE = frozenset(("tool_calls", "tool_call_id", "function_call"))


def convert(example: Example, shape: Shape, system: str = "") -> tuple[Example, ...] | Text:
    """Return the example in another shape, or why that shape cannot hold it; one chat may become several rows.

    In its own shape an example is kept as it came. `system` becomes the system message of every row that has messages
    ("" leaves them alone); a prompt-completion row that stays one has no place for it. Weights say which answers become
    rows; tools, pictures, names and other keys of messages that a shape cannot hold are a reason to refuse. Keys of the
    line that no model reads (an id, a remark) stay behind when chat becomes prompt-completion. Of a preference pair
    only the preferred answer is kept and learnt.
    """
    if example.shape is shape:
        return (_as_it_came(example, system),)
    if shape is Shape.PREFERENCE:
        return text("convert.one_answer")
    chat = _to_chat(example)
    if isinstance(chat, Text):
        return chat
    chat = with_system(chat, system)
    return (chat,) if shape is Shape.CHAT else _to_completions(chat)


def consequences(was: Shape, shape: Shape) -> tuple[Text, ...]:
    """Return what a person should know before a file's examples are converted; nothing when the shape stays."""
    if was is shape:
        return ()
    if shape is Shape.PREFERENCE:
        return (text("convert.one_answer"),)
    found = [text("convert.drops_rejected")] if was is Shape.PREFERENCE else []
    if shape is Shape.COMPLETION:
        found += [text("convert.row_per_answer"), text("convert.as_transcript"), text("convert.leaves_behind")]
    return tuple(found)


def with_system(example: _Chat, system: str) -> _Chat:
    """Return the example with its system message replaced, or with one put first; "" leaves it as it is."""
    if not system:
        return example
    first = example.messages[:1]
    if first and first[0].role in ("system", "developer"):
        kept = {key: value for key, value in first[0].extra.items() if key != "content"}
        return replace(example, messages=(Message(first[0].role, system, kept), *example.messages[1:]))
    return replace(example, messages=(Message("system", system), *example.messages))


def _as_it_came(example: Example, system: str) -> Example:
    if isinstance(example, Conversation):
        return with_system(example, system)
    return example if isinstance(example, Completion) else with_system(example, system)


def _to_chat(example: Example) -> Conversation | Text:
    if isinstance(example, Conversation):
        return example
    if isinstance(example, Completion):
        asked = _read_transcript(example.prompt) or (Message("user", example.prompt),)
        return Conversation((*_not_learnt(asked), Message("assistant", example.completion)))
    if not any(_says_something(message) for message in example.preferred):
        return text("row.empty_answer")
    clash = [key for key, value in example.extra.items() if example.input_extra.get(key, value) != value]
    clash += ["messages"] if "messages" in example.extra else []
    if clash:
        return text("convert.other_key", key=clash[0])
    messages = (*_not_learnt(example.messages), *example.preferred)
    return Conversation(messages, {**example.extra, **example.input_extra})


def _not_learnt(messages: Sequence[Message]) -> Iterator[Message]:
    """Yield the messages with every answer among them marked as not to be learnt."""
    for message in messages:
        yield replace(message, extra={**message.extra, "weight": 0}) if message.role == "assistant" else message


def _says_something(message: Message) -> bool:
    return bool(message.content.strip()) or bool(_TOOLS_OF_MESSAGE & message.extra.keys())


def _to_completions(chat: Conversation) -> tuple[Example, ...] | Text:
    refused = _cannot_hold(chat)
    if refused is not None:
        return refused
    rows: list[Example] = []
    for at, message in enumerate(chat.messages):
        if message.role != "assistant" or message.extra.get("weight", 1) == 0:
            continue
        if not message.content.strip():
            return text("row.empty_answer")
        rows.append(Completion(_prompt(chat.messages[:at]), message.content))
    if not rows:
        return text("convert.no_answer")
    return text("convert.unanswered") if chat.messages[-1].role != "assistant" else tuple(rows)


def _cannot_hold(chat: Conversation) -> Text | None:
    """Return why a prompt and a completion cannot hold the chat, if there is a reason."""
    if _TOOLS & chat.extra.keys() or any(m.role in ("tool", "function") for m in chat.messages):
        return text("convert.tools")
    for message in chat.messages:
        if message.role not in _LABELS:
            return text("convert.role", role=message.role)
        refused = _cannot_hold_keys(message.role, message.extra)
        if refused is not None:
            return refused
    return None


def _cannot_hold_keys(role: str, extra: Mapping[str, Any]) -> Text | None:
    """Return why a message cannot go without one of its keys; a key without a value says nothing."""
    for key, value in extra.items():
        if value is None or (key == "weight" and role == "assistant" and value in (0, 1)):
            continue
        if key == "content":
            if any(not isinstance(part.get("text"), str) for part in value):
                return text("convert.pictures")
        elif key in _TOOLS_OF_MESSAGE:
            return text("convert.tools")
        elif key == "name":
            return text("convert.names")
        elif key == "weight":
            return text("convert.weight")
        else:
            return text("convert.other_key", key=key)
    return None


def _prompt(messages: Sequence[Message]) -> str:
    """Return what is asked as one text: a single question as it stands, anything longer as a transcript."""
    if not messages or (len(messages) == 1 and messages[0].role == "user"):
        return messages[0].content if messages else ""
    return "\n\n".join(f"{_LABELS[m.role]}: {m.content}" for m in messages) + _CUE


def _read_transcript(prompt: str) -> tuple[Message, ...] | None:
    """Return the messages of a prompt that `_prompt` could have written as a transcript; None for any other text."""
    if not prompt.endswith(_CUE):
        return None
    found = []
    for turn in _NEXT.split(prompt.removesuffix(_CUE)):
        label, colon, content = turn.partition(": ")
        if not colon or label not in _ROLES:
            return None
        found.append(Message(_ROLES[label], content))
    return tuple(found) if _prompt(found) == prompt else None
