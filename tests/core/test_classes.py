"""Classes as the window counts them are those the engine will find in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.classes import Classes, answer_learnt, fitting, measurable
from desktop_app.core.example import Completion, Conversation, Message, Preference, to_line
from desktop_app.core.labels import LONGEST_LABEL, MOST_LABELS, Labels
from desktop_app.core.problem import Problem
from desktop_app.engine.classes import answer_of

SAID = st.sampled_from(["yes", " yes", "no\n", "", "perhaps so"])
TURNS = st.tuples(SAID, st.sampled_from([{}, {"weight": 0}, {"weight": 1}]))


@given(st.lists(TURNS, min_size=1, max_size=3), SAID)
def test_the_answer_that_counts_is_the_one_the_engine_takes(turns, completion):
    messages = [
        message
        for said, extra in turns
        for message in (Message("user", "which?"), Message("assistant", said, dict(extra)))
    ]
    if any(extra.get("weight") != 0 for _, extra in turns):  # a row of which nothing is learnt is refused
        talk = Conversation((*messages, Message("user", "thanks")))
        assert answer_learnt(talk) == answer_of(to_line(talk)).strip()
    row = Completion("which?", completion)
    assert answer_learnt(row) == answer_of(to_line(row)).strip()


def test_a_pair_has_no_class():
    asked = (Message("user", "which?"),)
    assert answer_learnt(Preference(asked, (Message("assistant", "a"),), (Message("assistant", "b"),))) == ""


def test_a_few_classes_can_be_measured_and_a_wish_is_given_their_number():
    two, three = {"yes": 5, "no": 4}, {"a": 4, "b": 4, "c": 4}
    assert measurable(two)
    for none in (None, {}, {"yes": 9}, {str(n): 3 for n in range(101)}):
        assert not measurable(none)
    assert fitting(three, Classes(0)) == Classes(3)
    assert fitting(two, Classes(0, "yes", (1.0, 2.0))) == Classes(2, "yes", (1.0, 2.0))


@pytest.mark.parametrize(
    ("labels", "wish", "key"),
    [
        (None, Classes(2), "classes.none"),
        ({"yes": 9}, Classes(0), "classes.none"),
        ({"a": 4, "b": 4, "c": 4}, Classes(0, "a"), "classes.not_two"),
        ({"a": 4, "b": 4}, Classes(0, "c"), "classes.other_names"),
        ({"a": 4, "b": 4}, Classes(3), "classes.other_number"),
    ],
)
def test_a_wish_that_does_not_fit_the_rows_is_said(labels, wish, key):
    with pytest.raises(Problem) as caught:
        fitting(labels, wish)
    assert caught.value.key == key


def test_counting_ends_where_answers_can_be_no_labels_any_more():
    seen = Labels()
    seen.see(["a"] * 9)
    assert not seen.hopeless
    seen.see(["x" * (LONGEST_LABEL + 1)])
    assert seen.hopeless
    many = Labels()
    many.see(str(number) for number in range(MOST_LABELS + 1))
    assert many.hopeless
    assert many.finish() is None
