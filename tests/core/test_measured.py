"""What providers tell of a step becomes the same point, wherever it stands: in data, in words, in cells."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.measured import completed, from_event, joined, number, point_of, renewed, total_steps
from desktop_app.core.metrics import MetricPoint

NAN = float("nan")


def test_the_data_of_an_event_comes_under_our_names_and_what_is_unknown_keeps_its_own():
    data = {
        "step": 3,
        "total_steps": 9,
        "train_loss": 1.5,
        "train_mean_token_accuracy": 0.5,
        "full_valid_loss": NAN,
        "valid_loss": None,
        "train_mean_reward": 0.25,
        "elapsed_tokens": 900,
        "epoch": 1.5,
        "tags": ["x"],
        "best": True,
    }
    values = {"train_loss": 1.5, "train_accuracy": 0.5, "train_mean_reward": 0.25, "tokens": 900.0, "epoch": 1.5}
    assert from_event(data) == MetricPoint(3, values, ("full_valid_loss",))
    assert total_steps(data) == 9


@pytest.mark.parametrize("data", [None, {}, {"train_loss": 1.0}, {"step": "last", "train_loss": 1.0}, {"step": 7}, []])
def test_an_event_that_measured_nothing_is_no_point(data):
    assert from_event(data, "Fine-tuning job started") is None


def test_a_message_with_data_of_its_own_is_no_measurement_unless_it_names_one():
    assert from_event({"step": 4, "examples_seen": 12}, "Checkpoint created at step 4", metrics=False) is None
    assert from_event({"step": 4, "train_loss": 2}, metrics=False) == MetricPoint(4, {"train_loss": 2.0})


@pytest.mark.parametrize(
    ("words", "point", "total"),
    [
        (
            "Step 300/300: training loss=0.15, validation loss=0.27, full validation loss=0.40",
            MetricPoint(300, {"train_loss": 0.15, "valid_loss": 0.27, "full_valid_loss": 0.4}),
            300,
        ),
        ("Step 7: training loss=1.2e-05", MetricPoint(7, {"train_loss": 1.2e-05}), 0),
        ("step 8 / 90 - Training Loss: .5, mood=good", MetricPoint(8, {"train_loss": 0.5}), 90),
        ("Step 9/10: training loss=nan, validation loss=inf", MetricPoint(9, {}, ("train_loss", "valid_loss")), 10),
        ("Step 4/12: checkpoint created", None, 12),
        ("Checkpoint created at step 182", None, 0),
        ("", None, 0),
    ],
)
def test_a_step_that_is_told_in_words_alone_is_understood(words, point, total):
    assert from_event({}, words, metrics=False) == point
    assert total_steps({}, words) == total


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("0.5", 0.5),
        (' "1e-3" ', 0.001),
        (3, 3.0),
        ("N/A", None),
        ("", None),
        (None, None),
        (True, None),
        ("word", None),
    ],
)
def test_a_number_is_a_number_however_it_is_told(told, value):
    assert number(told) == value


@pytest.mark.parametrize("told", ["NaN", "inf", "-Infinity", math.inf, NAN, "1e999"])
def test_what_is_not_finite_was_measured_all_the_same(told):
    assert math.isnan(number(told))
    assert point_of(1, {"train_loss": told}) == MetricPoint(1, {}, ("train_loss",))


def test_a_table_fills_in_and_never_takes_away():
    known = MetricPoint(4, {"train_loss": 1.2345678, "time": 100.0}, ("valid_loss",))
    table = MetricPoint(4, {"train_loss": 1.23457, "valid_accuracy": 0.5, "time": 999.0}, ("train_loss",))
    want = MetricPoint(4, {"train_loss": 1.2345678, "time": 100.0, "valid_accuracy": 0.5}, ("valid_loss",))
    assert completed(known, table) == want
    assert completed(None, table) is table
    # Words round to two digits: there the table knows better.
    assert completed(MetricPoint(4, {"train_loss": 1.23}), table).values["train_loss"] == 1.23457


def test_what_is_measured_anew_counts_and_the_rest_stays():
    known = MetricPoint(4, {"train_loss": 2.0, "valid_loss": 3.0}, ("train_accuracy",))
    anew = MetricPoint(4, {"train_loss": 1.0, "train_accuracy": 0.5}, ("valid_loss",))
    assert renewed(known, anew) == MetricPoint(4, {"train_loss": 1.0, "train_accuracy": 0.5}, ("valid_loss",))


_POINTS = st.lists(
    st.builds(
        MetricPoint,
        st.integers(0, 5),
        st.dictionaries(st.sampled_from(["train_loss", "valid_loss"]), st.floats(0, 9, allow_nan=False), max_size=2),
    ),
    max_size=12,
)


@given(_POINTS)
def test_joining_loses_no_step_and_makes_none(points):
    found = joined(points)
    assert [point.step for point in found] == sorted({point.step for point in points})
    for point in found:
        told = [p.values for p in points if p.step == point.step]
        assert dict(point.values) == {name: value for values in told for name, value in values.items()}
    assert joined(found) == found
    for point in found:
        assert completed(point, point) == point
