"""What of an example counts by OpenAI's published rules: its texts, and the tokens the form around them costs.

Chat: 3 tokens for each message, the tokens of each of its texts (role, content, name …), 1 more with a name, and 3 for
the whole conversation. Tools: see `_tool`. The rules are those of OpenAI's cookbook, which calls them "not exact".
Prompt and completion: the tokens of both; no cost of the form is published. Preference pair: the conversation with
both answers, one after the other, since both are sent through the model; it learns from both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.example import Completion, Conversation, Example, Message
from desktop_app.tokens.pictures import tokens_of_picture

_MESSAGE, _NAME, _CONVERSATION = 3, 1, 3
_PROPERTIES, _PROPERTY, _ENUM, _CHOICE, _TOOLS = 3, 3, -3, 3, 12


@dataclass(slots=True)
class Bill:
    """The parts of one example's token count: a number, the texts that are only read, and those that are learnt."""

    fixed: int = 0
    read: list[str] = field(default_factory=list)
    learnt: list[str] = field(default_factory=list)


def bill_of(example: Example, per_function: int) -> Bill:
    """Return the bill of an example; `per_function` is what each tool costs with the model's vocabulary."""
    if isinstance(example, Completion):
        return Bill(0, [example.prompt], [example.completion])
    bill = Bill(_CONVERSATION)
    if isinstance(example, Conversation):
        for message in example.messages:
            _add(bill, message, learnt=message.role == "assistant" and message.extra.get("weight") != 0)
        _add_tools(bill, example.extra, per_function)
        return bill
    for message in example.messages:
        _add(bill, message, learnt=False)
    for message in (*example.preferred, *example.non_preferred):
        _add(bill, message, learnt=True)
    _add_tools(bill, example.input_extra, per_function)
    return bill


def _add(bill: Bill, message: Message, *, learnt: bool) -> None:
    bill.fixed += _MESSAGE
    bill.read.append(message.role)
    (bill.learnt if learnt else bill.read).append(message.content)
    if message.extra:
        _add_extra(bill, message.extra, learnt=learnt)


def _add_extra(bill: Bill, extra: Mapping[str, Any], *, learnt: bool) -> None:
    texts = bill.learnt if learnt else bill.read
    for key, value in extra.items():
        if key == "name":
            bill.fixed += _NAME
        if key == "content":
            bill.fixed += sum(tokens_of_picture(part) for part in _objects(value))
        elif key == "tool_calls":
            for call in _objects(value):
                texts += _call(call.get("function"))
        elif key == "function_call":
            texts += _call(value)
        elif isinstance(value, str):
            bill.read.append(value)


def _call(function: object) -> Iterator[str]:
    if isinstance(function, Mapping):
        yield from (value for value in (function.get("name"), function.get("arguments")) if isinstance(value, str))


def _add_tools(bill: Bill, extra: Mapping[str, Any], per_function: int) -> None:
    functions = [tool.get("function") for tool in _objects(extra.get("tools"))] + _objects(extra.get("functions"))
    given = [function for function in functions if isinstance(function, Mapping)]
    for function in given:
        bill.fixed += per_function
        _add_function(bill, function)
    bill.fixed += _TOOLS if given else 0


def _add_function(bill: Bill, function: Mapping[str, Any]) -> None:
    """Add a tool: "name:description", and for each property "name:type:description" and its choices."""
    bill.read.append(f"{function.get('name', '')}:{_description(function)}")
    parameters = function.get("parameters")
    properties = parameters.get("properties") if isinstance(parameters, Mapping) else None
    if not isinstance(properties, Mapping) or not properties:
        return
    bill.fixed += _PROPERTIES
    for name, facts in properties.items():
        bill.fixed += _PROPERTY
        about = facts if isinstance(facts, Mapping) else {}
        choices = about.get("enum")
        if isinstance(choices, list):
            bill.fixed += _ENUM + _CHOICE * len(choices)
            bill.read += [str(choice) for choice in choices]
        bill.read.append(f"{name}:{about.get('type', '')}:{_description(about)}")


def _description(about: Mapping[str, Any]) -> str:
    return str(about.get("description", "")).removesuffix(".")


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
