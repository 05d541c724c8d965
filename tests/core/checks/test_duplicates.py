"""Repeated rows, letter by letter and but for their spelling."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.checks.duplicates import Duplicates
from desktop_app.core.checks.portion import Portion
from desktop_app.core.example import Completion, Message, Preference, Shape
from desktop_app.core.target import Target
from tests.core.checks.seen import CHATTER, after, chat, check_up, completions, seen

PAIRS = Target("x", "x", "openai", {Shape.PREFERENCE: ()})


def ids(found, check="duplicates"):
    return list(found[check].rows) if check in found else []


def test_the_first_of_each_stays():
    rows = completions(("a", "x"), ("b", "x"), ("a", "x"), ("a", "y"), ("a", "x"), ("b", "x"))
    found = check_up(rows)
    assert ids(found) == [102, 104, 105]
    assert found["duplicates"].recommended
    assert after(rows, found["duplicates"]) == [rows[0], rows[1], rows[3]]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab "), st.sampled_from(("x", "X", "x.", "y"))), max_size=40), st.integers(1, 7)
)
def test_exactly_the_rows_that_stood_earlier_are_taken_out(pairs, batch):
    rows = completions(*pairs)
    check = Duplicates()
    for start in range(0, len(rows), batch):
        check.see(Portion(seen(rows)[start : start + batch]))
    exact = next((finding for finding in check.finish() if finding.check == "duplicates"), None)
    stay = after(rows, exact) if exact else rows
    assert stay == list(dict.fromkeys(rows))


def test_the_border_between_question_and_answer_counts():
    assert not ids(check_up(completions(("ab", "c"), ("a", "bc"))))
    assert not ids(check_up(completions(("a", "b\0c"), ("a\0b", "c"))))


def test_everything_in_a_chat_counts():
    one = chat("q", "a", system="s")
    weighed = replace(one, messages=(*one.messages[:-1], replace(one.messages[-1], extra={"weight": 0})))
    named = replace(one, messages=(one.messages[0], replace(one.messages[1], extra={"name": "x"}), one.messages[2]))
    others = [chat("q", "a"), chat("q", "a", system="t"), chat("q", "a", "q", "a"), weighed, named]
    others += [replace(one, extra={"tools": [{"type": "function"}]})]
    assert not ids(check_up([one, *others], CHATTER))
    assert ids(check_up([one, *others, one, weighed], CHATTER)) == [107, 108]


def test_both_answers_of_a_pair_count():
    asked, good, bad = (Message("user", "q"),), (Message("assistant", "a"),), (Message("assistant", "b"),)
    pair = Preference(asked, good, bad)
    assert not ids(check_up([pair, Preference(asked, bad, good), Preference(asked, good, good)], PAIRS))
    assert ids(check_up([pair, pair], PAIRS)) == [101]


def test_spelling_apart_is_another_finding_and_is_not_done_unasked():
    rows = completions(
        ("What is it?", "A cat."), ("what  is it", "a cat"), ("What is it?", "A cat."), ("What is it?", "Cats")
    )
    found = check_up(rows)
    assert ids(found) == [102]
    assert ids(found, "same_but_spelling") == [101]
    assert not found["same_but_spelling"].recommended
    assert after(rows, found["same_but_spelling"]) == [rows[0], rows[2], rows[3]]


def test_numbers_and_signs_are_no_matter_of_spelling():
    different = (
        ("1.5", "x"),
        ("15", "x"),
        ("1,5", "x"),
        ("-15", "x"),
        ("C", "x"),
        ("C++", "x"),
        ("a b", "x"),
        ("a/b", "x"),
    )
    assert not ids(check_up(completions(*different)), "same_but_spelling")


def test_odd_letters_are_compared_like_others():
    rows = [Completion("\ud800", "x"), Completion("\ud800", "x"), Completion("ÄRGER", "x"), Completion("ärger", "x")]
    found = check_up(rows)
    assert (ids(found), ids(found, "same_but_spelling")) == ([101], [103])


def test_the_same_answer_without_question_twice_is_a_duplicate():
    assert ids(check_up(completions(("", "a text"), ("", "a text")))) == [101]


def test_rows_without_an_answer_are_left_to_their_own_check():
    assert not ids(check_up(completions(("a", ""), ("a", ""))))


def test_nothing_is_said_of_no_rows():
    check = Duplicates()
    assert list(check.finish()) == []


def test_letters_of_every_script_are_spelled_large_or_small():
    same = (("ÉTÉ  Straße", "ΟΔΟΣ ΑΒ"), ("été straße", "οδος αβ!"), ("Ёж «да»", "你好 😀"), ("ёж «ДА»", "你好😀."))
    assert ids(check_up(completions(*same)), "same_but_spelling") == [101, 103]
    other = (
        ("Ёж a", "x"),
        ("a Ёж", "x"),
        ("éa", "b"),
        ("aé", "b"),
        ("é", "ab"),
        ("è", "ab"),
        ("你", "ab"),
        ("a你", "b"),
    )
    assert not ids(check_up(completions(*other)), "same_but_spelling")


def test_many_rows_are_compared_as_few_are():
    rows = completions(*((f"Question {number}?", f"Ответ {number % 450}") for number in range(450)))
    twice = [*rows, *completions(("question 7", "ответ 7"), ("QUESTION 449", "ОТВЕТ 449."))]
    assert ids(check_up(twice), "same_but_spelling") == [550, 551]


def test_rows_beside_others_of_another_shape_are_compared_like_those_among_their_like():
    """What a row is known by must not depend on the rows it is looked at together with."""
    first = completions(("Où est l’Été?", "ÇA VA"), *((f"q{number}", f"a{number}") for number in range(9)))
    beside = [chat("a", "b"), *completions(("où est l’été", "ça va."), ("q0", "A0!"), ("q1", ""))]
    found = check_up([*first, *beside], batch=len(first))
    assert ids(found, "same_but_spelling") == [111, 112]
