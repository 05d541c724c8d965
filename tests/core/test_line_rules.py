"""Which keys of a training line go along, and what is left of one without the others."""

import pytest

from desktop_app.core.line_rules import TRL, LineRules, extra_keys, without

CHAT = {"messages": [{"role": "user", "content": "a", "weight": 0}, "odd"], "tools": [], "id": 1}
PAIR = {
    "input": {"messages": [{"role": "user", "content": "a", "name": "b"}], "tools": []},
    "preferred_output": [{"role": "assistant", "content": "c", "weight": 1}],
    "non_preferred_output": [{"role": "assistant", "content": "d"}],
    "note": "e",
}


def test_the_keys_beside_those_of_the_shape_are_named():
    assert extra_keys({"prompt": "a", "completion": "b"}) == set()
    assert extra_keys(CHAT) == {"tools", "id", "messages[].weight"}
    assert extra_keys(PAIR) == {"tools", "note", "messages[].name", "messages[].weight"}


def test_a_line_without_some_keys_has_all_others():
    assert without(CHAT, frozenset()) == CHAT
    bare = without(CHAT, frozenset({"id", "messages[].weight"}))
    assert bare == {"messages": [{"role": "user", "content": "a"}, "odd"], "tools": []}
    assert CHAT["messages"][0]["weight"] == 0  # the line itself stays as it was
    assert extra_keys(without(PAIR, frozenset(extra_keys(PAIR)))) == set()
    assert without(PAIR, frozenset({"messages[].name"})) == {
        **PAIR,
        "input": {"messages": [{"role": "user", "content": "a"}], "tools": []},
    }


def test_what_makes_a_line_an_example_cannot_be_left_out():
    kept = frozenset({"messages", "messages[].role", "messages[].content", "prompt", "input"})
    assert without(CHAT, kept) == CHAT


@pytest.mark.parametrize(
    ("rules", "key", "taken"),
    [
        (LineRules(), "anything", True),
        (LineRules(), "messages[].anything", True),
        (TRL, "tools", True),
        (TRL, "id", False),
        (TRL, "messages[].name", True),
        (TRL, "messages[].weight", False),
        (TRL, "messages[].tools", False),
        (TRL, "name", False),
    ],
)
def test_a_receiver_takes_the_keys_it_knows(rules, key, taken):
    assert rules.takes(key) is taken
