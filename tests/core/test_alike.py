"""Rows that are alike, in groups, held against what a plain look at all pairs finds."""

import random
from itertools import combinations

import pytest

from desktop_app.core.alike import Alikeness, Kind, joined
from desktop_app.core.checks.near import Near


def groups(rows, near=()):
    alikeness = Alikeness()
    for number, (asked, answer) in enumerate(rows, 1):
        alikeness.add(100 + number, number, asked, f"{asked}\n{answer}")
    return list(alikeness.groups([Near(*pair, 0.8) for pair in near]))


def found(rows, near=()):
    return [(group.kind, group.numbers) for group in groups(rows, near)]


def test_contradictions_and_repetitions_are_told_apart():
    rows = [("Tea?", "Yes"), ("Milk?", "No"), ("Tea?", "No"), ("Milk?", "no "), ("tea? ", "Yes"), ("", "a"), ("", "b")]
    assert found(rows) == [(Kind.ANSWERS, (1, 3, 5)), (Kind.SAME, (2, 4))]


def test_what_is_near_hangs_together_and_is_not_named_twice():
    rows = [("a1", "x"), ("b", "y"), ("a2", "x"), ("a3", "x"), ("q", "1"), ("q", "2")]
    near = [(101, 103), (103, 104), (105, 106)]
    assert found(rows, near) == [(Kind.ANSWERS, (5, 6)), (Kind.NEAR, (1, 3, 4))]


def test_no_rows_and_one_row_have_no_group():
    assert found([]) == []
    assert found([("a", "b")]) == []


def test_a_group_is_known_again_by_its_texts_wherever_they_stand():
    one = groups([("q", "1"), ("q", "2")])[0]
    other = groups([("x", "y"), ("q", "2"), ("z", ""), ("q", "1")])[0]
    third = groups([("q", "1"), ("q", "3")])[0]
    assert one.mark == other.mark
    assert one.mark != third.mark


@pytest.mark.parametrize("seed", range(6))
def test_all_pairs_of_a_random_table_agree_with_the_groups(seed):
    chance = random.Random(seed)
    rows = [(chance.choice("abcdefgh"), chance.choice("123")) for _ in range(chance.randint(2, 40))]
    same, answers = set(), set()
    for kind, numbers in found(rows):
        if kind is Kind.SAME:
            same |= set(combinations(numbers, 2))
        else:
            answers |= {pair for pair in combinations(numbers, 2) if rows[pair[0] - 1] != rows[pair[1] - 1]}
    pairs = list(combinations(range(1, len(rows) + 1), 2))
    assert same == {(one, two) for one, two in pairs if rows[one - 1] == rows[two - 1]}
    asked_alike = {(one, two) for one, two in pairs if rows[one - 1][0] == rows[two - 1][0]}
    assert answers == asked_alike - same


def test_pairs_are_joined_to_whole_groups():
    assert joined([(5, 6), (1, 2), (2, 3), (6, 9), (3, 1)]) == [[1, 2, 3], [5, 6, 9]]
