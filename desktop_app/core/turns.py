"""The turns of a chat or a preference pair, one by one: what stands in each, and how each can be changed."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, from_line, to_line
from desktop_app.core.problem import Problem

Talk = Conversation | Preference
Act = Callable[[Example], Example]
"""Makes of an example the one that shall stand in its place; raises Problem("turn_gone") where that has no sense."""
ROLES = ("system", "developer", "user", "assistant", "tool")
"""The roles a turn can be given."""
_FIRST = ("system", "developer")
_CALLS = ("tool_calls", "function_call")


class Side(StrEnum):
    """Where a turn stands: in the conversation, or in one of the two answers of a preference pair."""

    MESSAGES = "messages"
    PREFERRED = "preferred"
    NON_PREFERRED = "non_preferred"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a turn; `at` counts from 0."""

    side: Side
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function the assistant calls: its name, and its arguments by name, or as one text under "" if they are none."""

    name: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A part of a message that is no text: its kind, its address (empty if it lies in the row), and its size there."""

    kind: str
    address: str
    letters: int


def turns(example: Talk, side: Side) -> tuple[Message, ...]:
    """Return the turns of one side; a chat has none in the sides of the answers."""
    found: tuple[Message, ...] = getattr(example, side.value, ())
    return found


def place_of(example: Talk, field: str) -> Where | None:
    """Return where the turn of one of core.fields.FIELDS stands; the user field is the last turn before the answer."""
    if field in (Side.PREFERRED, Side.NON_PREFERRED):
        return Where(Side(field), 0) if turns(example, Side(field)) else None
    roles = [message.role for message in example.messages]
    end = len(roles)
    if isinstance(example, Conversation) and "assistant" in roles:
        end = len(roles) - 1 - roles[::-1].index("assistant")
    if field == "assistant":
        return Where(Side.MESSAGES, end) if end < len(roles) else None
    found = [at for at, role in enumerate(roles[:end]) if (role == "system") == (field == "system")]
    if not found:
        return None
    return Where(Side.MESSAGES, found[0] if field == "system" else found[-1])


def learns(message: Message) -> bool:
    """Tell whether a model learns from this turn of a chat: an assistant's whose weight is not 0."""
    return message.role == "assistant" and message.extra.get("weight") != 0


def name_of(message: Message) -> str:
    """Return the name of whoever speaks, if one is given."""
    name = message.extra.get("name")
    return name if isinstance(name, str) else ""


def calls(message: Message) -> tuple[Call, ...]:
    """Return the functions a message calls, readable as far as they are in the usual form."""
    held = message.extra.get(_calls_key(message))
    listed = held if isinstance(held, list) else [held]
    return tuple(_call(one) for one in listed if isinstance(one, Mapping))


def calls_text(message: Message) -> str:
    """Return the JSON of a message's calls, laid out over several lines; empty if it calls nothing."""
    key = _calls_key(message)
    return json.dumps(message.extra[key], ensure_ascii=False, indent=2) if key in message.extra else ""


def attached(message: Message) -> tuple[Attached, ...]:
    """Return the pictures, sounds and files of a message."""
    parts = message.extra.get("content")
    return tuple(_attached(part) for part in parts if "text" not in part) if isinstance(parts, list) else ()


def with_text(example: Example, where: Where, text: str) -> Example:
    """Return the example with another text in a turn."""
    return _put(example, where, lambda old: replace(old, content=text))


def with_role(example: Example, where: Where, role: str) -> Example:
    """Return the example with another role for a turn."""
    return _put(example, where, lambda old: replace(old, role=role))


def with_learning(example: Example, where: Where, learn: bool) -> Example:
    """Return the example with a turn that is learned from, or is not (weight 1 or 0)."""
    return _put(example, where, lambda old: replace(old, extra={**old.extra, "weight": int(learn)}))


def with_name(example: Example, where: Where, name: str) -> Example:
    """Return the example with a name for whoever speaks in a turn; an empty one is taken out."""

    def named(old: Message) -> Message:
        rest = {key: value for key, value in old.extra.items() if key != "name"}
        return replace(old, extra={**rest, "name": name} if name else rest)

    return _put(example, where, named)


def with_calls(example: Example, where: Where, text: str) -> Example:
    """Return the example with the calls of a turn as their JSON says; an empty text takes them out.

    Problem("calls_not_json"): the text is no JSON. Problem("calls_not_list"): it is no list of calls.
    """
    wanted = read_calls(text)

    def calling(old: Message) -> Message:
        key = _calls_key(old)
        rest = {name: value for name, value in old.extra.items() if name != key}
        if not wanted and old.extra.get("content", 0) in (None, ""):
            rest.pop("content")  # it only said that there is nothing but the calls
        return replace(old, extra={**rest, key: wanted[0] if key == _CALLS[1] else wanted} if wanted else rest)

    return _put(example, where, calling)


def read_calls(text: str) -> list[dict[str, Any]]:
    """Return the calls that a JSON text names, none for an empty one; raise a Problem as `with_calls` says."""
    if not text.strip():
        return []
    try:
        found = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        raise Problem("calls_not_json", details=str(wrong), line=wrong.lineno, column=wrong.colno) from wrong
    except (ValueError, RecursionError) as wrong:
        raise Problem("calls_not_list", details=str(wrong)) from wrong
    listed = [found] if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Problem("calls_not_list", details=text[:500])
    return listed


def added(example: Example, side: Side, at: int) -> Example:
    """Return the example with an empty turn at a place; whose turn it is follows from the one before."""
    talk = _talk(example)
    old = turns(talk, side)
    if not 0 <= at <= len(old):
        raise Problem("turn_gone")
    role = "assistant" if side is not Side.MESSAGES or (at and old[at - 1].role in ("user", "tool")) else "user"
    return _with(talk, side, (*old[:at], Message(role, ""), *old[at:]))


def with_system(example: Example) -> Example:
    """Return the example with an empty system prompt at its beginning, unless it begins with one."""
    talk = _talk(example)
    if has_system(talk):
        return example
    return _with(talk, Side.MESSAGES, (Message("system", ""), *talk.messages))


def has_system(example: Talk) -> bool:
    """Tell whether the conversation begins with a system prompt."""
    return bool(example.messages) and example.messages[0].role in _FIRST


def removable(example: Talk, where: Where) -> bool:
    """Tell whether a turn can be taken out: the last one of its side cannot."""
    return len(turns(example, where.side)) > 1


def removed(example: Example, where: Where) -> Example:
    """Return the example without a turn."""
    talk, old = _found(example, where)
    if not removable(talk, where):
        raise Problem("turn_gone")
    return _with(talk, where.side, old[: where.at] + old[where.at + 1 :])


def moved(example: Example, where: Where, by: int) -> Example:
    """Return the example with a turn moved by this many places, as far as there are places."""
    talk, old = _found(example, where)
    rest = [*old[: where.at], *old[where.at + 1 :]]
    rest.insert(max(0, min(len(rest), where.at + by)), old[where.at])
    return _with(talk, where.side, rest)


def swapped(example: Example) -> Example:
    """Return a preference pair whose answers have changed their sides."""
    if not isinstance(example, Preference):
        raise Problem("turn_gone")
    return replace(example, preferred=example.non_preferred, non_preferred=example.preferred)


def as_stored(example: Example) -> Example:
    """Return the example as it will be when it comes back from the disk."""
    return from_line(to_line(example))


def _put(example: Example, where: Where, by: Callable[[Message], Message]) -> Example:
    talk, old = _found(example, where)
    return _with(talk, where.side, (*old[: where.at], by(old[where.at]), *old[where.at + 1 :]))


def _found(example: Example, where: Where) -> tuple[Talk, tuple[Message, ...]]:
    talk = _talk(example)
    old = turns(talk, where.side)
    if not 0 <= where.at < len(old):
        raise Problem("turn_gone")
    return talk, old


def _talk(example: Example) -> Talk:
    if isinstance(example, Completion):
        raise Problem("turn_gone")
    return example


def _with(talk: Talk, side: Side, new: Sequence[Message]) -> Talk:
    changes: dict[str, Any] = {side.value: tuple(new)}
    return replace(talk, **changes)


def _calls_key(message: Message) -> str:
    return next((key for key in _CALLS if key in message.extra), _CALLS[0])


def _call(held: Mapping[str, Any]) -> Call:
    inner = held.get("function")
    function = inner if isinstance(inner, Mapping) else held
    raw = function.get("arguments", "")
    try:
        read = json.loads(raw) if isinstance(raw, str) else raw
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        return Call(str(function.get("name", "")), tuple((str(key), _shown(value)) for key, value in read.items()))
    return Call(str(function.get("name", "")), (("", _shown(raw)),) if raw else ())


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _attached(part: Mapping[str, Any]) -> Attached:
    kind = str(part.get("type", ""))
    inner = part.get(kind)
    address = inner.get("url", "") if isinstance(inner, Mapping) else inner
    if isinstance(address, str) and address and not address.startswith("data:"):
        return Attached(kind, address, 0)
    return Attached(kind, "", len(json.dumps(part, ensure_ascii=False)))


def _no_number(name: str) -> float:
    raise ValueError(name)
