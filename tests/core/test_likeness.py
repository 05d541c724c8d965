"""How near two texts are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from desktop_app.core import likeness


def test_exact_leaves_out_the_end_mark_and_white_space_around():
    assert likeness.exact("Paris", " Paris END", " END")
    assert likeness.exact(" Paris\n", "Paris")
    assert not likeness.exact("paris", "Paris")
    assert not likeness.exact("Paris", "Paris END")


@pytest.mark.parametrize(
    ("answer", "expected", "same"),
    [
        ("PARIS.", "paris", True),
        ("Pa\u0301ris", "Páris", True),
        ("Straße", "STRASSE", True),
        ("one\n two", "One two!", True),
        ("\uff21\uff22", "ab", True),
        ("yes###", "Yes", True),
        ("yes", "no", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_normalised_leaves_out_what_only_looks_different(answer, expected, same):
    assert likeness.normalised(answer, expected, "###") is same


# Reference values: sacrebleu 2.6, CHRF().sentence_score(answer, [expected]).score / 100.
@pytest.mark.parametrize(
    ("answer", "expected", "value"),
    [
        ("the cat sat", "the cat sat on the mat", 0.4959348409966008),
        ("Paris.", "Paris", 0.9244791666666665),
        ("a", "abcdefgh", 0.15151515151515152),
        ("hello world", "goodbye moon", 0.06172839506172839),
        ("xyz", "abc", 0.0),
        ("Die Straße ist lang", "Die Strasse ist sehr lang", 0.42593857531618673),
        ("日本語のテスト", "日本語テスト", 0.36890582817214546),
        ("aaaa aaaa", "aaa aaaaa a", 0.8626917130700087),
    ],
)
def test_chrf_equals_sacrebleu(answer, expected, value):
    assert likeness.chrf(answer, expected) == pytest.approx(value, abs=1e-12)


def test_rouge_l_counts_words_in_their_order():
    assert likeness.rouge_l("The cat, sat", "the cat sat on the mat") == pytest.approx(2 * 3 / 9)
    assert likeness.rouge_l("mat the", "the mat") == pytest.approx(0.5)
    assert likeness.rouge_l("日本語", "日本") == pytest.approx(4 / 5)
    assert likeness.rouge_l("", "a") == 0.0
    assert likeness.rouge_l("", "") == 1.0
    assert likeness.rouge_l("!!", "??") == 0.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_rouge_l_equals_the_longest_common_subsequence_counted_plainly(one, two):
    table = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    assert LCSseq.similarity(one, two) == table[-1][-1]
    if one and two:
        found = likeness.rouge_l(" ".join(one), " ".join(two))
        assert found == pytest.approx(2 * table[-1][-1] / (len(one) + len(two)))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_every_likeness_lies_between_nothing_and_the_same(one, two):
    for measure in (likeness.chrf, likeness.rouge_l):
        assert 0.0 <= measure(one, two) <= 1.0 + 1e-12
        assert measure(one, one) == pytest.approx(1.0)
    assert likeness.chrf(one, two, beta=1.0) == pytest.approx(likeness.chrf(two, one, beta=1.0))
    assert likeness.normal(likeness.normal(one)) == likeness.normal(one)
