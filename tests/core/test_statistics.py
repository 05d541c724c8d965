"""Every statistic equals that of scipy, scikit-learn and statsmodels, to nine digits, in the corners too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from statsmodels.stats import contingency_tables, proportion

from desktop_app.core.confusion import confusion
from desktop_app.core.intervals import mean_of, wilson
from desktop_app.core.paired import Pairs, difference, mcnemar, pairs, sign_test
from desktop_app.core.ranking import auprc, auroc

NEAR = {"rel": 0, "abs": 1e-9}
LABELS = ["billing", "login", "other", "refund"]
few = settings(max_examples=30, deadline=None)


@few
@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_wilson_equals_statsmodels_and_scipy(total, share, level):
    successes = round(total * share)
    found = wilson(successes, total, level)
    assert (found.low, found.high) == pytest.approx(
        proportion.proportion_confint(successes, total, 1 - level, method="wilson"), **NEAR
    )
    by_scipy = stats.binomtest(successes, total).proportion_ci(level, method="wilson")
    assert (found.low, found.high) == pytest.approx((by_scipy.low, by_scipy.high), **NEAR)
    assert found.low <= found.value <= found.high


def test_wilson_of_none_all_one_and_nothing():
    assert wilson(0, 10).low == 0.0
    assert wilson(10, 10).high == 1.0
    assert wilson(1, 1).low == pytest.approx(proportion.proportion_confint(1, 1, method="wilson")[0], **NEAR)
    for wrong in ((0, 0), (2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="no rate"):
            wilson(*wrong)


@pytest.mark.parametrize("values", [[0.1, 0.9, 0.5, 0.7], [1.0], [0.25] * 8, [0, 1, 1, 0, 1], list(range(700))])
def test_the_interval_of_a_mean_equals_scipys(values):
    found = mean_of(values, seed=7, resamples=3000)
    if len(set(values)) == 1:  # scipy calls this degenerate; all samples are alike
        assert (found.value, found.low, found.high) == pytest.approx((values[0],) * 3)
        return
    by_scipy = stats.bootstrap(
        (values,), np.mean, n_resamples=3000, method="percentile", rng=np.random.default_rng(7), vectorized=True
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((by_scipy.low, by_scipy.high), **NEAR)
    assert found.value == pytest.approx(np.mean(values), **NEAR)
    assert mean_of(values, seed=7, resamples=3000) == found


def test_there_is_no_mean_of_nothing():
    with pytest.raises(ValueError, match="no mean"):
        mean_of([])
    with pytest.raises(ValueError, match="no difference"):
        difference([], [])


@few
@pytest.mark.filterwarnings("ignore:A single label was found:UserWarning")
@given(
    st.lists(st.tuples(st.sampled_from(LABELS[:3]), st.sampled_from([*LABELS, "unseen"])), min_size=1, max_size=60),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_the_figures_of_labels_equal_scikit_learn(rows, beta):
    table = confusion(rows, LABELS)
    expected, answers = [a for a, _ in rows], [b for _, b in rows]
    labels = list(table.labels)
    assert table.accuracy == pytest.approx(metrics.accuracy_score(expected, answers), **NEAR)
    counted = metrics.confusion_matrix(expected, answers, labels=labels)
    assert [[table.count(a, b) for b in labels] for a in labels] == counted.tolist()
    precision, recall, f_beta, support = metrics.precision_recall_fscore_support(
        expected, answers, beta=beta, labels=labels, zero_division=0
    )
    found = table.of_labels(beta)
    assert [each.precision for each in found] == pytest.approx(precision, **NEAR)
    assert [each.recall for each in found] == pytest.approx(recall, **NEAR)
    assert [each.f_beta for each in found] == pytest.approx(f_beta, **NEAR)
    assert [each.support for each in found] == support.tolist()
    weighted = metrics.fbeta_score(expected, answers, beta=beta, average="weighted", labels=labels, zero_division=0)
    assert table.weighted_f(beta) == pytest.approx(weighted, **NEAR)


def test_a_table_of_one_label_and_of_none():
    assert confusion([("a", "a")] * 3).weighted_f() == 1.0
    assert confusion([("a", "b")]).weighted_f() == 0.0
    empty = confusion([])
    assert (empty.accuracy, empty.weighted_f(), empty.labels) == (0.0, 0.0, ())


@few
@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.5000001, 0.9, 1.0]), st.booleans()), min_size=1, max_size=60)
)
def test_the_areas_under_the_curves_equal_scikit_learn(rows):
    scores, signs = [score for score, _ in rows], [sign for _, sign in rows]
    if any(signs) and not all(signs):
        assert auroc(scores, signs) == pytest.approx(metrics.roc_auc_score(signs, scores), **NEAR)
    else:
        assert auroc(scores, signs) is None
    if any(signs):
        assert auprc(scores, signs) == pytest.approx(metrics.average_precision_score(signs, scores), **NEAR)
    else:
        assert auprc(scores, signs) is None


def test_all_scores_tied_say_nothing():
    assert auroc([0.3] * 4, [True, False, True, False]) == 0.5
    assert auprc([0.3] * 4, [True, False, False, False]) == 0.25


@few
@given(st.integers(0, 40), st.integers(0, 200), st.integers(0, 200), st.integers(0, 40))
def test_mcnemar_and_the_sign_test_equal_statsmodels_and_scipy(both, first, second, neither):
    rows = Pairs(both, first, second, neither)
    table = [[both, first], [second, neither]]
    if first + second:
        assert mcnemar(rows) == pytest.approx(contingency_tables.mcnemar(table, exact=True).pvalue, **NEAR)
        by_scipy = stats.binomtest(first, first + second)
        assert sign_test(first, second) == pytest.approx(by_scipy.pvalue, **NEAR)


def test_without_a_difference_there_is_none_and_many_differences_are_counted_out():
    assert sign_test(0, 0) == mcnemar(Pairs(9, 0, 0, 9)) == 1.0
    assert sign_test(5200, 4800) == pytest.approx(stats.binomtest(5200, 10000).pvalue, **NEAR)
    assert pairs([(True, True), (True, False), (False, True), (False, True), (False, False)]) == Pairs(1, 1, 2, 1)


@few
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=40), st.integers(0, 99))
def test_the_paired_bootstrap_equals_scipys(rows, seed):
    first, second = [a for a, _ in rows], [b for _, b in rows]
    apart = [b - a for a, b in rows]
    found = difference(first, second, seed, 500)
    assert found.interval.value == pytest.approx(np.mean(apart), **NEAR)
    assert 0 < found.p <= 1
    if len(set(apart)) > 1:
        by_scipy = stats.bootstrap(
            (apart,), np.mean, n_resamples=500, method="percentile", rng=np.random.default_rng(seed)
        ).confidence_interval
        assert (found.interval.low, found.interval.high) == pytest.approx((by_scipy.low, by_scipy.high), **NEAR)


def test_what_is_the_same_everywhere_differs_nowhere():
    same = difference([0.5] * 20, [0.5] * 20)
    assert (same.interval.low, same.interval.high, same.p) == (0.0, 0.0, 1.0)
    better = difference([0.0] * 30, [1.0] * 30)
    assert better.p < 0.01
    assert difference([0.0] * 5, [1.0] * 5, resamples=99).p == 0.02
    assert better.interval.low == 1.0
