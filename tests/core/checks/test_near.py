"""Nearly equal rows: found with their likeness, never twice, whatever the length; unlike ones are left in peace."""

import random

import pytest

from desktop_app.core.checks.finding import SHOWN
from desktop_app.core.checks.near import LookedAt, Near, find_near, likeness
from desktop_app.core.checks.twins import twins
from desktop_app.core.sentences import english

WORDS = ("river", "stone", "lamp", "quiet", "paper", "garden", "bright", "winter", "cloud", "music", "horse", "window")


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) + str(chance.randrange(50)) for _ in range(words))


def found(rows: list[tuple[int, str]]) -> list[Near]:
    return [near for near in find_near(rows) if isinstance(near, Near)]


@pytest.mark.parametrize("words", [20, 40, 90, 160, 400, 3000])
def test_a_changed_word_does_not_hide_a_copy(words: int) -> None:
    chance = random.Random(words)
    texts = [text(chance, words) for _ in range(60)]
    rows = [(10 * n, said) for n, said in enumerate(texts)]
    copies = {}
    for n in range(0, 60, 6):
        parts = texts[n].split()
        parts[words // 2] = "other"
        copies[1000 + n] = 10 * n
        rows.append((1000 + n, " ".join(parts).upper()))
    pairs = {(near.second, near.first) for near in found(rows)}
    least = 7 if words < 40 else 9  # a word of twenty is much of the text
    assert len(pairs & set(copies.items())) >= least
    assert pairs <= set(copies.items())


def test_the_estimate_is_near_the_truth() -> None:
    chance = random.Random(5)
    whole = text(chance, 300).split()
    rows = [(n, " ".join([*whole[n:], *text(chance, n).split()])) for n in range(0, 40, 4)]
    near = found(rows)
    assert near
    said = dict(rows)
    for pair in near:
        assert abs(pair.likeness - likeness(said[pair.first], said[pair.second])) < 0.3


def test_equal_short_and_empty_texts_are_no_pairs() -> None:
    same = "the very same text in two rows, letter by letter"
    assert not found(
        [(1, same), (2, same), (3, same.upper()), (4, ""), (5, ""), (6, "Yes"), (7, "Yes."), (8, "\ud83d" * 9)]
    )
    assert not found([])


def test_a_crowd_of_copies_is_no_crowd_of_pairs() -> None:
    chance = random.Random(7)
    body = text(chance, 120)
    rows = [(n, f"{body} copy number {n}") for n in range(300)]
    near = found(rows)
    assert {pair.second for pair in near} == set(range(1, 300))
    assert len(near) == len({(pair.first, pair.second) for pair in near}) < 300 * 20


def test_it_tells_how_far_it_is() -> None:
    told = [step.rows for step in find_near((n, "") for n in range(5000)) if isinstance(step, LookedAt)]
    assert told == [2000, 4000, 5000]


def test_likeness_goes_from_nothing_to_all() -> None:
    assert likeness("", "") == likeness("Some text", "some TEXT") == 1
    assert likeness("some text here", "nothing alike!") == 0
    assert 0.3 < likeness("the quick brown fox jumps", "the quick brown fox runs.") < 0.9


def test_each_row_that_could_go_is_like_one_that_stays() -> None:
    pairs = [Near(1, 2, 0.9), Near(2, 3, 0.9), Near(3, 4, 0.9), Near(5, 7, 0.8), Near(5, 6, 0.8), Near(6, 7, 0.8)]
    found = twins(reversed(pairs))
    assert list(zip(found.kept, found.rows, strict=True)) == [(1, 2), (3, 4), (5, 6), (5, 7)]
    assert not set(found.kept) & set(found.rows)
    said = found.finding
    assert (said.count, list(said.rows), list(said.remedy.rows)) == (4, [1, 2, 3, 4, 5, 6, 5, 7], [2, 4, 6, 7])
    assert not said.recommended
    assert english(said.title) == "Rows that are nearly the same as an earlier one: 4"
    assert english(said.why)
    assert english(said.act)
    assert list(found.left([1, 2, 4, 5, 6])) == [2, 6], "row 3 went otherwise, so 4 stays"
    assert twins([]).finding is None
    many = twins(Near(2 * n, 2 * n + 1, 0.9) for n in range(SHOWN)).finding
    assert (many.count, len(many.rows), len(many.remedy.rows)) == (SHOWN, SHOWN, SHOWN)
