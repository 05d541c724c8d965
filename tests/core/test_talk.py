"""A conversation as a tree of turns: whatever is said, changed or asked again, each thread hears what it should."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core import talk as talks
from desktop_app.core import talk_row
from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Cell, Column, Kind, Setting, Voice, request
from desktop_app.core.example import Completion, Conversation, Message, Preference, Shape
from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Speaker, Talk, Way

A, B = (Speaker(Column(Voice(HERE, name), Setting(Sampling()))) for name in ("a", "b"))
PAIRS = Way(" ->", " END")


def empty():
    return Talk("m", "", 1.0)


def answer(text):
    return Answer(0, "a", text, Finish.STOP, 2, 0.1, prompt_tokens=7)


def heard(talk, answers, speakers, said, last):
    """Say something and answer it with the number of the leg; return the talk and its new end."""
    talk = talks.say(talk, said, last, speakers, talks.newest(answers))
    for leg in talk.turns[-1].legs:
        answers[leg.first] = answer(f"{said}/{leg.thread}")
    return talk, len(talk.turns) - 1


def words(asked):
    return [message.content for message in asked]


def test_each_thread_hears_what_was_said_to_it_and_what_it_answered():
    answers = {}
    talk, last = heard(empty(), answers, {0: A, 1: B}, "one", None)
    talk, last = heard(talk, answers, {1: B}, "two", last)
    talk, last = heard(talk, answers, {0: A, 1: B}, "three", last)
    first, second = talk.turns[-1].legs
    assert words(talks.asked(talk, first.first, answers)) == ["one", "one/0", "three"]
    assert words(talks.asked(talk, second.first, answers)) == ["one", "one/1", "two", "two/1", "three"]
    assert talk.title == "one"
    assert talks.open_cells(talk, last, answers) == []


def test_what_was_not_answered_is_left_out_of_what_follows():
    answers = {}
    talk, last = heard(empty(), answers, {0: A}, "one", None)
    talk = talks.say(talk, "lost", last, {0: A}, talks.newest(answers))
    talk, last = heard(talk, answers, {0: A}, "three", 1)
    assert words(talks.asked(talk, talk.turns[-1].legs[0].first, answers)) == ["one", "one/0", "three"]
    assert talks.open_cells(talk, last, answers) == [[Cell(1, 0)]]


def test_saying_an_earlier_turn_otherwise_says_the_rest_again_and_keeps_the_old_branch():
    answers = {}
    talk, last = empty(), None
    for said in ("one", "two", "three"):
        talk, last = heard(talk, answers, {0: A}, said, last)
    before = talk
    talk = talks.say_anew(talk, 1, "zwei", last, {0: A}, talks.newest(answers))
    assert talk.turns[: len(before.turns)] == before.turns
    assert [talk.turns[n].said for n in talks.path(talk, len(talk.turns) - 1)] == ["one", "zwei", "three"]
    assert talks.versions(talk, 1) == [1, 3]
    assert talks.end_of(talk, 1) == 2
    assert talks.end_of(talk, 3) == 4
    waves = talks.open_cells(talk, 4, answers)
    assert [len(wave) for wave in waves] == [1, 1]
    answers[waves[0][0]] = answer("neu")
    assert words(talks.asked(talk, waves[1][0], answers)) == ["one", "one/0", "zwei", "neu", "three"]
    alone = talks.say_anew(talk, 1, "dos", None, {0: A}, talks.newest(answers))
    assert len(alone.turns) == len(talk.turns) + 1


def test_asking_again_is_another_cell_and_may_be_another_speaker():
    answers = {}
    talk, _ = heard(empty(), answers, {0: A}, "one", None)
    leg = talk.turns[0].legs[0]
    same, cell = talks.again(talk, leg, A, answers)
    assert (same, cell) == (talk, Cell(0, 0, 1))
    other, cell = talks.again(talk, leg, B, answers)
    assert other.speakers == (A, B)
    assert cell == Cell(0, 1, 0)
    answers[cell] = answer("of b")
    assert talks.tries(leg, answers) == [Cell(0, 0), Cell(0, 1)]
    talk, _ = heard(other, answers, {0: B}, "two", 0)
    assert words(talks.asked(talk, Cell(1, 1), answers)) == ["one", "of b", "two"]


def test_a_model_without_conversations_is_told_the_turns_as_pairs_or_each_message_alone():
    answers = {}
    paired = replace(A, way=PAIRS)
    talk, last = heard(empty(), answers, {0: paired}, "one", None)
    talk, last = heard(talk, answers, {0: paired}, "two", last)
    cell = talk.turns[-1].legs[0].first
    assert talks.asked(talk, cell, answers) == "one ->one/0 END\ntwo ->"
    assert talks.question(talk, cell, answers, Way()) == "two"
    batch = talks.batch(talk, [cell], answers)
    assert batch.kind is Kind.TALK
    assert request(batch, cell).question == "one ->one/0 END\ntwo ->"


def test_tokens_are_the_providers_count_with_what_is_said_next():
    answers = {}
    assert talks.tokens(empty(), None, 0, answers, "x" * 30) == 10
    talk, last = heard(empty(), answers, {0: A}, "one", None)
    assert talks.tokens(talk, last, 0, answers, "x" * 30) == 7 + 2 + 10


def test_a_row_has_the_shape_of_the_data():
    answers = {}
    system = Speaker(Column(A.column.voice, Setting(Sampling(), "Be brief.")))
    talk, last = heard(empty(), answers, {0: system}, "one", None)
    talk, last = heard(talk, answers, {0: system}, "two", last)
    cell = talk.turns[-1].legs[0].first
    told = talk_row.asked(Shape.CHAT, talk, cell, answers, PAIRS)
    row = talk_row.row_of(Shape.CHAT, told, "two/0", "better")
    assert isinstance(row, Conversation)
    assert words(row.messages) == ["Be brief.", "one", "one/0", "two", "better"]
    text = talk_row.asked(Shape.COMPLETION, talk, cell, answers, PAIRS)
    assert talk_row.row_of(Shape.COMPLETION, text, "two/0", "better", " END") == Completion(
        "one ->one/0 END\ntwo ->", "better END"
    )
    pair = talk_row.row_of(Shape.PREFERENCE, told, "two/0", "better")
    assert isinstance(pair, Preference)
    assert (words(pair.preferred), words(pair.non_preferred)) == (["better"], ["two/0"])
    with pytest.raises(Problem, match="talk_answers_alike"):
        talk_row.row_of(Shape.PREFERENCE, told, "same", "same")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["say", "anew", "rest", "again", "back"]), st.integers(0, 9)), max_size=14))
def test_whatever_is_done_questions_alternate_and_nothing_said_is_lost(acts):
    talk, answers, last = empty(), {}, None
    for act, number in acts:
        before = talk
        turns = talks.path(talk, last)
        if act == "say" or not turns:
            talk, last = heard(talk, answers, {0: A, 1: B} if number % 2 else {0: A}, f"s{len(talk.turns)}", last)
        elif act in ("anew", "rest"):
            turn = turns[number % len(turns)]
            end = last if act == "rest" else None
            talk = talks.say_anew(talk, turn, f"c{len(talk.turns)}", end, {0: A, 1: B}, talks.newest(answers))
            last = len(talk.turns) - 1
            for leg in talk.legs[len(before.legs) :]:
                if (leg.place + number) % 4:
                    answers[leg.first] = answer(f"r{leg.place}")
        elif act == "again":
            leg = talk.turns[last].legs[0]
            talk, cell = talks.again(talk, leg, B, answers)
            answers[cell] = answer("once more")
        else:
            last = talks.end_of(talk, turns[number % len(turns)])
        assert talk.turns[: len(before.turns)] == before.turns
        assert [leg.place for leg in talk.legs] == list(range(len(talk.legs)))
        for leg in talk.legs:
            asked = talks.asked(talk, leg.first, answers)
            assert [message.role for message in asked] == ["user", "assistant"] * (len(asked) // 2) + ["user"]
            assert asked[-1] == Message("user", next(t.said for t in talk.turns if leg in t.legs))
