"""Answers that are to become rows: their states, what is taken, what passes; how much they differ; rows worked over."""

from dataclasses import replace
from itertools import pairwise

import pytest

from desktop_app.core import rework as reworks
from desktop_app.core.answer import Answer, Finish
from desktop_app.core.batch import Cell
from desktop_app.core.example import Completion, Conversation, Message, Preference, Shape
from desktop_app.core.making import Demands, Item, State, labels_of, passes, state_of, tokens_of
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Act, Old, Rework
from desktop_app.core.sentences import english
from desktop_app.core.variety import Variety, variety


def answer(text="fine", finish=Finish.STOP, tokens=5):
    return Answer(0, "m", text, finish, tokens, 1.0)


def item(given=None, **more):
    return Item(Cell(0, 0), "asked", "title", given or answer(), **more)


@pytest.mark.parametrize(
    ("given", "state", "taken"),
    [
        (answer(), State.ANSWERED, True),
        (answer("half a", Finish.LENGTH), State.CUT, False),
        (answer("half", Finish.STOPPED_BY_USER), State.CUT, False),
        (answer("", Finish.PROBLEM), State.REFUSED, False),
        (answer("  "), State.EMPTY, False),
        (answer("odd", Finish.OTHER), State.ANSWERED, True),
    ],
)
def test_whole_answers_are_taken_and_others_left_out(given, state, taken):
    assert state_of(given) is state
    assert item(given).taken is taken
    if given.text.strip():
        assert item(given, decided=True).taken
    assert not item(given, decided=False).taken


def test_an_answer_that_a_person_mended_is_taken_unless_it_is_in_the_table_or_its_row_has_gone():
    cut = item(answer("half a", Finish.LENGTH), written="half a loaf")
    assert cut.text == "half a loaf"
    assert cut.taken
    assert not item(written="  ").taken
    assert not item(done=True).taken
    assert not item(gone=True, decided=True).taken
    assert Item(Cell(0, 0), "", "", fault=Problem("provider_slow")).state is State.FAULTY
    assert Item(Cell(0, 0), "", "").state is State.WAITING


def test_what_an_answer_has_to_pass():
    assert passes(item(), Demands())
    assert not passes(item(answer("")), Demands())
    assert not passes(item(answer("x", Finish.LENGTH)), Demands())
    assert passes(item(answer("x", Finish.LENGTH)), Demands(not_cut=False))
    assert not passes(item(before=" fine "), Demands(differs=True))
    assert passes(item(before="other"), Demands(differs=True))
    assert not passes(item(), Demands(longest=4))
    assert tokens_of(item(written="twelve bytes")) == 3
    labels = Demands(labels=labels_of(("Good", "bad")))
    assert passes(item(answer("good."), before=" Good"), labels)
    assert not passes(item(answer("bad"), before="Good"), labels)
    assert passes(item(answer("anything"), before="a text that is no label"), labels)


def test_how_much_texts_differ_is_counted_and_said():
    alone = [f"Number {n} begins in its own way, and {'goes on ' * n}to its end {n * n}" for n in range(20)]
    found = variety(alone)
    assert (found.texts, found.same) == (20, 0)
    assert found.openings == 1
    assert found.shortest <= found.median <= found.longest
    assert sum(bar.count for bar in found.bars) == 20
    assert found.bars[0].low == found.shortest
    assert found.bars[-1].high >= found.longest
    assert all(later.low == earlier.high + 1 for earlier, later in pairwise(found.bars))
    copies = variety(["Once upon a time there was a hero who could fly."] * 10 + alone[:4])
    assert copies.same == 9
    assert copies.often[0] == ("once upon a time", 10)
    told = [english(each) for each in copies.remarks]
    assert "9 answers are copies" in told[0]
    assert "More than half of the answers begin" in told[-1]
    near = "The hero of this story is called {}, lives in a small house near the sea and helps whoever asks for it."
    many = variety(
        [near.format(name) for name in ("Ann", "Bob", "Eve", "Kim", "Lou", "Max", "Pia", "Sue", "Tom", "Zoe")]
    )
    assert many.near >= 8
    assert variety(["", " "]) is None
    assert variety(["a"]).remarks == ()


@pytest.mark.parametrize(
    ("seen", "keys"),
    [
        ({"same": 1, "near": 5, "openings": 0.5}, []),
        ({"same": 2}, ["variety.same"]),
        ({"near": 6}, ["variety.near"]),
        ({"openings": 0.49}, ["variety.openings"]),
    ],
)
def test_a_few_texts_that_are_alike_are_nothing_to_speak_of(seen, keys):
    fifty = Variety(50, 0, 0, 1.0, (), 5, 5, 5, ())
    assert [each.key for each in replace(fifty, **seen).remarks] == keys


def test_a_single_copy_among_ten_is_one_answer_and_not_1_answers():
    ten = Variety(10, 1, 0, 1.0, (), 5, 5, 5, ())
    assert [english(each).partition(".")[0] for each in ten.remarks] == ["1 answer is a copy of one before"]


TALK = Conversation((Message("system", "Be kind."), Message("user", "Why?"), Message("assistant", "Because.")))
SILENT = Conversation((Message("user", "Why?"),))
PAIR = Preference((Message("user", "Why?"),), (Message("assistant", "So."),), (Message("assistant", "No."),))


def test_an_instruction_has_the_row_in_it():
    old = Old(7, TALK, "a note", ("x", "y"))
    rework = Rework(Act.REWRITE, "{system}|{user}|{prompt}|{completion}|{note}|{tags}", "assistant")
    asked = reworks.prompt(rework, old)
    assert asked.question == (Message("user", "Be kind.|Why?|Why?|Because.|a note|x, y"),)
    assert (asked.expected, asked.row) == ("Because.", 7)
    assert reworks.prompt(Rework(Act.GRADE, "{prompt}", "assistant"), old).expected == ""


@pytest.mark.parametrize(
    ("act", "field", "example", "wanted"),
    [
        (Act.FILL, "assistant", SILENT, True),
        (Act.FILL, "assistant", TALK, False),
        (Act.FILL, "completion", Completion("Why?", "  "), True),
        (Act.REWRITE, "completion", Completion("Why?", "  "), False),
        (Act.REWRITE, "assistant", SILENT, False),
        (Act.REWRITE, "preferred", PAIR, True),
        (Act.REWRITE, "completion", TALK, False),
        (Act.GRADE, "assistant", TALK, True),
        (Act.VARY, "user", TALK, True),
    ],
)
def test_only_rows_that_have_to_do_with_the_column_are_asked_about(act, field, example, wanted):
    assert reworks.wants(Rework(act, "{prompt}", field), Old(1, example)) is wanted


def test_a_conversation_without_an_answer_gets_one():
    assert reworks.rewritten(SILENT, "assistant", "So.") == Conversation(
        (*SILENT.messages, Message("assistant", "So."))
    )
    assert reworks.rewritten(TALK, "assistant", "So.").messages[-1].content == "So."
    assert reworks.rewritten(Completion("a", "b"), "completion", "c") == Completion("a", "c")


def test_what_an_instruction_lacks_is_said():
    def said(instruction, rows=3, act=Act.REWRITE):
        found = reworks.hindrances(Rework(act, instruction, "completion"), Shape.COMPLETION, rows)
        return english(found[0]) if found else ""

    assert said("Shorter: {completion}") == ""
    assert "Write what the model is to do" in said(" ")
    assert "There is no column {age}" in said("{age}")
    assert "does not get to see the row" in said("Shorter!")
    assert "None of these rows is empty" in said("{prompt}", 0, Act.FILL)


def test_a_grade_is_the_number_or_the_word_an_answer_begins_with():
    grades = {"4. Fits well.": "4", "Grade: 3,5 of 5": "3,5", "Good, because …": "Good", "\n": ""}
    assert {said: reworks.grade_of(said) for said in grades} == grades
    rework = Rework(Act.GRADE, "{prompt}", "completion", marks=("1", "bad"))
    assert reworks.is_marked(rework, "Bad")
    assert not reworks.is_marked(rework, "4")
    assert reworks.from_line(reworks.to_line(rework)) == rework
