"""Messages as chat templates are given them."""

import pytest

from desktop_app.core.as_read import as_read, text_of

CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ({"role": "developer", "content": "Be brief.", "name": "me"}, {"role": "system", "content": "Be brief."}),
        ({"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}, "ab"),
        ({"role": "assistant", "content": "yes", "weight": 0}, "yes"),
        (
            {"role": "tool", "content": "wet", "tool_call_id": "c1", "name": ""},
            {"content": "wet", "tool_call_id": "c1"},
        ),
        ({"role": "assistant", "content": "b", "reasoning_content": "a"}, {"content": "b", "reasoning_content": "a"}),
        ({"role": "assistant", "content": "b", "thinking": "a"}, {"content": "b", "thinking": "a"}),
        ({"role": "assistant", "content": "b", "thinking": ["a"], "reasoning_content": ""}, "b"),
        ({"role": "user", "content": "b", "thinking": "a"}, "b"),
    ],
)
def test_of_a_message_comes_what_templates_know(line, read):
    expected = {"content": read} if isinstance(read, str) else read
    assert as_read(line) == {"role": line["role"], **expected}


@pytest.mark.parametrize("arguments", ['{"city": "Oslo"}', {"city": "Oslo"}])
def test_the_arguments_of_a_call_are_an_object(arguments):
    call = {**CALL, "function": {"name": "weather", "arguments": arguments}}
    function = {"name": "weather", "arguments": {"city": "Oslo"}}
    read = as_read({"role": "assistant", "content": None, "tool_calls": [call]})
    assert read["content"] == ""
    assert read["tool_calls"] == [{"id": "c1", "type": "function", "function": function}]


@pytest.mark.parametrize(
    "call", [{}, {"function": None}, {"function": {}}, {"function": {"name": "weather", "arguments": "Oslo"}}, "x"]
)
def test_a_call_that_cannot_be_read_is_a_fault(call):
    with pytest.raises(ValueError, match=r"names no function|Expecting value"):
        as_read({"role": "assistant", "content": "", "tool_calls": [call]})


def test_a_picture_has_no_text():
    assert text_of([{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "b"}}]) is None


@pytest.mark.parametrize("function", [{"name": "now"}, {"name": "now", "arguments": ""}])
def test_a_call_without_arguments_has_none(function):
    read = as_read({"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "function": function}]})
    assert read["tool_calls"][0]["function"] == {"name": "now", "arguments": {}}
