"""Tools: declared, called and answered."""

import json
from typing import Any

import pytest

from desktop_app.core.example import Conversation, Message
from tests.core.checks.rows import chat, findings, heals, pad, said

USER = said("user", "Weather in Rome?")
TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": {}}}]


def call(number: str = "1", name: Any = "weather", arguments: Any = '{"city": "Rome"}') -> dict[str, Any]:
    return {"id": number, "type": "function", "function": {"name": name, "arguments": arguments}}


def calls(*made: Any) -> Message:
    return said("assistant", content=None, tool_calls=list(made))


def result(number: Any = "1") -> Message:
    return said("tool", "18 degrees", tool_call_id=number)


def row(*messages: Message, tools: Any = TOOLS) -> Conversation:
    return chat(USER, *messages, tools=tools)


END = said("assistant", "It is mild.")
GOOD = [
    row(calls(call()), result(), END),
    row(calls(call("1"), call("2")), result("2"), result("1"), END),
    row(calls(call(arguments=""))),
    row(calls(call(arguments="{}"))),
    row(END),
    chat(USER, said("assistant", "", function_call={"name": "f", "arguments": "{}"}), said("function", "1"), END),
]


def test_good_calls_are_left_in_peace() -> None:
    found = findings(pad(GOOD))
    assert not {check for check in found if check.startswith("tool")}
    assert not {"chat_order", "chat_empty_message", "chat_empty_answer", "message_keys", "line_keys"} & found.keys()


BROKEN = {
    "tool_calls_broken": [row(calls({"id": "1"})), row(calls(call(name=""))), row(calls("weather"))],
    "tool_arguments": [
        row(calls(call(arguments="Rome"))),
        row(calls(call(arguments="[1]"))),
        row(calls(call(arguments=7))),
    ],
    "tool_arguments_objects": [row(calls(call(arguments={"city": "Rom é"})))],
    "tool_calls_unanswered": [
        row(calls(call()), END),
        row(calls(call("1"), call("2")), result("1"), END),
        row(calls(call()), said("user", "Hello?"), END),
    ],
    "tool_answers_uncalled": [
        row(END, said("user", "and now?"), END, result("9"), END),
        row(calls(call()), result("1"), result("1"), END),
        row(calls(call()), result("1"), said("tool", "x"), END),
        row(calls(call()), result("1"), result([]), END),
    ],
    "tools_undeclared": [row(calls(call(name="rain"))), chat(USER, calls(call()))],
    "tools_broken": [row(END, tools="weather"), row(END, tools=[{"name": "x"}]), row(END, tools=[7])],
}


@pytest.mark.parametrize("check", BROKEN)
def test_what_is_broken_is_found_and_mended(check: str) -> None:
    rows = pad(BROKEN[check])
    found = findings(rows)[check]
    assert list(found.rows) == [100 + n for n in range(len(BROKEN[check]))]
    assert {name for name in findings(rows) if name.startswith("tool")} == {check}
    if found.remedy is not None:
        heals(check, rows)


def test_an_object_is_written_as_the_text_it_should_be() -> None:
    first = heals("tool_arguments_objects", pad(BROKEN["tool_arguments_objects"]))[0]
    assert isinstance(first, Conversation)
    written = first.messages[1].extra["tool_calls"][0]["function"]["arguments"]
    assert json.loads(written) == {"city": "Rom é"}
    assert first == row(calls(call(arguments=written)))
