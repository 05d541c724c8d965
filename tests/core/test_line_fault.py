"""Lines that are no examples: each is told what is the matter with it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Shape, from_line
from desktop_app.core.line_fault import line_fault
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.text import Text
from desktop_app.core.wizard import examples_of

ASK, ANSWER = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}
KEPT = ColumnMapping(Shape.CHAT, "", "", kept=True)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({}, "row.no_messages"),
        ({"text": "a"}, "row.no_messages"),
        ({"messages": "a"}, "row.messages_no_list"),
        ({"messages": {}}, "row.messages_no_list"),
        ({"messages": []}, "row.messages_empty"),
        ({"messages": [ASK, "b"]}, "row.message_no_object"),
        ({"messages": [ASK, {"content": "b"}]}, "row.message_no_role"),
        ({"messages": [ASK, {"role": 7, "content": "b"}]}, "row.message_no_role"),
        ({"messages": [ASK, {"role": "assistant", "content": 7}]}, "row.message_no_text"),
        ({"messages": [ASK, {"role": "assistant", "content": ["b"]}]}, "row.message_no_text"),
        ({"prompt": "a"}, "row.key_missing"),
        ({"completion": "a"}, "row.key_missing"),
        ({"prompt": "a", "completion": 7}, "row.key_no_text"),
        ({"input": {"messages": [ASK]}, "preferred_output": [ANSWER]}, "row.key_missing"),
        ({"input": "a", "preferred_output": [ANSWER], "non_preferred_output": [ANSWER]}, "row.key_missing"),
        ({"input": {"messages": [ASK]}, "preferred_output": "b", "non_preferred_output": []}, "row.messages_no_list"),
    ],
)
def test_a_line_is_told_what_is_the_matter(line: dict[str, Any], reason: str) -> None:
    with pytest.raises(Problem):
        from_line(line)
    made = examples_of(KEPT, {}, line)
    assert isinstance(made, Text)
    assert made.key == reason
    assert english(made)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["role", "content", "messages"]), inner)
    ),
    max_leaves=6,
)
KEYS = (
    "messages",
    "prompt",
    "completion",
    "input",
    "preferred_output",
    "non_preferred_output",
    "non_preferred_completion",
)


@given(st.dictionaries(st.sampled_from(KEYS), values))
def test_any_object_is_an_example_or_told_why_not(line: dict[str, Any]) -> None:
    try:
        from_line(line)
    except Problem:
        assert english(line_fault(line))
