"""Blind votes: every pair once, sides and order like chance and yet always the same, and votes counted rightly."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.ballots import Ballot, Verdict, Vote, best, round_of, tally, won
from desktop_app.core.batch import Cell
from desktop_app.core.votes import Votes


def texts(prompts, columns, repeats=1):
    return {
        Cell(prompt, column, repeat): f"{prompt} {column} {repeat}"
        for prompt in range(prompts)
        for column in range(columns)
        for repeat in range(repeats)
    }


@given(st.integers(0, 12), st.integers(1, 4), st.integers(1, 2), st.text(max_size=5))
def test_every_two_answers_to_one_prompt_meet_once(prompts, columns, repeats, mark):
    made = round_of(mark, texts(prompts, columns, repeats)).ballots
    met = [frozenset((ballot.left, ballot.right)) for ballot in made]
    assert len(met) == len(set(met)) == prompts * repeats * columns * (columns - 1) // 2
    for ballot in made:
        assert ballot.left.prompt == ballot.right.prompt == ballot.prompt
        assert ballot.left.repeat == ballot.right.repeat
        assert ballot.left.column != ballot.right.column


def test_sides_and_order_say_nothing_about_the_models():
    made = round_of("a mark", texts(2000, 2)).ballots
    assert 900 < sum(ballot.left.column == 0 for ballot in made) < 1100
    places = {ballot.prompt: place for place, ballot in enumerate(made)}
    assert 0.3 < sum(places[n] < places[n + 1] for n in range(1999)) / 1999 < 0.7
    first, second = made[:1000], made[1000:]
    assert abs(sum(b.left.column for b in first) - sum(b.left.column for b in second)) < 120


def test_another_batch_is_shuffled_otherwise_and_late_answers_move_nothing():
    few, many = round_of("one", texts(30, 2)).ballots, round_of("one", texts(40, 2)).ballots
    assert [ballot for ballot in many if ballot in set(few)] == list(few)
    assert round_of("two", texts(30, 2)).ballots != few


def test_answers_that_are_alike_are_left_out_and_counted():
    said = texts(3, 2)
    said[Cell(1, 1)] = f" {said[Cell(1, 0)]}\n"
    made = round_of("m", said)
    assert made.alike == 1
    assert {ballot.prompt for ballot in made.ballots} == {0, 2}


def vote(left, right, verdict, prompt=0):
    return Vote(Ballot(Cell(prompt, left), Cell(prompt, right)), verdict)


def test_votes_count_for_the_model_wherever_it_stood():
    given_ = [
        vote(0, 1, Verdict.LEFT),
        vote(1, 0, Verdict.RIGHT),
        vote(1, 0, Verdict.LEFT),
        vote(0, 1, Verdict.TIE),
        vote(1, 0, Verdict.BOTH_BAD),
        vote(0, 2, Verdict.LEFT),
    ]
    assert tally(given_, 0, 1) == Votes(2, 1, 1, 1)
    assert tally(given_, 1, 0) == Votes(1, 2, 1, 1)
    assert tally(given_, 1, 2) == Votes()
    shares = won(given_)
    assert shares[0, 1] == pytest.approx(3)
    assert shares[1, 0] == pytest.approx(2)
    assert (shares[0, 2], shares[2, 0]) == (1, 0)


@given(st.lists(st.tuples(st.permutations([0, 1, 2]), st.sampled_from(Verdict)), max_size=60))
def test_no_vote_is_lost_between_the_ways_of_counting(drawn):
    given_ = [vote(order[0], order[1], verdict, n) for n, (order, verdict) in enumerate(drawn)]
    pairs = Counter(frozenset((v.ballot.left.column, v.ballot.right.column)) for v in given_)
    shares = won(given_)
    for pair, count in pairs.items():
        one, other = sorted(pair)
        counted = tally(given_, one, other)
        assert counted.total == count
        assert shares[one, other] == pytest.approx(counted.wins + counted.even / 2)
        assert shares[one, other] + shares[other, one] == pytest.approx(count)


def test_the_best_of_three_must_have_beaten_both_others():
    over_one = [vote(0, 1, Verdict.LEFT, n) for n in range(40)]
    over_two = [vote(2, 0, Verdict.RIGHT, n) for n in range(40)]
    assert best(over_one, range(3)) is None
    assert best([*over_one, *over_two], range(3)) == 0
    assert best([], range(3)) is None
    assert best(over_one, range(2)) == 0
