"""Counting examples by OpenAI's published rules."""

from random import Random

import pytest

from desktop_app.core.example import Completion, from_line
from desktop_app.core.target import Target
from desktop_app.tokens.counting import Count, Places, counter
from tests.tokens.hostile import hostile_text
from tests.tokens.reference import VOCABULARIES, reference

WEATHER = {
    "name": "get_weather",
    "description": "Get the weather of a town.",
    "parameters": {
        "type": "object",
        "properties": {
            "town": {"type": "string", "description": "The town, e.g. Graz."},
            "unit": {"type": "string", "description": "The unit", "enum": ["celsius", "fahrenheit"]},
        },
        "required": ["town"],
    },
}


def target(vocabulary):
    return Target("openai/x", "X", "openai", vocabulary=vocabulary)


@pytest.fixture(params=["o200k_base", "cl100k_base"])
def name(request):
    return request.param


@pytest.fixture
def count(name, tmp_path):
    """Return a function that counts one line of training data."""
    counting = counter(target(name), Places(VOCABULARIES, tmp_path))
    assert (counting.name, counting.exact) == (name, True)
    return lambda line: counting.count([from_line(line)])[0]


def by_the_cookbook(messages, name):
    """Count a chat as the loop of OpenAI's cookbook does."""
    encoding = reference(name)
    tokens = 3
    for message in messages:
        tokens += 3
        for key, value in message.items():
            tokens += len(encoding.encode_ordinary(value)) if isinstance(value, str) else 0
            tokens += 1 if key == "name" else 0
    return tokens


def test_a_chat_counts_as_in_the_cookbook(count, name):
    chance = Random(f"chats {name}")
    for _ in range(60):
        messages = [
            {"role": role, "content": hostile_text(chance), **({"name": "anna"} if chance.random() < 0.3 else {})}
            for role in ("system", "user", "assistant", "user", "assistant")
        ]
        answers = sum(len(reference(name).encode_ordinary(m["content"])) for m in (messages[2], messages[4]))
        assert count({"messages": messages}) == Count(by_the_cookbook(messages, name), answers)


def test_answers_of_weight_0_are_read_but_not_learnt(count):
    first, second = {"role": "assistant", "content": "one two three"}, {"role": "assistant", "content": "four"}
    asked = {"role": "user", "content": "count"}
    whole = count({"messages": [asked, first, asked, second]})
    half = count({"messages": [asked, {**first, "weight": 0}, asked, {**second, "weight": 1}]})
    assert (half.total, half.learnt) == (whole.total, whole.learnt - 3)


def test_a_prompt_and_its_completion_count_their_tokens_alone(count, name):
    encode = reference(name).encode_ordinary
    assert count({"prompt": "12, woman, flight ->", "completion": " Capes on!"}) == Count(
        len(encode("12, woman, flight ->")) + len(encode(" Capes on!")), len(encode(" Capes on!"))
    )


def test_a_preference_pair_counts_the_question_once_and_both_answers(count, name):
    asked = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "How are you?"}]
    good, bad = {"role": "assistant", "content": "Well, thank you!"}, {"role": "assistant", "content": "Go away."}
    found = count({"input": {"messages": asked}, "preferred_output": [good], "non_preferred_output": [bad]})
    encode = reference(name).encode_ordinary
    assert found.total == by_the_cookbook([*asked, good, bad], name)
    assert found.learnt == len(encode("Well, thank you!")) + len(encode("Go away."))


@pytest.mark.parametrize("key", ["tools", "functions"])
def test_tools_count_by_the_cookbook_s_rule(count, name, key):
    messages = [{"role": "user", "content": "Weather in Graz?"}, {"role": "assistant", "content": "Sunny."}]
    offered = [{"type": "function", "function": WEATHER}] if key == "tools" else [WEATHER]
    encode = reference(name).encode_ordinary
    per_function = {"o200k_base": 7, "cl100k_base": 10}[name]
    texts = ["get_weather:Get the weather of a town", "town:string:The town, e.g. Graz", "unit:string:The unit"]
    texts += ["celsius", "fahrenheit"]
    wanted = per_function + 3 + 2 * 3 + (-3 + 2 * 3) + 12 + sum(len(encode(text)) for text in texts)
    plain = count({"messages": messages})
    assert count({"messages": messages, key: offered}) == Count(plain.total + wanted, plain.learnt)


def test_calls_of_tools_are_learnt_with_the_message_that_makes_them(count, name):
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"town": "Graz"}'}}
    messages = [
        {"role": "user", "content": "Weather?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
        {"role": "assistant", "content": "Sunny."},
    ]
    encode = reference(name).encode_ordinary
    called = len(encode("get_weather")) + len(encode('{"town": "Graz"}'))
    assert count({"messages": messages}).learnt == called + len(encode("Sunny."))
    quiet = [messages[0], {**messages[1], "weight": 0}, *messages[2:]]
    assert count({"messages": quiet}).learnt == len(encode("Sunny."))
    assert count({"messages": quiet}).total == count({"messages": messages}).total


@pytest.mark.parametrize(
    "odd",
    [
        {"tools": "none"},
        {"tools": [{"type": "function"}, {"function": "f"}, 7]},
        {"tools": [{"function": {"parameters": "x", "name": 7}}]},
        {"tools": [{"function": {"name": "f", "parameters": {"properties": {"a": "x", "b": {"enum": [1, None]}}}}}]},
        {"functions": {}},
        {"parallel_tool_calls": True},
    ],
)
def test_odd_lines_still_count(count, odd):
    messages = [
        {"role": "user", "content": [{"type": "text", "text": "half a character \ud800"}, {"type": "odd"}]},
        {
            "role": "assistant",
            "content": "x",
            "weight": None,
            "tool_calls": [{"function": None}, 3],
            "function_call": 1,
        },
    ]
    assert count({"messages": messages, **odd}).total >= by_the_cookbook([{"role": "user"}], "o200k_base")


def test_counts_stand_in_the_order_of_the_examples_and_an_empty_batch_is_one(name, tmp_path):
    counting = counter(target(name), Places(VOCABULARIES, tmp_path))
    examples = [Completion("a" * n, " b") for n in (1, 90, 3)]
    assert counting.count(examples) == [counting.count([each])[0] for each in examples]
    assert counting.count([]) == []


def test_a_model_that_is_not_here_is_estimated_and_says_so(tmp_path):
    counting = counter(target("meta-llama/Llama-3.3-70B-Instruct"), Places(VOCABULARIES, tmp_path))
    assert (counting.name, counting.exact) == ("o200k_base", False)
    assert counting.count([Completion("a", " b")]) == [Count(2, 1)]
    assert not counter(target(""), Places(VOCABULARIES, tmp_path)).exact
