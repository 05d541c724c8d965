"""Any shape into any other that can hold it: exactly where it can be, and never less than what came in."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_app.core.convert import consequences, convert
from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, Shape
from desktop_app.core.sentences import english
from desktop_app.core.text import Text
from tests.core.checks.rows import chat, pair, said, talk

LONG = chat(
    said("system", "Be brief."),
    said("user", "Which city?"),
    said("assistant", "Lisbon."),
    said("user", "Why?"),
    said("assistant", "It is warm."),
)
PROMPT = "System: Be brief.\n\nUser: Which city?\n\nAssistant: Lisbon.\n\nUser: Why?\n\nAssistant:"
words = st.text(min_size=1).filter(lambda given: given.strip())
pieces = st.sampled_from(["System: ", "User: ", "Assistant:", "\n\n", "Developer: a", " ", "x", "Assistant: "])
transcripts = st.lists(pieces, max_size=12).map("".join)


def only(made: tuple[Example, ...] | Text) -> Example:
    assert isinstance(made, tuple), english(made)
    assert len(made) == 1
    return made[0]


def test_a_single_question_is_the_prompt_itself() -> None:
    assert only(convert(talk("Hi ->", " Hello"), Shape.COMPLETION)) == Completion("Hi ->", " Hello")


def test_every_learnt_answer_becomes_a_row_of_its_own() -> None:
    first = "System: Be brief.\n\nUser: Which city?\n\nAssistant:"
    assert convert(LONG, Shape.COMPLETION) == (Completion(first, "Lisbon."), Completion(PROMPT, "It is warm."))


def test_weights_say_which_answers_become_rows() -> None:
    forgotten = chat(said("user", "a"), said("assistant", "b", weight=0), said("user", "c"), said("assistant", "d"))
    row = Completion("User: a\n\nAssistant: b\n\nUser: c\n\nAssistant:", "d")
    assert convert(forgotten, Shape.COMPLETION) == (row,)
    assert only(convert(row, Shape.CHAT)) == forgotten
    nothing = chat(said("user", "a"), said("assistant", "b", weight=0))
    assert convert(nothing, Shape.COMPLETION) == Text("convert.no_answer")


@given(words, words)
def test_a_single_turn_comes_back_as_it_was(question: str, answer: str) -> None:
    assume(not question.endswith("\n\nAssistant:"))
    came = talk(question, answer)
    assert only(convert(only(convert(came, Shape.COMPLETION)), Shape.CHAT)) == came


@given(st.one_of(st.text(), transcripts), words)
def test_a_prompt_comes_back_as_it_was_whatever_it_looks_like(prompt: str, completion: str) -> None:
    came = Completion(prompt, completion)
    assert only(convert(only(convert(came, Shape.CHAT)), Shape.COMPLETION)) == came


@given(st.lists(st.tuples(words, words), min_size=1, max_size=4), st.one_of(st.just(""), words))
def test_the_last_row_of_a_long_chat_holds_all_of_it(turns: list[tuple[str, str]], system: str) -> None:
    messages = [Message("system", system)] if system else []
    for question, answer in turns:
        messages += [Message("user", question), Message("assistant", answer)]
    came = Conversation(tuple(messages))
    rows = convert(came, Shape.COMPLETION)
    assert isinstance(rows, tuple)
    assert len(rows) == len(turns)
    last = rows[-1]
    assert isinstance(last, Completion)
    for message in messages[:-1]:
        assert message.content in last.prompt
    back = only(convert(last, Shape.CHAT))
    if not any(f"\n\n{label}: " in f"\n\n{m.content}" for m in messages for label in ("System", "User", "Assistant")):
        assume(not any("\n\nDeveloper: " in f"\n\n{m.content}" for m in messages))
        assert isinstance(back, Conversation)
        assert [(m.role, m.content) for m in back.messages] == [(m.role, m.content) for m in messages]
        assert [m.extra.get("weight") for m in back.messages if m.role == "assistant"] == [0] * (len(turns) - 1) + [
            None
        ]


def test_a_pair_gives_its_preferred_answer_and_learns_nothing_else() -> None:
    assert only(convert(pair("a", "good", "bad"), Shape.CHAT)) == talk("a", "good")
    assert only(convert(pair("a", "good", "bad"), Shape.COMPLETION)) == Completion("a", "good")
    turns = Preference(LONG.messages[:4], (said("assistant", "good"),), (said("assistant", "bad"),))
    assert only(convert(turns, Shape.COMPLETION)) == Completion(PROMPT, "good")
    made = only(convert(turns, Shape.CHAT))
    assert isinstance(made, Conversation)
    assert [m.extra for m in made.messages] == [{}, {}, {"weight": 0}, {}, {}]


def test_a_pair_keeps_its_tools_and_other_keys_in_a_chat() -> None:
    came = Preference(
        (said("user", "a"),), (said("assistant", "b"),), (said("assistant", "c"),), {"id": 7}, {"tools": [{}]}
    )
    made = only(convert(came, Shape.CHAT))
    assert isinstance(made, Conversation)
    assert made.extra == {"id": 7, "tools": [{}]}
    clash = Preference(came.messages, came.preferred, came.non_preferred, {"tools": []}, {"tools": [{}]})
    assert convert(clash, Shape.CHAT) == Text("convert.other_key", {"key": "tools"})


@pytest.mark.parametrize("came", [LONG, talk("a", "b"), Completion("a", "b")])
def test_one_answer_makes_no_pair(came: Example) -> None:
    assert convert(came, Shape.PREFERENCE) == Text("convert.one_answer")


PICTURE = [{"type": "text", "text": "x"}, {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        (chat(said("user", "a"), said("assistant", "b"), tools=[{}]), "convert.tools"),
        (chat(said("user", "a"), said("assistant", "", tool_calls=[{}])), "convert.tools"),
        (chat(said("user", "a"), said("tool", "1"), said("assistant", "b")), "convert.tools"),
        (chat(said("user", "x", content=PICTURE), said("assistant", "b")), "convert.pictures"),
        (chat(said("user", "a", name="Ann"), said("assistant", "b")), "convert.names"),
        (chat(said("user", "a"), said("assistant", "b", weight=0.5)), "convert.weight"),
        (chat(said("user", "a", weight=1), said("assistant", "b")), "convert.weight"),
        (chat(said("user", "a"), said("assistant", "b", mood="gay")), "convert.other_key"),
        (chat(said("narrator", "a"), said("assistant", "b")), "convert.role"),
        (chat(said("user", "a"), said("assistant", "b"), said("user", "c")), "convert.unanswered"),
        (chat(said("user", "a")), "convert.no_answer"),
        (chat(said("user", "a"), said("assistant", " ")), "row.empty_answer"),
        (pair("a", "", "b"), "row.empty_answer"),
    ],
)
def test_what_a_completion_cannot_hold_is_refused_in_words(came: Example, reason: str) -> None:
    made = convert(came, Shape.COMPLETION)
    assert isinstance(made, Text)
    assert made.key == reason
    assert english(made)


def test_what_says_nothing_is_no_reason_to_refuse() -> None:
    texts = [{"type": "text", "text": "x"}]
    came = chat(said("user", "x", content=texts, name=None), said("assistant", "b", weight=1), id=7)
    assert only(convert(came, Shape.COMPLETION)) == Completion("x", "b")


def test_in_its_own_shape_everything_stays_as_it_came() -> None:
    came = chat(said("user", "a", name="Ann"), said("assistant", "b", weight=0.5, mood=1), tools=[{}], id=7)
    for example in (came, Completion("User: a\n\nAssistant:", ""), pair("a", "", "")):
        assert convert(example, example.shape) == (example,)


def test_one_system_message_for_all() -> None:
    assert only(convert(talk("a", "b"), Shape.CHAT, "New.")) == talk("a", "b", "New.")
    assert only(convert(talk("a", "b", "Old."), Shape.CHAT, "New.")) == talk("a", "b", "New.")
    assert only(convert(talk("a", "b", "Old."), Shape.CHAT)) == talk("a", "b", "Old.")
    developer = chat(said("developer", "Old.", name="d", content=[{"type": "text", "text": "Old."}]), said("user", "a"))
    made = only(convert(developer, Shape.CHAT, "New."))
    assert isinstance(made, Conversation)
    assert made.messages[0] == said("developer", "New.", name="d")
    preference = only(convert(pair("a", "b", "c"), Shape.PREFERENCE, "New."))
    assert isinstance(preference, Preference)
    assert preference.messages == (said("system", "New."), said("user", "a"))
    assert only(convert(Completion("a", "b"), Shape.CHAT, "New.")) == talk("a", "b", "New.")
    written = only(convert(talk("a", "b"), Shape.COMPLETION, "New."))
    assert written == Completion("System: New.\n\nUser: a\n\nAssistant:", "b")
    assert only(convert(Completion("a", "b"), Shape.COMPLETION, "New.")) == Completion("a", "b")


def test_what_a_conversion_means_is_said_before() -> None:
    for was in Shape:
        for shape in Shape:
            told = consequences(was, shape)
            assert bool(told) == (was is not shape and (was, shape) != (Shape.COMPLETION, Shape.CHAT))
            assert all(english(each) for each in told)
