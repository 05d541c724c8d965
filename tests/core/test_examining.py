"""Marking answers, and what a whole test says of one model and of two."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics

from desktop_app.core.answer import Answer, Drawn, Finish, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.confusion import confusion
from desktop_app.core.examining import compared, figures, labels_of, stop_of, with_cosines
from desktop_app.core.intervals import mean_of, wilson
from desktop_app.core.marking import OTHER, label_of, likelihoods, mark, share_of
from desktop_app.core.ranking import auprc, auroc
from desktop_app.core.resampled import of_areas, of_labels

COLOURS = ("blue", "red")


def said(text, finish=Finish.STOP, drawn=()):
    return Answer(0, "m", text, finish, 2, 0.5, 7, drawn=drawn)


def token(**likely):
    first, *others = [(text.replace("_", " "), math.log(p)) for text, p in likely.items()]
    return Drawn(first[0], first[1], tuple(others))


def batch(expected, columns=2, *, labels=False, stop=()):
    sampling = Sampling(stop=stop, logprobs=5 if labels else None)
    prompts = tuple(Prompt(f"q{n}", text, n + 1) for n, text in enumerate(expected))
    voices = tuple(Column(Voice("local", f"m{n}"), Setting(sampling)) for n in range(columns))
    return Batch("b", Kind.TEST, "", 0.0, prompts, voices)


def answers(*columns):
    return {
        Cell(row, column): one if isinstance(one, Answer) else said(one)
        for column, given in enumerate(columns)
        for row, one in enumerate(given)
        if one is not None
    }


def test_a_text_is_right_where_only_its_looks_differ():
    one = mark(said("Paris!"), " paris END", " END")
    assert (one.right, one.exact, one.normalised, one.expected, one.label) == (True, False, True, "paris", "")
    assert mark(said("London"), "Paris").right is False


@pytest.mark.parametrize(
    ("text", "finish", "label"),
    [
        (" Red.", Finish.STOP, "red"),
        ("re", Finish.LENGTH, "red"),
        ("re", Finish.STOP, OTHER),
        ("red or blue", Finish.STOP, OTHER),
        ("", Finish.LENGTH, OTHER),
        ("green", Finish.STOP, OTHER),
    ],
)
def test_which_label_an_answer_names(text, finish, label):
    assert label_of(said(text, finish), COLOURS) == label


def test_a_cut_answer_that_begins_two_labels_names_none():
    assert label_of(said("po", Finish.LENGTH), ("positive", "possible")) == OTHER
    assert label_of(said("po", Finish.LENGTH), ("positive", "negative")) == "positive"
    assert label_of(said("Red"), ("Red", "red")) == "Red"


def test_likelihoods_are_those_of_the_first_token_with_letters():
    told = likelihoods((token(_=0.9), token(_red=0.5, re=0.1, blue=0.2, x=0.1)), COLOURS)
    assert told == pytest.approx({"red": 0.6, "blue": 0.2})
    assert share_of(told, "red", "blue") == pytest.approx(0.75)
    assert share_of({}, "red", "blue") is None
    assert likelihoods((), COLOURS) == {}
    assert likelihoods((token(po=0.9, pos=0.1),), ("positive", "posh")) == {}


def test_a_test_about_texts():
    asked = batch(["one END", "two END", "three END", ""], stop=(" END",))
    told = answers(["one", "Two.", None, "x"], ["one", "no", "three", "x"])
    assert labels_of(asked) == ()
    assert stop_of(asked, 0) == " END"
    first, second = figures(asked, told, 0), figures(asked, told, 1)
    assert (first.rows, sorted(first.marks)) == (3, [0, 1])  # a prompt without an expected answer tells nothing
    assert (first.right, first.exact) == (wilson(2, 2), wilson(1, 2))
    assert (second.right, second.seconds, second.tokens_in, second.tokens_out) == (wilson(2, 3), 0.5, 21, 6)
    assert first.chrf.holds(first.chrf.value)
    assert first.classes is None
    found = compared(first, second)
    assert (found.regressions, found.improvements, found.better) == ((1,), (), 0)
    assert compared(first, figures(asked, {}, 1)) is None


def test_the_newest_answer_of_a_row_counts():
    asked = batch(["one"], columns=1)
    told = {Cell(0, 0, 0): said("no"), Cell(0, 0, 1): said("one")}
    assert figures(asked, told, 0).right == wilson(1, 1)


def test_a_real_difference_is_told_and_its_rows_are_listed():
    asked = batch(["yes"] * 30)
    found = compared(*(figures(asked, answers(["no"] * 20 + ["yes"] * 10, ["yes"] * 30), at) for at in (0, 1)))
    assert (found.better, found.nearer, len(found.improvements), found.regressions) == (1, 1, 20, ())
    assert found.rate.interval.value == pytest.approx(2 / 3)
    back = compared(*(figures(asked, answers(["yes"] * 30, ["no"] * 20 + ["yes"] * 10), at) for at in (0, 1)))
    assert (back.better, back.nearer, len(back.regressions)) == (-1, -1, 20)


def test_a_test_about_two_labels():
    expected = ["red"] * 2 + ["blue"] * 6
    asked = batch(expected, columns=1, labels=True)
    shares = [0.9, 0.3, 0.4, 0.1, 0.1, 0.2, 0.3, 0.05]
    given = [said("red" if p > 0.35 else "blue", drawn=(token(red=p, blue=1 - p),)) for p in shares[:-1]] + [
        said("purple")
    ]
    found = figures(asked, answers(given), 0).classes
    assert (found.positive, found.scored) == ("red", 7)
    signs = [label == "red" for label in expected[:-1]]
    assert found.auroc.value == pytest.approx(metrics.roc_auc_score(signs, shares[:-1]), abs=1e-9)
    assert found.auprc.value == pytest.approx(metrics.average_precision_score(signs, shares[:-1]), abs=1e-9)
    assert found.table.count("blue", OTHER) == 1
    assert found.table.labels == ("blue", "red", OTHER)
    by_label = {each.of.label: each for each in found.labels}
    assert by_label["red"].recall == wilson(1, 2)
    assert by_label["red"].precision == wilson(1, 2)
    assert by_label[OTHER].recall is None


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
def test_f_scores_of_any_beta_are_those_of_scikit_learn(beta):
    expected = ["red", "red", "blue", "green", "blue", "red", "green", "blue", "blue"]
    given = ["red", "blue", "blue", "blue", "purple", "red", "green", "blue", "red"]
    found = figures(batch(expected, columns=1, labels=True), answers(given), 0, beta=beta).classes
    assert found.beta == beta
    told = [OTHER if one == "purple" else one for one in given]
    labels = list(found.table.labels)
    each = metrics.fbeta_score(expected, told, beta=beta, labels=labels, average=None, zero_division=0)
    assert [one.f_beta.value for one in found.labels] == pytest.approx(list(each), abs=1e-9)
    weighted = metrics.fbeta_score(expected, told, beta=beta, labels=labels, average="weighted", zero_division=0)
    assert found.weighted_f.value == pytest.approx(weighted, abs=1e-9)
    assert found.weighted_f.holds(found.weighted_f.value)


def test_nearness_in_meaning_is_one_more_figure_with_its_interval():
    asked = batch(["yes"] * 30)
    plain = [figures(asked, answers(["no"] * 30, ["yes"] * 30), at) for at in (0, 1)]
    near = [with_cosines(one, {n: 0.9 * at + n / 1000 for n in range(30)}) for at, one in enumerate(plain)]
    assert plain[0].meaning is None
    assert near[1].meaning == mean_of([0.9 + n / 1000 for n in range(30)])
    assert compared(*plain).meaning is None
    found = compared(*near).meaning
    assert found.interval.value == pytest.approx(0.9)
    assert found.p < 0.05
    assert with_cosines(plain[0], {}) == plain[0]


def test_without_likelihoods_or_with_more_labels_there_are_no_areas():
    two = batch(["red", "blue"] * 3, columns=1, labels=True)
    assert figures(two, answers(["red"] * 6), 0).classes.auroc is None
    three = batch(["red", "blue", "green"], columns=1, labels=True)
    assert figures(three, answers(["red"] * 3), 0).classes.positive == ""
    assert labels_of(replace(three, columns=())) == ()


def plainly(rows, figure, resamples, seed):
    """Draw the rows one by one, as textbooks do, and return the middle 95 % of the figure."""
    chance = np.random.default_rng(seed)
    drawn = [figure([rows[at] for at in chance.integers(0, len(rows), len(rows))]) for _ in range(resamples)]
    return np.percentile([one for one in drawn if one is not None], [2.5, 97.5])


def test_intervals_of_weighted_f1_are_those_of_rows_drawn_one_by_one():
    rows = [("a", "a")] * 30 + [("a", "b")] * 8 + [("b", "b")] * 20 + [("b", "c")] * 6 + [("c", "c")] * 9
    found = of_labels(confusion(rows), resamples=3000)
    low, high = plainly(rows, lambda drawn: confusion(drawn).weighted_f(), 1500, 1)
    assert (found.weighted.low, found.weighted.high) == pytest.approx((low, high), abs=0.02)
    assert found.weighted.value == pytest.approx(confusion(rows).weighted_f(), abs=1e-12)
    assert [each.value for each in found.each] == [each.f_beta for each in confusion(rows).of_labels()]
    assert of_labels(confusion(rows), resamples=3000) == found
    with pytest.raises(ValueError, match="no rows"):
        of_labels(confusion([]))


def test_a_rare_label_that_is_always_right_is_not_uncertain_for_not_being_drawn():
    found = of_labels(confusion([("a", "a")] * 8 + [("b", "b")] * 2), resamples=2000)
    assert [(one.value, one.low, one.high) for one in found.each] == [(1.0, 1.0, 1.0)] * 2
    missed = of_labels(confusion([("a", "a")] * 8 + [("b", "b"), ("b", "a")]), resamples=2000)
    assert (missed.each[1].low, missed.each[1].high) == (0.0, 1.0)


def test_intervals_of_the_areas_are_those_of_rows_drawn_one_by_one():
    chance = np.random.default_rng(3)
    signs = [bool(sign) for sign in chance.integers(0, 2, 60)]
    scores = [round(float(sign * 0.6 + chance.normal()), 1) for sign in signs]
    roc, prc = of_areas(scores, signs, resamples=3000)
    rows = list(zip(scores, signs, strict=True))

    def area(of):
        return lambda drawn: of(*zip(*drawn, strict=True)) if len({sign for _, sign in drawn}) == 2 else None

    for found, of in ((roc, auroc), (prc, auprc)):
        assert (found.low, found.high) == pytest.approx(plainly(rows, area(of), 800, 1), abs=0.05)
        assert found.value == of(scores, signs)
    assert of_areas([0.5], [True]) is None


def test_a_sample_that_lacks_a_class_says_nothing_of_the_areas():
    """Of two rows drawn anew, both come up or one of them twice; and then nobody knows anything."""
    drawn = [of_areas([0.9, 0.1], [True, False], seed, resamples=1) for seed in range(30)]
    assert {(roc.low, roc.high) for roc, _ in drawn} == {(1.0, 1.0), (0.0, 1.0)}
    assert {(prc.low, prc.high) for _, prc in drawn} == {(1.0, 1.0), (0.0, 1.0)}
    assert {(roc.value, prc.value) for roc, prc in drawn} == {(1.0, 1.0)}
