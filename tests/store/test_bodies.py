"""Examples and the text that is kept of them: whatever they hold comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message, Preference, from_line, to_line
from desktop_app.core.training_line import as_bytes
from desktop_app.store.bodies import as_training_lines, packed, shape_in, unpacked

TEXTS = st.text(st.characters(), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
EXTRAS = st.dictionaries(st.sampled_from(["weight", "name", "tool_calls", "odd key"]), VALUES, max_size=2)
MESSAGES = st.builds(Message, st.sampled_from(["system", "user", "assistant", "tool"]), TEXTS, EXTRAS)
TURNS = st.lists(MESSAGES, min_size=1, max_size=4).map(tuple)
EXAMPLES = (
    st.builds(Completion, TEXTS, TEXTS)
    | st.builds(Conversation, TURNS, st.dictionaries(st.sampled_from(["tools", "id"]), VALUES, max_size=2))
    | st.builds(Preference, TURNS, TURNS, TURNS)
)


@given(EXAMPLES)
def test_what_is_kept_comes_back(example):
    body = packed(example)
    assert body.encode().decode() == body
    assert unpacked(body) == example
    assert json.loads(body) == to_line(example)
    assert packed(unpacked(body)) == body


def strict(body):
    """Read JSON as programs do that know of no number but finite ones."""

    def refuse(name):
        raise ValueError(name)

    return json.loads(body, parse_constant=refuse)


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400"])
def test_null_stands_for_what_is_no_finite_number(number):
    line = json.loads(
        f'{{"messages": [{{"role": "user", "content": "NaN", "weight": {number}}}], "odd": [1.5, {number}]}}'
    )
    wanted = {"messages": [{"role": "user", "content": "NaN", "weight": None}], "odd": [1.5, None]}
    kept = packed(from_line(line))
    assert strict(kept) == strict(as_bytes(line)) == to_line(unpacked(kept)) == wanted
    assert to_line(unpacked(json.dumps(line))) == wanted  # as older versions kept it


PLAIN_TURNS = st.lists(st.builds(Message, TEXTS, TEXTS), min_size=1, max_size=4).map(tuple)
HARD = st.sampled_from(
    ['","completion":"', '"},{"role":"', '\\","content":"', '{"prompt":"', "\\", "\0", '{"messages":[']
)


@given(
    st.lists(st.builds(Completion, TEXTS | HARD, TEXTS | HARD), min_size=1, max_size=5)
    | st.lists(st.builds(Conversation, PLAIN_TURNS), min_size=1, max_size=5)
    | st.lists(EXAMPLES | st.builds(Conversation, st.builds(Message, HARD, HARD).map(lambda m: (m,))), min_size=1)
)
def test_many_kept_texts_become_the_lines_that_one_by_one_would_be_written(examples):
    kept = [packed(example) for example in examples]
    shapes = {shape_in(text) for text in kept}
    made = as_training_lines(kept)
    assert (made is None) == (len(shapes) > 1 or None in shapes)
    if made is not None:
        assert made[0] == examples[0].shape
        assert made[1].encode() == b"".join(as_bytes(to_line(example)) + b"\n" for example in examples)


@pytest.mark.parametrize(
    "line",
    [
        '{"messages": [{"role": "user", "content": "a", "weight": 123456789012345678901234567890}]}',
        '{"prompt": "q", "completion": "a"}',
        '{"messages": [{"role": "assistant", "content": null, "tool_calls": [{"n": 1e300}]}]}',
        '{"messages": [{"role": "user", "content": [{"type": "text", "text": "t"}]}], "seed": -0.0}',
    ],
)
def test_lines_of_earlier_versions_are_read_as_ever(line):
    assert unpacked(line) == from_line(json.loads(line))
    assert repr(unpacked(packed(unpacked(line)))) == repr(from_line(json.loads(line)))
