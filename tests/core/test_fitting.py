"""Which way suits a task: each answer that matters changes the advice, and each advice leads somewhere."""

from itertools import product

import pytest

from desktop_app.core.fitting import Needs, Plenty, Tried, Way, Wish, advise
from desktop_app.core.sentences import english

EVERY = [
    Needs(wish, plenty, tried, changing=changing, shifting=shifting)
    for wish, plenty, tried, changing, shifting in product(Wish, Plenty, Tried, (False, True), (False, True))
]


@pytest.mark.parametrize(
    ("needs", "way"),
    [
        (Needs(), Way.TEACH),
        (Needs(plenty=Plenty.MANY), Way.TEACH),
        (Needs(plenty=Plenty.FEW), Way.MORE_ROWS),
        (Needs(tried=Tried.WELL), Way.ASK_BETTER),
        (Needs(plenty=Plenty.FEW, tried=Tried.WELL), Way.ASK_BETTER),
        (Needs(tried=Tried.BADLY), Way.TEACH),
        (Needs(changing=True), Way.LOOK_UP),
        (Needs(changing=True, tried=Tried.WELL), Way.LOOK_UP),
        (Needs(Wish.SORT), Way.TEACH_LABELS),
        (Needs(Wish.SORT, Plenty.FEW), Way.MORE_ROWS),
        (Needs(Wish.SORT, shifting=True), Way.COMPARE_MEANINGS),
        (Needs(Wish.SORT, changing=True), Way.TEACH_LABELS),
        (Needs(Wish.FIND), Way.COMPARE_MEANINGS),
        (Needs(Wish.FIND, Plenty.FEW, Tried.WELL), Way.COMPARE_MEANINGS),
    ],
)
def test_the_advice_follows_the_answers(needs, way):
    assert advise(needs).way is way


def test_whatever_is_answered_there_is_an_advice_in_words_and_a_room():
    found = [advise(needs) for needs in EVERY]
    assert {advice.way for advice in found} == set(Way)
    assert {advice.room for advice in found} == {"start", "playground", "make", "meaning"}
    for advice in found:
        assert english(advice.headline).endswith(".")
        assert english(advice.reason).endswith(".")
