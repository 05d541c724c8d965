"""The wizard without a window: templates, mapping, split, steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core import mapping, template
from desktop_app.core.example import Completion, Conversation, Part, Shape
from desktop_app.core.fields import question_key
from desktop_app.core.split import Shares, split
from desktop_app.core.text import Text
from desktop_app.core.wizard import Step, Wizard, create_label, too_few

HEROES = ("age", "gender", "power", "description")


def rows(count: int) -> list[dict[str, str]]:
    return [{"prompt": f"question {n}", "completion": f"answer {n}"} for n in range(count)]


def test_templates_name_and_fill_their_columns() -> None:
    made = "{age}, {gender} {{really}} {age} ->"
    assert template.names(made) == ("age", "gender")
    assert template.fill(made, {"age": "7", "gender": "girl"}) == "7, girl {really} 7 ->"
    with pytest.raises(KeyError):
        template.fill("{nobody}", {})


@given(st.text(alphabet=st.characters(blacklist_characters="{}"), min_size=1), st.text())
def test_any_column_can_be_put_into_a_template(name: str, value: str) -> None:
    assert template.fill(template.column(name), {name: value}) == value


def test_the_guess_knows_common_names_and_composes_the_rest() -> None:
    assert mapping.guess(("prompt", "completion")).prompt == "{prompt}"
    assert mapping.guess(("Answer", "Question")).answer == "{Answer}"
    heroes = mapping.guess(HEROES)
    assert (heroes.prompt, heroes.answer) == ("{age}, {gender}, {power} ->", "{description}")


def test_what_stands_in_the_way_is_said() -> None:
    def keys(prompt: str, answer: str) -> list[str]:
        return [t.key for t in mapping.problems(mapping.ColumnMapping(Shape.CHAT, prompt, answer), HEROES)]

    assert keys("{age}", "{description}") == []
    assert keys("no column", "{description}") == ["mapping.prompt_names_no_column"]
    assert keys("{age}", "{colour}") == ["mapping.unknown_column"]
    assert keys("{age}", "{age}") == ["mapping.prompt_is_answer"]


def test_rows_become_examples_or_say_why_not() -> None:
    chat = mapping.ColumnMapping(Shape.CHAT, "{a}", "{b}", system="Be brief.")
    made = mapping.apply(chat, {"a": "x", "b": "y"})
    assert isinstance(made, Conversation)
    assert [m.role for m in made.messages] == ["system", "user", "assistant"]
    plain = mapping.ColumnMapping(Shape.COMPLETION, "{a} ->", "{b}")
    assert mapping.apply(plain, {"a": "x", "b": "y"}) == Completion("x ->", " y")
    assert mapping.apply(plain, {"a": "x", "b": "\ny"}) == Completion("x ->", "\ny")
    assert mapping.apply(plain, {"a": " ", "b": "y"}) == Text("row.empty_prompt")
    assert mapping.apply(plain, {"a": "x", "b": " "}) == Text("row.empty_answer")


@given(st.lists(st.integers(0, 30), max_size=200), st.floats(0, 0.4), st.floats(0, 0.4), st.integers())
def test_the_same_question_never_lies_in_two_parts(keys: list[int], valid: float, test: float, seed: int) -> None:
    shares = Shares(valid, test)
    parts = split(keys, shares, seed)
    assert len(parts) == len(keys)
    assert len({(k, p) for k, p in zip(keys, parts, strict=True)}) == len(set(keys))
    assert parts == split(keys, shares, seed)
    if keys:
        assert Part.TRAINING in parts


def test_shares_are_met_and_every_wanted_part_gets_something() -> None:
    parts = split(range(100), Shares(0.1, 0.2), 1)
    assert [parts.count(p) for p in (Part.TRAINING, Part.VALIDATION, Part.TEST)] == [70, 10, 20]
    assert set(split(range(3), Shares(0.01, 0.01), 1)) == set(Part)
    with pytest.raises(ValueError, match="leave"):
        Shares(0.5, 0.5)


def test_the_wizard_walks_forwards_only_over_good_answers() -> None:
    wizard = Wizard.start(("prompt", "completion"))
    assert wizard.is_first
    broken = wizard.answer(prompt="{nothing}")
    assert broken.next() == broken
    last = wizard.next().next()
    assert (last.step, last.is_last, last.next()) == (Step.SPLIT, True, last)
    assert last.back().step is Step.SHAPE
    assert isinstance(wizard.preview(rows(1)[0]), Conversation)
    assert broken.preview(rows(1)[0]) == broken.problems()[0]


def test_the_outcome_counts_and_numbers_every_row() -> None:
    wizard = Wizard.start(("prompt", "completion")).answer(shape=Shape.COMPLETION)
    table = rows(20)
    table[4]["completion"] = ""
    outcome = wizard.outcome(table)
    assert len(outcome.examples) == 19
    assert [(n, t.key) for n, t in outcome.skipped] == [(5, "row.empty_answer")]
    assert sum(outcome.count(part) for part in Part) == 19
    assert create_label(outcome).values["count"] == 19
    assert too_few(outcome) is None
    assert too_few(wizard.outcome(rows(5))) is not None
    assert len({question_key(e) for e in outcome.examples}) == 19
