"""Prompts of a file: which columns are proposed, and what each record asks."""

import pytest

from desktop_app.core.example import Message, Shape
from desktop_app.core.prompt_file import Given, PromptColumns, asked, given, guess

SYSTEM, USER = Message("system", "Be brief."), Message("user", "When?")


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        (("id", "question", "answer"), PromptColumns("question", "answer")),
        (("system", "prompt", "completion"), PromptColumns("prompt", "completion", "system")),
        (("Kundenfrage", "nr"), PromptColumns("Kundenfrage")),
        (("id", "words"), PromptColumns("words")),
        (("text",), PromptColumns("text")),
        ((), PromptColumns("")),
    ],
)
def test_the_likely_columns_are_proposed(columns, wanted):
    assert guess(columns, None) == wanted


def test_training_data_are_proposed_as_they_stand():
    assert guess(("messages",), Shape.CHAT).kept


def test_a_record_without_words_asks_nothing():
    columns = PromptColumns("q", "a", "s")
    assert given(columns, {"q": " \n", "a": "x"}, None) is None
    assert given(columns, {"a": "x"}, None) is None
    assert given(columns, {"q": "When?"}, None) == Given("When?")
    assert given(columns, {"q": "When?", "a": "At six", "s": "Sing."}, None) == Given("When?", "At six", "Sing.")


def test_training_lines_ask_what_they_ask_and_broken_ones_nothing():
    columns = PromptColumns("", kept=True)
    line = {"messages": [{"role": "user", "content": "la"}, {"role": "assistant", "content": "lu"}]}
    assert given(columns, {}, line) == Given("la", "lu", question=(Message("user", "la"),))
    pair = {"prompt": "a ->", "completion": " b"}
    assert given(columns, {}, pair) == Given("a ->", " b", question="a ->")
    assert given(columns, {}, {"messages": "no"}) is None
    assert given(columns, {"prompt": "a ->", "completion": " b"}, None) == Given("a ->", " b", question="a ->")


def test_a_prompt_takes_the_form_of_the_data():
    one = Given("When?", "At six")
    assert asked(one, Shape.CHAT).question == (USER,)
    assert asked(one, Shape.CHAT, "Be brief.").question == (SYSTEM, USER)
    assert asked(one, Shape.COMPLETION, ending=" ->").question == "When? ->"
    assert asked(Given("When? ->"), Shape.COMPLETION, ending=" ->").question == "When? ->"
    assert asked(one, Shape.CHAT).expected == "At six"
    own = Given("When?", system="Be brief.")
    assert asked(own, Shape.CHAT, "Sing.").question == (SYSTEM, USER)
    assert asked(own, Shape.COMPLETION, ending=" ->").question == (SYSTEM, USER)
    exact = Given("When?", question=(USER,))
    assert asked(exact, Shape.COMPLETION, "Sing.", " ->").question == (USER,)
