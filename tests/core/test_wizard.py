"""The wizard without a window: its steps, its answers, its decisions, and the recipe they make."""

import json
from array import array
from dataclasses import replace

import pytest

from desktop_app.core.checks.finding import Finding, Remedy, Severity, Subject
from desktop_app.core.example import Completion, Conversation, Message, Part, Shape
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.core.split import Shares
from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.core.wizard import Step, Where, Wizard, to_recipe, too_few, with_recipe

TABLE = Found("t.csv", Reading(Kind.DELIMITED, "utf-8", ",", header=True), ("prompt", "completion"))
CHAT_FILE = Found("t.jsonl", Reading(Kind.JSON, "utf-8"), ("messages",), shape=Shape.CHAT)
ROW = {"prompt": "q", "completion": "a"}


def finding(check: str, *, recommended: bool = True, curable: bool = True) -> Finding:
    remedy = Remedy("drop_rows") if curable else None
    return Finding(check, Subject.ROWS, Severity.PROBLEM, 1, array("q", [1]), remedy=remedy, recommended=recommended)


def test_it_walks_forwards_only_over_good_answers() -> None:
    wizard = Wizard.start(TABLE)
    assert (wizard.step, wizard.is_first, wizard.back()) == (Step.READ, True, wizard)
    shape = wizard.next()
    broken = shape.answer(prompt="{nothing}")
    assert broken.next() == broken
    assert broken.back().next() == broken
    last = shape.next().next()
    assert (last.step, last.is_last, last.next()) == (Step.SPLIT, True, last)
    assert last.back().step is Step.CHECK


def test_back_never_loses_an_answer() -> None:
    answered = Wizard.start(TABLE).next().answer(system="Be brief.", shape=Shape.CHAT, target="openai/x").next()
    assert replace(answered.back().back(), step=Step.CHECK) == answered


def test_one_row_is_shown_as_it_will_be_or_with_the_reason_why_not() -> None:
    wizard = Wizard.start(TABLE)
    assert wizard.preview(ROW, None) == (Conversation((Message("user", "q"), Message("assistant", "a"))),)
    assert wizard.answer(shape=Shape.COMPLETION).preview(ROW, None) == (Completion("q", "a"),)
    assert wizard.preview({**ROW, "prompt": ""}, None) == Text("row.empty_prompt")
    broken = wizard.answer(prompt="{nothing}")
    assert isinstance(broken.preview(ROW, None), Text)


def test_columns_that_are_met_late_can_be_chosen_and_are_remembered() -> None:
    objects = Found("t.jsonl", Reading(Kind.JSON, "utf-8"), ("prompt", "completion"))
    found = objects.with_late(["note", "prompt"])
    assert (found.columns, found.late, found.early) == (("prompt", "completion", "note"), ("note",), objects.columns)
    wizard = Wizard.start(objects).answer(found=found, system="{note}")
    assert not wizard.problems()
    assert wizard.preview(ROW, None) == (Conversation((Message("user", "q"), Message("assistant", "a"))),)
    again = with_recipe(Wizard.start(objects), json.loads(json.dumps(to_recipe(wizard))))
    assert (again.mapping, again.found) == (wizard.mapping, found)
    many = objects.with_late(f"column {n}" for n in range(2000))
    assert len(many.columns) == 500


def test_training_data_is_kept_or_turned_into_another_shape() -> None:
    wizard = Wizard.start(CHAT_FILE)
    line = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 1}]}
    (kept,) = wizard.preview({}, line)
    assert kept.messages[1].extra == {"weight": 1}
    del line["messages"][1]["weight"]
    assert wizard.answer(shape=Shape.COMPLETION).preview({}, line) == (Completion("q", "a"),)
    assert isinstance(wizard.answer(shape=Shape.PREFERENCE).preview({}, line), Text)
    assert isinstance(wizard.preview({}, {"messages": [7]}), Text)


def test_a_file_read_in_another_way_keeps_the_answers_that_still_fit() -> None:
    wizard = Wizard.start(TABLE).answer(prompt="Say: {prompt}", system="Be brief.")
    assert wizard.found_anew(replace(TABLE, name="u.csv")).mapping == wizard.mapping
    other = wizard.found_anew(replace(TABLE, columns=("question", "answer")))
    assert other.mapping == ColumnMapping(Shape.CHAT, "{question}", "{answer}")
    assert wizard.found_anew(CHAT_FILE).mapping.kept


def test_the_likeliest_model_is_one_that_learns_from_such_rows() -> None:
    pairs = Wizard.start(Found("pairs.jsonl", Reading(), ("input",), shape=Shape.PREFERENCE))
    here, there = (
        Target(name, name, "p", {shape: ()}) for name, shape in ((pairs.target, Shape.CHAT), ("dpo", Shape.PREFERENCE))
    )
    assert pairs.aimed([here, there]).target == "dpo"
    assert pairs.aimed([here]) is pairs, "nobody can; the warning stays"
    chats = pairs.answer(shape=Shape.CHAT)
    assert chats.aimed([there, here]) is chats, "the one it has can"


def test_what_was_said_goes_before_what_is_recommended() -> None:
    wizard = Wizard.start(TABLE)
    assert wizard.decides(finding("a"))
    assert not wizard.decides(finding("a", recommended=False))
    assert not wizard.decides(finding("a", curable=False))
    said = wizard.answer(accepted=frozenset({"b"}), skipped=frozenset({"a"}))
    assert not said.decides(finding("a"))
    assert said.decides(finding("b", recommended=False))


def test_a_recipe_holds_every_answer_through_json() -> None:
    wizard = Wizard.start(TABLE).answer(
        prompt="{prompt} ->",
        shape=Shape.COMPLETION,
        reading=Reading(Kind.DELIMITED, "cp1252", ";"),
        target="openai/gpt",
        accepted=frozenset({"x"}),
        skipped=frozenset({"y", "z"}),
        shares=Shares(0.2, 0.0),
        stratified=False,
        seed=7,
    )
    recipe = json.loads(json.dumps(to_recipe(wizard)))
    again = with_recipe(Wizard.start(TABLE), recipe)
    assert replace(again, reading=wizard.reading) == wizard


@pytest.mark.parametrize("spoiled", [{}, {"mapping": 3}, {"mapping": {"shape": "poem"}}, {"shares": {"test": 2}}])
def test_a_recipe_nobody_understands_changes_nothing(spoiled) -> None:
    wizard = Wizard.start(TABLE)
    recipe = {} if not spoiled else {**to_recipe(wizard), **spoiled}
    assert with_recipe(wizard, recipe) == wizard


def test_a_recipe_for_other_columns_changes_nothing() -> None:
    recipe = to_recipe(Wizard.start(TABLE).answer(prompt="{prompt}!"))
    other = Wizard.start(replace(TABLE, columns=("question", "answer")))
    assert with_recipe(other, recipe) == other
    assert with_recipe(other, to_recipe(Wizard.start(CHAT_FILE))) == other


def test_rows_can_go_to_one_part_as_a_whole() -> None:
    assert (Where.VALIDATION.part, Where.TEST.part) == (Part.VALIDATION, Part.TEST)
    assert Where.APPEND.part is Where.REPLACE.part is None


def test_too_few_rows_are_said() -> None:
    assert too_few(10, 10) is None
    assert too_few(9, 10) == Text("wizard.too_few", {"count": 9, "least": 10})


def test_the_rows_of_a_project_are_read_already_and_stay_in_their_parts() -> None:
    wizard = Wizard.start(replace(CHAT_FILE, own=True, columns=()))
    assert wizard.steps == (Step.SHAPE, Step.CHECK, Step.SPLIT)
    assert (wizard.step, wizard.is_first, wizard.where) == (Step.SHAPE, True, Where.KEEP)
    assert wizard.back() == wizard
    last = wizard.next().next()
    assert (last.step, last.is_last) == (Step.SPLIT, True)
    assert last.back().back().step is Step.SHAPE
    assert wizard.found.by_rows


def test_only_some_answers_divide_rows_by_the_shares() -> None:
    assert [where for where in Where if where.divides] == [Where.APPEND, Where.REPLACE, Where.ANEW]


def test_a_recipe_with_nothing_for_the_prompt_changes_nothing() -> None:
    wizard = Wizard.start(TABLE)
    recipe = to_recipe(wizard)
    assert with_recipe(wizard, {**recipe, "mapping": {**recipe["mapping"], "prompt": None}}) == wizard
