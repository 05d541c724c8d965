"""Answers that say something else than each other, and those that only use other words for it."""

import pytest

from desktop_app.core.opposition import FAR, NEAR, say_otherwise


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Red.", "The sea is deep.", FAR - 0.01),
        ("Yes, of course.", "No, never.", 0.9),
        ("We open at 9.", "We open at 10.", 0.97),
        ("It costs 3.50 a month", "It costs 4.50 a month", None),
        ("You can pay by card.", "You cannot pay by card.", 0.95),
        ("You can pay by card.", "You can’t pay by card.", 0.95),
        ("It does work offline.", "It doesn't work offline.", NEAR),
    ],
)
def test_numbers_yes_and_no_and_what_is_denied_tell_answers_apart(one, other, likeness):
    assert say_otherwise(one, other, likeness)
    assert say_otherwise(other, one, likeness)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Yes, of course!", "yes of course", 0.1),  # the same words, whatever their vectors are said to be
        ("９ o’clock", "9 o'clock", 0.1),
        ("Yes.", "Yes, you can.", 0.8),
        ("We open at 9 and close at 17.", "We open at 9.", 0.9),  # one only tells more than the other
        ("Never without a hat.", "With a hat.", 0.9),  # denied twice
        ("It is not far.", "It is near.", NEAR - 0.01),  # too little alike to be the same sentence, denied
        ("It is not far.", "It is near.", None),
        ("not " + "word " * 100, "word " * 100, 0.99),  # a "not" more in a long text means little
    ],
)
def test_other_words_for_the_same_are_no_contradiction(one, other, likeness):
    assert not say_otherwise(one, other, likeness)
    assert not say_otherwise(other, one, likeness)


def test_labels_contradict_each_other_as_soon_as_they_differ():
    assert say_otherwise("good", "better", 0.99, labels=True)
    assert not say_otherwise("Good", " good ", None, labels=True)
