"""Columns become examples: what is guessed, what stands in the way, what each row gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core import mapping, template
from desktop_app.core.example import Completion, Conversation, Message, Preference, Shape
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.text import Text

HEROES = ("age", "gender", "power", "description")


def test_templates_name_and_fill_their_columns() -> None:
    made = "{age}, {gender} {{really}} {age} ->"
    assert template.names(made) == ("age", "gender")
    assert template.fill(made, {"age": "7", "gender": "girl"}) == "7, girl {really} 7 ->"
    with pytest.raises(KeyError):
        template.fill("{nobody}", {})


@given(st.text(alphabet=st.characters(blacklist_characters="{}"), min_size=1), st.text())
def test_any_column_can_be_put_into_a_template(name: str, value: str) -> None:
    assert template.fill(template.column(name), {name: value}) == value


@pytest.mark.parametrize(
    ("columns", "shape", "prompt", "answer", "system", "rejected"),
    [
        (("prompt", "completion"), Shape.CHAT, "{prompt}", "{completion}", "", ""),
        (("Answer", "Question"), Shape.CHAT, "{Question}", "{Answer}", "", ""),
        (HEROES, Shape.CHAT, "{age}, {gender}, {power} ->", "{description}", "", ""),
        (("system", "user", "assistant"), Shape.CHAT, "{user}", "{assistant}", "{system}", ""),
        (("prompt", "chosen", "rejected"), Shape.PREFERENCE, "{prompt}", "{chosen}", "", "{rejected}"),
        (("text",), Shape.CHAT, "", "{text}", "", ""),
        (("Nr", "Kunde", "Frage", "Antwort", "Preis"), Shape.CHAT, "{Frage}", "{Antwort}", "", ""),
        (("Kundenfrage", "Antwort"), Shape.CHAT, "{Kundenfrage}", "{Antwort}", "", ""),
        (("id", "t.subject", "t.text", "reply.agent", "reply.text"), Shape.CHAT, "{t.text}", "{reply.text}", "", ""),
        (("Timestamp", "You ask", "Our reply:", "Is our reply good?"), Shape.CHAT, "{You ask}", "{Our reply:}", "", ""),
        (("question_id", "question", "answer_count", "best answer"), Shape.CHAT, "{question}", "{best answer}", "", ""),
        (("id", "country", "capital"), Shape.CHAT, "{country}", "{capital}", "", ""),
        (("age", "power", "hero", "row id"), Shape.CHAT, "{age}, {power} ->", "{hero}", "", ""),
        (("instruction", "input", "output"), Shape.CHAT, "{instruction} {input}", "{output}", "", ""),
        (("instruction", "output"), Shape.CHAT, "{instruction}", "{output}", "", ""),
        (("prompt", "instruction", "output"), Shape.CHAT, "{prompt}", "{output}", "", ""),
        (("id", "uuid"), Shape.CHAT, "{id}", "{uuid}", "", ""),
    ],
)
def test_the_guess_knows_common_names_and_composes_the_rest(columns, shape, prompt, answer, system, rejected) -> None:
    guessed = mapping.guess(columns)
    assert guessed == ColumnMapping(guessed.shape, prompt, answer, system, rejected)
    if len(columns) > 1:
        assert guessed.shape is shape


def keys(columns=HEROES, shape=Shape.CHAT, **parts: str | bool) -> list[str]:
    made = ColumnMapping(shape, **{"prompt": "{age}", "answer": "{description}", **parts})
    return [found.key for found in mapping.problems(made, columns)]


def test_what_stands_in_the_way_is_said() -> None:
    assert keys() == []
    assert keys(prompt="no column") == ["mapping.prompt_names_no_column"]
    assert keys(answer="{colour}") == ["mapping.unknown_column"]
    assert keys(system="{colour}") == ["mapping.unknown_column"]
    assert keys(answer="{age}") == ["mapping.prompt_is_answer"]
    assert keys(shape=Shape.PREFERENCE) == ["mapping.rejected_names_no_column"]
    assert keys(shape=Shape.PREFERENCE, rejected="{description}") == ["mapping.answers_are_equal"]
    assert keys(shape=Shape.PREFERENCE, rejected="{power}") == []


def test_no_question_is_an_answer_where_a_prompt_may_be_empty() -> None:
    assert keys(prompt="", unasked=True, shape=Shape.COMPLETION) == []
    assert keys(prompt="", shape=Shape.COMPLETION) == ["mapping.prompt_names_no_column"]
    assert keys(prompt="", unasked=True) == ["mapping.prompt_names_no_column"], "a chat has to ask something"
    made = ColumnMapping(Shape.COMPLETION, "", "{description}", unasked=True)
    assert mapping.apply(made, dict.fromkeys(HEROES, "x")) == Completion("", "x")
    assert mapping.unused(made, HEROES) == ("age", "gender", "power")


def test_rows_become_examples_or_say_why_not() -> None:
    row = {"a": "x", "b": "y", "c": "z", "who": "Be brief."}
    chat = ColumnMapping(Shape.CHAT, "{a}", "{b}", system="{who}")
    asked = (Message("system", "Be brief."), Message("user", "x"))
    assert mapping.apply(chat, row) == Conversation((*asked, Message("assistant", "y")))
    assert mapping.apply(chat, {**row, "who": " "}) == Conversation((Message("user", "x"), Message("assistant", "y")))
    plain = ColumnMapping(Shape.COMPLETION, "{a} ->", "{b}")
    assert mapping.apply(plain, row) == Completion("x ->", "y")
    assert mapping.apply(plain, {**row, "a": " "}) == Text("row.empty_prompt")
    assert mapping.apply(plain, {**row, "b": " "}) == Text("row.empty_answer")
    pair = ColumnMapping(Shape.PREFERENCE, "{a}", "{b}", "{who}", "{c}")
    assert mapping.apply(pair, row) == Preference(asked, (Message("assistant", "y"),), (Message("assistant", "z"),))
    assert mapping.apply(pair, {**row, "c": ""}) == Text("row.empty_rejected")


def test_an_empty_last_column_leaves_nothing_of_the_template_behind() -> None:
    made = ColumnMapping(Shape.COMPLETION, "{task} {with}", "{done}")
    assert mapping.apply(made, {"task": "Add", "with": "1, 2", "done": "3"}) == Completion("Add 1, 2", "3")
    assert mapping.apply(made, {"task": "Rest", "with": "", "done": "z"}) == Completion("Rest", "z")
    assert mapping.apply(made, {"task": "", "with": "", "done": "z"}) == Completion("", "z"), "written unasked"
    kept = ColumnMapping(Shape.COMPLETION, "{task} ", "{done}")
    assert mapping.apply(kept, {"task": "Rest", "done": "z"}) == Completion("Rest ", "z")


def test_columns_nobody_uses_are_known() -> None:
    made = ColumnMapping(Shape.CHAT, "{age} {power}", "{description}")
    assert mapping.used(made) == ("age", "power", "description")
    assert mapping.unused(made, HEROES) == ("gender",)
