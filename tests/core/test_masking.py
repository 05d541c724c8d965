"""What a model learns from: the assistant's turns and the completions, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.masking import (
    IGNORED,
    NoLearntPart,
    Segment,
    UnstableTemplate,
    chat_segments,
    encode_completion,
    encode_segments,
)

ROLES = ("system", "user", "assistant")


def render(messages, opening):
    text = "".join(f"<{m['role']}>{m['content']}</>\n" for m in messages)
    return text + ("<assistant>" if opening else "")


def forgetful(messages, opening):
    """Like templates that drop the thoughts of earlier turns."""
    shown = [{**m, "content": m["content"].split("|")[-1]} if m is not messages[-1] else m for m in messages]
    return render(shown, opening)


def encode(text):
    return [ord(letter) for letter in text]


def say(role, content, **more):
    return {"role": role, "content": content, **more}


def test_only_the_assistant_s_turn_is_learnt():
    segments = chat_segments([say("system", "S"), say("user", "U"), say("assistant", "A")], render)
    assert segments == (
        Segment("<system>S</>\n<user>U</>\n<assistant>", learnt=False),
        Segment("A</>\n", learnt=True),
    )


def test_weight_zero_takes_a_turn_out_and_what_follows_the_last_turn_is_left_away():
    conversation = [
        say("user", "1"),
        say("assistant", "one", weight=0),
        say("user", "2"),
        say("assistant", "two", weight=1),
        say("user", "3"),
    ]
    segments = chat_segments(conversation, render)
    assert [s.text for s in segments if s.learnt] == ["two</>\n"]
    assert segments[0].text == "<user>1</>\n<assistant>one</>\n<user>2</>\n<assistant>"
    assert "3" not in "".join(s.text for s in segments)


@pytest.mark.parametrize("conversation", [[], [say("user", "U")], [say("assistant", "A", weight=0)]])
def test_nothing_to_learn_is_said(conversation):
    with pytest.raises(NoLearntPart):
        chat_segments(conversation, render)


def test_a_template_that_rewrites_earlier_turns_is_refused_where_it_does():
    once = [say("user", "1"), say("assistant", "thought|one")]
    assert chat_segments(once, forgetful)[-1] == Segment("thought|one</>\n", learnt=True)
    with pytest.raises(UnstableTemplate, match="message 4"):
        chat_segments([*once, say("user", "2"), say("assistant", "two")], forgetful)


@given(st.lists(st.builds(say, st.sampled_from(ROLES), st.text(max_size=5)), max_size=8))
def test_segments_make_up_the_rendering_up_to_the_last_answer(conversation):
    last = max((i for i, m in enumerate(conversation) if m["role"] == "assistant"), default=None)
    if last is None:
        with pytest.raises(NoLearntPart):
            chat_segments(conversation, render)
        return
    segments = chat_segments(conversation, render)
    assert "".join(segment.text for segment in segments) == render(conversation[: last + 1], False)
    learnt = [m["content"] + "</>\n" for m in conversation if m["role"] == "assistant"]
    assert [segment.text for segment in segments if segment.learnt] == learnt


def test_labels_are_the_ids_of_what_is_learnt():
    encoded = encode_segments([Segment("ab", learnt=False), Segment("cd", learnt=True)], encode, 10)
    assert encoded.input_ids == (97, 98, 99, 100)
    assert encoded.labels == (IGNORED, IGNORED, 99, 100)
    assert (encoded.learnt, encoded.cut) == (2, 0)


def test_a_completion_is_closed_and_its_prompt_is_not_learnt():
    encoded = encode_completion([1, 2], [3, 4], 9, 10)
    assert encoded.input_ids == (1, 2, 3, 4, 9)
    assert encoded.labels == (IGNORED, IGNORED, 3, 4, 9)
    assert encode_completion([1], [2], None, 10).input_ids == (1, 2)


@pytest.mark.parametrize(("limit", "learnt", "cut"), [(5, 3, 0), (4, 2, 1), (3, 1, 2), (2, 0, 3)])
def test_cutting_takes_from_the_end_and_is_counted(limit, learnt, cut):
    encoded = encode_completion([1, 2], [3, 4], 9, limit)
    assert len(encoded.input_ids) == len(encoded.labels) == min(5, limit)
    assert (encoded.learnt, encoded.cut) == (learnt, cut)


def test_the_first_token_is_never_learnt_because_nothing_stands_before_it():
    assert encode_completion([], [3, 4], 9, 10).learnt == 2
