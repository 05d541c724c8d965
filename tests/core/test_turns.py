"""The turns of a conversation: changed one by one, with nothing else of the example touched."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core import turns
from desktop_app.core.example import Completion, Conversation, Message, Preference, from_line, to_line
from desktop_app.core.problem import Problem
from desktop_app.core.turns import Attached, Call, Side, Where

CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Łódź", "days": 3}'}}
LINE = {
    "messages": [
        {"role": "system", "content": "Be kind."},
        {
            "role": "user",
            "name": "eva",
            "content": [
                {"type": "text", "text": "Rain?"},
                {"type": "image_url", "image_url": {"url": "https://example.org/sky.png"}},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
            ],
        },
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "c1", "content": "rain"},
        {"role": "assistant", "content": "Yes, rain.", "weight": 0},
    ],
    "tools": [{"type": "function", "function": {"name": "weather"}}],
}
ROLES = st.sampled_from(("system", "user", "assistant", "tool", "judge"))
MESSAGES = st.lists(st.builds(Message, ROLES, st.text(max_size=4)), min_size=1, max_size=5).map(tuple)


def at(number, side=Side.MESSAGES):
    return Where(side, number)


def line_after(act, line=LINE):
    return to_line(turns.as_stored(act(from_line(line))))


def changed(number, **keys):
    messages = [dict(message) for message in LINE["messages"]]
    messages[number].update(keys)
    return {**LINE, "messages": messages}


def test_a_turn_can_be_read():
    talk = from_line(LINE)
    user, calling, answer = talk.messages[1], talk.messages[2], talk.messages[4]
    assert turns.name_of(user) == "eva"
    assert turns.calls(calling) == (Call("weather", (("city", "Łódź"), ("days", "3"))),)
    assert json.loads(turns.calls_text(calling)) == [CALL]
    assert turns.attached(user)[0] == Attached("image_url", "https://example.org/sky.png", 0)
    assert turns.attached(user)[1].address == ""
    assert turns.attached(user)[1].letters > 0
    assert [turns.learns(message) for message in talk.messages] == [False, False, True, False, False]
    assert not turns.learns(answer)
    broken = Message("assistant", "", {"tool_calls": [{"function": {"name": "f", "arguments": "{city"}}, 3]})
    assert turns.calls(broken) == (Call("f", (("", "{city"),)),)


def test_the_fields_of_the_table_are_found_among_the_turns():
    talk = from_line(LINE)
    assert [turns.place_of(talk, name) for name in ("system", "user", "assistant")] == [at(0), at(3), at(4)]
    pair = Preference((Message("user", "q"),), (Message("assistant", "a"),), ())
    assert turns.place_of(pair, "system") is None
    assert turns.place_of(pair, "user") == at(0)
    assert turns.place_of(pair, "preferred") == at(0, Side.PREFERRED)
    assert turns.place_of(pair, "non_preferred") is None
    assert turns.place_of(pair, "assistant") is None
    assert turns.place_of(Conversation((Message("user", "q"),)), "assistant") is None


def test_each_change_touches_its_own_key_only():
    assert line_after(lambda e: turns.with_text(e, at(4), "No.")) == changed(4, content="No.")
    assert line_after(lambda e: turns.with_role(e, at(3), "user")) == changed(3, role="user")
    assert line_after(lambda e: turns.with_learning(e, at(4), True)) == changed(4, weight=1)
    assert line_after(lambda e: turns.with_name(e, at(1), "Bo")) == changed(1, name="Bo")
    assert "name" not in line_after(lambda e: turns.with_name(e, at(1), ""))["messages"][1]
    text = line_after(lambda e: turns.with_text(e, at(1), "Snow?"))["messages"][1]["content"]
    assert text == [{"type": "text", "text": "Snow?"}, *LINE["messages"][1]["content"][1:]]


def test_calls_are_written_as_json_and_broken_json_is_refused_with_its_place():
    other = {"id": "c2", "function": {"name": "snow"}}
    written = line_after(lambda e: turns.with_calls(e, at(2), json.dumps([CALL, other])))
    assert written == changed(2, tool_calls=[CALL, other])
    assert line_after(lambda e: turns.with_calls(e, at(2), json.dumps(other))) == changed(2, tool_calls=[other])
    gone = line_after(lambda e: turns.with_calls(e, at(2), " "))["messages"][2]
    assert gone == {"role": "assistant", "content": ""}
    with pytest.raises(Problem) as broken:
        turns.read_calls('[{"id": 1},\n {"id" 2}]')
    assert (broken.value.key, broken.value.values) == ("calls_not_json", {"line": 2, "column": 8})
    for text in ("[1]", '"x"', '[{"a": NaN}]', "[" * 100_000):
        with pytest.raises(Problem, match="calls_not_list"):
            turns.read_calls(text)
    old = Message("assistant", "", {"function_call": {"name": "f", "arguments": "{}"}})
    new = turns.with_calls(Conversation((old,)), at(0), '{"name": "g", "arguments": "{}"}')
    assert new.messages[0].extra["function_call"] == {"name": "g", "arguments": "{}"}


def test_turns_are_added_moved_and_removed():
    talk = Conversation((Message("user", "a"), Message("assistant", "b")))
    more = turns.added(turns.added(talk, Side.MESSAGES, 2), Side.MESSAGES, 3)
    assert [m.role for m in more.messages] == ["user", "assistant", "user", "assistant"]
    assert [m.content for m in turns.moved(talk, at(0), 1).messages] == ["b", "a"]
    assert turns.moved(talk, at(0), -1) == talk
    alone = turns.removed(talk, at(0))
    assert [m.content for m in alone.messages] == ["b"]
    with pytest.raises(Problem, match="turn_gone"):
        turns.removed(alone, at(0))
    headed = turns.with_system(talk)
    assert headed.messages[0] == Message("system", "")
    assert turns.with_system(headed) == headed


def test_the_answers_of_a_pair_change_their_sides_and_can_be_added():
    pair = Preference((Message("user", "q"),), (Message("assistant", "a"),), (), {"id": 3})
    other = turns.swapped(pair)
    assert (other.preferred, other.non_preferred, other.extra) == ((), pair.preferred, {"id": 3})
    assert turns.added(pair, Side.NON_PREFERRED, 0).non_preferred == (Message("assistant", ""),)


@pytest.mark.parametrize(
    "act",
    [
        lambda e: turns.with_text(e, at(9), "x"),
        lambda e: turns.with_text(e, at(0, Side.PREFERRED), "x"),
        lambda e: turns.moved(e, at(5), 1),
        lambda e: turns.added(e, Side.MESSAGES, 9),
        turns.swapped,
    ],
)
def test_a_turn_that_is_not_there_is_said(act):
    with pytest.raises(Problem, match="turn_gone"):
        act(from_line(LINE))
    with pytest.raises(Problem, match="turn_gone"):
        act(Completion("p", "c"))


@settings(max_examples=60, deadline=None)
@given(MESSAGES, st.integers(0, 4), st.integers(-5, 5), st.text(max_size=3))
def test_moving_keeps_every_turn_and_writing_every_other(messages, number, by, words):
    talk = Conversation(messages)
    where = at(number % len(messages))
    moved = turns.moved(talk, where, by)
    assert sorted(map(repr, moved.messages)) == sorted(map(repr, messages))
    written = turns.with_text(talk, where, words).messages
    assert written[where.at].content == words
    assert [m for n, m in enumerate(written) if n != where.at] == [m for n, m in enumerate(messages) if n != where.at]
    added = turns.added(talk, Side.MESSAGES, where.at)
    assert turns.removed(added, where) == talk
