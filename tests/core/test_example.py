"""Examples: there and back, and what each field reads and writes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message, from_line, reworded, to_line
from desktop_app.core.fields import FIELDS, expected, field_is_editable, question, question_key, read_field, write_field
from desktop_app.core.problem import Problem

TALK = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello", "weight": 0},
        {"role": "user", "content": "Bye"},
        {"role": "assistant", "content": "Farewell"},
    ],
    "tools": [{"type": "function"}],
}


def test_a_line_comes_back_as_it_was() -> None:
    calls = {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": None, "tool_calls": [{}]}]}
    for line in (TALK, calls, {"prompt": "a ->", "completion": " b"}):
        assert to_line(from_line(line)) == line


@given(st.text(), st.text())
def test_any_text_survives_in_any_field(first: str, second: str) -> None:
    made = Completion(first, second)
    assert from_line(to_line(made)) == made
    talk = Conversation((Message("user", first), Message("assistant", second)))
    assert (read_field(talk, "user"), expected(talk)) == (first, second)
    for example in (made, talk):
        for name in FIELDS[example.shape]:
            assert read_field(write_field(example, name, "new"), name) == "new"


@pytest.mark.parametrize(
    "line", [{}, {"prompt": "x"}, {"messages": []}, {"messages": [{"content": "x"}]}, {"messages": "x"}]
)
def test_other_lines_are_refused_in_words(line: dict[str, object]) -> None:
    with pytest.raises(Problem) as caught:
        from_line(line)
    assert caught.value.key == "line_not_an_example"


def test_the_turns_of_a_longer_talk_are_shown_but_not_edited() -> None:
    talk = from_line(TALK)
    assert read_field(talk, "user") == "user: Hi\n\nassistant: Hello\n\nuser: Bye"
    assert not field_is_editable(talk, "user")
    with pytest.raises(ValueError, match="user"):
        write_field(talk, "user", "x")
    assert expected(write_field(talk, "assistant", "Ciao")) == "Ciao"
    assert [m.content for m in question(talk)] == ["Be brief.", "Hi", "Hello", "Bye"]


def test_a_system_message_comes_and_goes() -> None:
    talk = Conversation((Message("user", "a"), Message("assistant", "b")))
    with_system = write_field(talk, "system", "Be kind.")
    assert read_field(with_system, "system") == "Be kind."
    assert write_field(with_system, "system", "") == talk
    assert write_field(with_system, "user", "c").messages[1].content == "c"


def test_the_question_key_ignores_the_answer() -> None:
    assert (
        question_key(Completion("a", "b")) == question_key(Completion("a", "c")) != question_key(Completion("x", "b"))
    )
    talk = from_line(TALK)
    assert question_key(talk) == question_key(write_field(talk, "assistant", "?"))


def test_a_text_written_into_an_empty_answer_goes_out() -> None:
    line = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": None, "name": "x"}]}
    assert to_line(from_line(line)) == line
    written = to_line(write_field(from_line(line), "assistant", "now"))
    assert written["messages"][1] == {"role": "assistant", "content": "now", "name": "x"}


@pytest.mark.parametrize("content", [{}, {"content": None}, {"content": ""}, {"content": "I look it up."}])
def test_a_message_that_calls_tools_goes_out_as_it_came(content):
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    line = {"messages": [{"role": "assistant", **content, "tool_calls": [call]}]}
    assert to_line(from_line(line)) == line


def test_a_system_message_that_is_all_there_is_stays_when_it_is_emptied() -> None:
    alone = from_line({"messages": [{"role": "system", "content": "Be brief."}]})
    emptied = write_field(alone, "system", "")
    assert from_line(to_line(emptied)) == Conversation((Message("system", ""),)), "a row without messages is no row"
    assert write_field(from_line(TALK), "system", "").messages[0] == Message("user", "Hi")


def test_each_text_of_a_content_made_of_parts_stays_where_it_stands() -> None:
    one, two = ({"type": "image_url", "image_url": {"url": f"https://example.org/{n}.png"}} for n in "12")
    parts = [{"type": "text", "text": "before"}, one, {"type": "text", "text": "after", "id": 7}, two]
    message = from_line({"messages": [{"role": "user", "content": parts}]}).messages[0]
    after = to_line(Conversation((reworded(message, str.upper),)))["messages"][0]["content"]
    assert after == [{"type": "text", "text": "BEFORE"}, one, {"type": "text", "text": "AFTER", "id": 7}, two]
    assert reworded(replace(message, content="new"), str.upper).content == "NEW"
    assert reworded(Message("user", "a"), str.upper) == Message("user", "A")
