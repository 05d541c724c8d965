"""Conversations with `from` and `value`: what they become, and what is left out with its reason."""

import json

import pytest

from desktop_app.core.example import Conversation, Message, Preference, Shape, to_line
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.sentences import english
from desktop_app.core.share_gpt import shape_of
from desktop_app.core.text import Text
from desktop_app.core.wizard import examples_of
from desktop_app.formats import reader

KEPT = ColumnMapping(Shape.CHAT, "", "", kept=True)


def turns(*said: tuple[str, str], **more: object) -> dict[str, object]:
    return {"conversations": [{"from": speaker, "value": words} for speaker, words in said], **more}


def made(line: dict[str, object], shape: Shape = Shape.CHAT):
    found = examples_of(ColumnMapping(shape, "", "", kept=True), {}, line)
    return found if isinstance(found, Text) else found[0]


def test_human_and_gpt_are_user_and_assistant() -> None:
    line = turns(("system", "Be brief."), ("human", "Where?"), ("gpt", "There."), id="x1")
    assert shape_of(line) is Shape.CHAT
    said = (Message("system", "Be brief."), Message("user", "Where?"), Message("assistant", "There."))
    assert made(line) == Conversation(said, {"id": "x1"})


def test_what_stands_beside_the_turns_keeps_its_meaning() -> None:
    line = turns(("human", "Where?"), ("gpt", "There."), system="Be brief.", tools="")
    assert made(line).messages[0] == Message("system", "Be brief.")
    assert made(turns(("human", "Where?"), ("gpt", "There."), system=" ")).messages[0].role == "user"
    line["conversations"][1]["weight"] = 0
    assert made(line).messages[-1] == Message("assistant", "There.", {"weight": 0})
    own = {"conversations": [{"role": "user", "content": "Where?"}, {"role": "assistant", "content": "There."}]}
    assert shape_of(own) is Shape.CHAT
    assert made(own) == Conversation((Message("user", "Where?"), Message("assistant", "There.")))


def test_calls_of_tools_and_their_results_belong_together() -> None:
    tool = {"name": "weather", "description": "Tells it.", "parameters": {"type": "object", "properties": {}}}
    calls = [{"name": "weather", "arguments": {"city": "Rom"}}, {"name": "weather", "arguments": '{"city": "Köln"}'}]
    line = turns(
        ("human", "Is it warm?"),
        ("function_call", json.dumps(calls)),
        ("observation", "30"),
        ("tool", "20"),
        ("gpt", "Warmer in Rome."),
        tools=json.dumps([tool]),
    )
    written = to_line(made(line))
    assert written["tools"] == [{"type": "function", "function": tool}]
    _, called, first, second, answer = written["messages"]
    assert [call["function"] for call in called["tool_calls"]] == [
        {"name": "weather", "arguments": '{"city": "Rom"}'},
        {"name": "weather", "arguments": '{"city": "Köln"}'},
    ]
    ids = [call["id"] for call in called["tool_calls"]]
    assert len(set(ids)) == 2
    assert [first["tool_call_id"], second["tool_call_id"]] == ids
    assert (first["content"], second["content"], answer["content"]) == ("30", "20", "Warmer in Rome.")


def test_a_pair_has_its_two_answers_beside_the_conversation() -> None:
    line = turns(("human", "Where?"))
    line |= {"chosen": {"from": "gpt", "value": "There."}, "rejected": {"from": "gpt", "value": "No."}}
    assert shape_of(line) is Shape.PREFERENCE
    answers = ((Message("assistant", "There."),), (Message("assistant", "No."),))
    assert made(line, Shape.PREFERENCE) == Preference((Message("user", "Where?"),), *answers)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            turns(("human", "a"), ("narrator", "b")),
            Text("row.turn_unknown_speaker", {"number": 2, "speaker": "narrator"}),
        ),
        (turns(("human", "a"), ("function_call", "weather()")), Text("row.turn_call_unreadable", {"number": 2})),
        (turns(("human", "a"), ("function_call", "{}")), Text("row.turn_call_unreadable", {"number": 2})),
        ({"conversations": [{"from": "human"}]}, Text("row.message_no_text", {"number": 1})),
        ({"conversations": [{"value": "a"}]}, Text("row.message_no_role", {"number": 1})),
        ({"conversations": ["a"]}, Text("row.message_no_object", {"number": 1})),
        ({"conversations": []}, Text("row.messages_empty")),
        ({"conversations": "a"}, Text("row.messages_no_list")),
    ],
)
def test_what_cannot_be_told_is_left_out_with_its_reason(line: dict[str, object], reason: Text) -> None:
    assert made(line) == reason
    assert english(reason)


def test_other_lines_are_what_they_were() -> None:
    assert shape_of({"messages": [{"role": "user", "content": "a"}]}) is Shape.CHAT
    assert shape_of({"prompt": "a", "completion": "b", "conversations": []}) is Shape.COMPLETION
    assert shape_of({"conversations": [{"who": "a", "what": "b"}]}) is None
    assert shape_of({"conversations": 3}) is None
    assert shape_of({"question": "a"}) is None


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_of_them_is_recognised_as_chat(tmp_path, whole: bool) -> None:
    lines = [turns(("human", f"q{n}"), ("gpt", f"a{n}"), id=f"x{n}") for n in range(30)]
    path = tmp_path / "made.json"
    path.write_text(json.dumps(lines) if whole else "\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = reader.find_out(path)
    assert found.shape is Shape.CHAT
    records = list(reader.records(path, found))
    assert len(records) == 30
    assert examples_of(KEPT, records[7].cells, records[7].source)[0].messages == (
        Message("user", "q7"),
        Message("assistant", "a7"),
    )


@pytest.mark.parametrize("calls", ["[]", ["a"], {"a": 1}, 5, False])
def test_calls_that_are_no_list_of_calls_leave_the_row_out_with_its_reason(calls) -> None:
    line = turns(("human", "x"), ("gpt", "hi"))
    line["conversations"][1]["tool_calls"] = calls
    assert made(line).key == "row.turn_call_unreadable"
