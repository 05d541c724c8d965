"""The measures of the old API on cases whose values are known by hand, and what a request may ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine import classes
from desktop_app.engine.classification import Judged, Wish, auprc, auroc, f_score, measures, read_wish, weighted_f1
from desktop_app.engine.training_data import TrainingFileError
from desktop_app.engine.wire import WireError

ON = {"compute_classification_metrics": True, "validation_file": "file-1"}


def test_the_areas_of_a_known_case():
    """The example that scikit-learn's documentation gives for both."""
    actual, scores = [False, False, True, True], [0.1, 0.4, 0.35, 0.8]
    assert auroc(actual, scores) == pytest.approx(0.75)
    assert auprc(actual, scores) == pytest.approx(5 / 6)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5, 0.9])), min_size=2, max_size=30))
def test_the_area_under_the_roc_curve_is_the_share_of_pairs_in_order(cases):
    actual, scores = [one for one, _ in cases], [score for _, score in cases]
    if len(set(actual)) < 2:
        return
    pairs = [
        (p, n) for p, up in zip(scores, actual, strict=True) if up for n, u in zip(scores, actual, strict=True) if not u
    ]
    assert auroc(actual, scores) == pytest.approx(sum((p > n) + (p == n) / 2 for p, n in pairs) / len(pairs))


def test_scores_of_known_cases():
    assert f_score(0.5, 1.0, 1.0) == pytest.approx(2 / 3)
    assert f_score(0.5, 1.0, 2.0) == pytest.approx(5 / 6)
    assert f_score(0.5, 1.0, 0.5) == pytest.approx(5 / 9)
    assert f_score(0, 0, 1) == 0
    # Class 0: 2 of 3 found, none wrongly (0.8); class 1: found, once wrongly (2/3); class 2: missed (0).
    assert weighted_f1([0, 0, 0, 1, 2], [0, 0, 1, 1, 0]) == pytest.approx((3 * 2 / 3 + 1 * 2 / 3) / 5)


def test_two_classes_and_many():
    judged = [Judged(0, (0.9, 0.1)), Judged(0, (0.4, 0.6)), Judged(1, (0.2, 0.8)), Judged(1, (0.7, 0.3))]
    assert measures(judged, Wish(classes=2), ["no", "yes"]) == {"accuracy": 0.5, "weighted_f1_score": 0.5}
    found = measures(judged, Wish(positive="yes", betas=(0.5, 2)), ["no", "yes"])
    assert list(found) == ["accuracy", "precision", "recall", "f0.5", "f2.0", "auroc", "auprc"]
    assert found["precision"] == found["recall"] == found["f2.0"] == 0.5
    assert found["auroc"] == 0.75
    alone = measures(judged[2:], Wish(positive="yes"), ["no", "yes"])
    assert list(alone) == ["accuracy", "precision", "recall", "f1.0"]


@pytest.mark.parametrize(
    ("more", "wish"),
    [
        ({"classification_n_classes": 3}, Wish(classes=3)),
        ({"classification_positive_class": " yes"}, Wish(positive="yes")),
        ({"classification_positive_class": "yes", "classification_betas": [1, 0.5]}, Wish(None, "yes", (1.0, 0.5))),
        ({"compute_classification_metrics": False}, None),
    ],
)
def test_a_wish_is_read_and_kept(more, wish):
    assert read_wish({**ON, **more}) == wish
    assert wish is None or Wish.from_dict(wish.as_dict()) == wish


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({**ON, "compute_classification_metrics": "yes"}, "compute_classification_metrics"),
        ({"classification_n_classes": 2}, "classification_n_classes"),
        ({"compute_classification_metrics": True, "classification_n_classes": 2}, "validation_file"),
        (ON, "classification_n_classes"),
        ({**ON, "classification_n_classes": 1}, "classification_n_classes"),
        ({**ON, "classification_n_classes": True}, "classification_n_classes"),
        ({**ON, "classification_positive_class": " "}, "classification_positive_class"),
        ({**ON, "classification_n_classes": 2, "classification_betas": [1]}, "classification_betas"),
        ({**ON, "classification_positive_class": "y", "classification_betas": [0]}, "classification_betas"),
        ({**ON, "classification_positive_class": "y", "classification_betas": 1}, "classification_betas"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_name(body, param):
    with pytest.raises(WireError) as caught:
        read_wish(body)
    assert caught.value.param == param


def test_classes_are_the_different_answers():
    chat = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "yes", "weight": 1}]}
    rows = [{"prompt": "p", "completion": " no"}, chat, {"prompt": "q", "completion": "no"}]
    assert classes.texts_of(rows) == {"no": " no", "yes": "yes"}
    assert classes.with_answer(rows[0], " yes") == {"prompt": "p", "completion": " yes"}
    other = classes.with_answer(chat, "no")
    assert other["messages"][-1] == {"role": "assistant", "content": "no", "weight": 1}
    classes.check(["no", "yes"], Wish(classes=2))
    classes.check(["no", "yes"], Wish(positive="yes"))
    for names, wish, said in (
        (["no", "yes", "so"], Wish(classes=2), "3 different answers"),
        (["no", "yes", "so"], Wish(positive="yes"), "2 classes"),
        (["no", "so"], Wish(positive="yes"), "Name one of: no, so"),
        ([str(number) for number in range(101)], Wish(classes=2), "more than 100"),
    ):
        with pytest.raises(TrainingFileError, match=said):
            classes.check(names, wish)
