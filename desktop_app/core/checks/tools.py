"""Tools declared, called and answered so that a provider can follow."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from desktop_app.core.checks.finding import Change, Finding, Seen, Severity, Subject
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.example import Conversation, Example, Message
from desktop_app.core.text import Value

_VERDICTS = {
    "tool_calls_broken": Verdict(Severity.PROBLEM, "drop_tool_calls_broken", recommended=True),
    "tool_arguments_objects": Verdict(Severity.PROBLEM, "arguments_as_text", recommended=True),
    "tool_arguments": Verdict(Severity.PROBLEM, "drop_tool_arguments", recommended=True),
    "tool_calls_unanswered": Verdict(Severity.PROBLEM, "drop_tool_calls_unanswered", recommended=True),
    "tool_answers_uncalled": Verdict(Severity.PROBLEM, "drop_tool_answers_uncalled", recommended=True),
    "tools_undeclared": Verdict(Severity.ADVICE),
    "tools_broken": Verdict(Severity.PROBLEM, "drop_tools_broken", recommended=True),
}


class Tools:
    """Looks at the calls of tools, at their answers and at the tools that are declared."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.CHAT)

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        for row in rows:
            if isinstance(row.example, Conversation):
                for check in _judged(row.example):
                    self._piles.add(check, row.id)

    def finish(self) -> Iterable[Finding]:
        """Return what is the matter with tools."""
        return self._piles.findings(_VERDICTS)


def _judged(chat: Conversation) -> Iterator[str]:
    calls = [call for message in chat.messages for call in _calls_of(message)]
    if not calls and not any(m.role in ("tool", "function") for m in chat.messages) and "tools" not in chat.extra:
        return
    names = _declared(chat.extra)
    if names is None:
        yield "tools_broken"
    if any(not _is_call(call) for call in calls):
        yield "tool_calls_broken"
        return
    arguments = [call["function"].get("arguments", "") for call in calls]
    if any(isinstance(given, dict) for given in arguments):
        yield "tool_arguments_objects"
    if any(not isinstance(given, dict) and not _is_object(given) for given in arguments):
        yield "tool_arguments"
    if names is not None and any(call["function"]["name"] not in names for call in calls):
        yield "tools_undeclared"
    yield from _paired(chat.messages)


def _calls_of(message: Message) -> list[Any]:
    """Return the calls of tools in a message, also when they are not built as calls should be."""
    calls = message.extra.get("tool_calls")
    if calls is None:
        return []
    return calls if isinstance(calls, list) else [calls]


def _is_call(call: object) -> bool:
    if not isinstance(call, dict) or not isinstance(call.get("id"), str):
        return False
    function = call.get("function")
    return isinstance(function, dict) and isinstance(function.get("name"), str) and bool(function["name"])


def _is_object(arguments: object) -> bool:
    """Tell whether the arguments are a text that holds a JSON object; no text at all is a call without arguments."""
    if not isinstance(arguments, str):
        return False
    try:
        return not arguments or isinstance(json.loads(arguments), dict)
    except (ValueError, RecursionError):
        return False


def _declared(extra: Mapping[str, Any]) -> set[str] | None:
    """Return the names of the tools of a line; None when they are not built as tools should be."""
    tools = extra.get("tools")
    if tools is None:
        return set()
    if not isinstance(tools, list):
        return None
    functions = [tool.get("function") if isinstance(tool, dict) else None for tool in tools]
    names = [function.get("name") if isinstance(function, dict) else None for function in functions]
    found = {name for name in names if isinstance(name, str) and name}
    return found if len(found) == len(names) else None


def _paired(messages: Sequence[Message]) -> Iterator[str]:
    """Yield whether calls stay without answer before somebody else speaks, and answers without their call.

    The very last message may call: that is what the model is to learn then.
    """
    opened: set[str] = set()
    unanswered = uncalled = False
    for message in messages:
        if message.role == "tool":
            answered = message.extra.get("tool_call_id")
            if isinstance(answered, str) and answered in opened:
                opened.remove(answered)
            else:
                uncalled = True
            continue
        unanswered = unanswered or bool(opened)
        opened = {call["id"] for call in _calls_of(message)}
    if unanswered or (opened and messages[-1].role == "tool"):
        yield "tool_calls_unanswered"
    if uncalled:
        yield "tool_answers_uncalled"


def _arguments_as_text(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Conversation):
        return example
    return replace(example, messages=tuple(_with_texts(message) for message in example.messages))


def _with_texts(message: Message) -> Message:
    calls = _calls_of(message)
    if not any(_is_call(call) and isinstance(call["function"].get("arguments"), dict) for call in calls):
        return message
    return replace(message, extra={**message.extra, "tool_calls": [_with_text(call) for call in calls]})


def _with_text(call: Any) -> Any:  # noqa: ANN401 - as it stood in the file
    if not _is_call(call) or not isinstance(call["function"].get("arguments"), dict):
        return call
    written = json.dumps(call["function"]["arguments"], ensure_ascii=False)
    return {**call, "function": {**call["function"], "arguments": written}}


KINDS: Mapping[str, Change] = MappingProxyType({"arguments_as_text": _arguments_as_text})
