"""Metric points, smoothing, thinning, and the coach's sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.coach import advise
from desktop_app.core.metrics import MetricPoint, decimate, from_event, series, smooth, validation_series


def test_an_event_becomes_a_point_under_our_names() -> None:
    data = {
        "step": 3,
        "train_loss": 1.5,
        "train_mean_token_accuracy": 0.5,
        "full_valid_loss": float("nan"),
        "total_steps": 9,
    }
    assert from_event(data) == MetricPoint(3, {"train_loss": 1.5, "train_accuracy": 0.5})
    assert from_event({"train_loss": 1.0}) is None


def test_series_are_in_order_and_skip_gaps() -> None:
    points = [
        MetricPoint(2, {"valid_loss": 1.0}),
        MetricPoint(1, {"train_loss": 3.0}),
        MetricPoint(0, {"valid_loss": 2.0}),
    ]
    assert series(points, "valid_loss") == ([0, 2], [2.0, 1.0])
    assert validation_series(points) == ([0, 2], [2.0, 1.0])
    assert validation_series([*points, MetricPoint(5, {"full_valid_loss": 0.5})]) == ([5], [0.5])


def test_smoothing_is_debiased() -> None:
    assert smooth([2.0, 2.0, 2.0], 0.9) == pytest.approx([2.0, 2.0, 2.0])
    assert smooth([1.0, 5.0], 0) == [1.0, 5.0]
    with pytest.raises(ValueError, match="weight"):
        smooth([1.0], 1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=500), st.integers(4, 60))
def test_thinning_keeps_order_and_extremes(values: list[float], limit: int) -> None:
    xs, ys = decimate(list(range(len(values))), values, limit)
    assert len(xs) <= max(limit, 2) or len(values) <= limit
    assert xs == sorted(xs)
    assert (min(ys), max(ys)) == (min(values), max(values))
    assert all(values[int(x)] == y for x, y in zip(xs, ys, strict=True))


def learning(*valid: float, ended: bool = False) -> str:
    points = [MetricPoint(n, {"train_loss": 3.0 - n / 10}) for n in range(1, 12)]
    points += [MetricPoint(n * 4, {"full_valid_loss": v, "train_loss": 2.0}) for n, v in enumerate(valid)]
    return advise(points, ended=ended).key


def test_the_coach_tells_the_cases_apart() -> None:
    assert advise([]).key == "coach.waiting"
    assert learning() == "coach.training_falls"
    assert learning(3.0, 2.0) == "coach.learning"
    assert learning(3.0, 1.0, 1.5) == "coach.memorising"
    assert learning(3.0, 3.1) == "coach.not_yet"
    rising = [MetricPoint(n, {"train_loss": 1.0 + n}) for n in range(5)]
    assert advise(rising).key == "coach.training_stands"
    assert math.isfinite(float(advise(rising).values["last"]))


def test_the_coach_speaks_of_an_ended_training_as_of_what_is_past() -> None:
    assert advise([], ended=True).key == "coach.unmeasured"
    assert learning(ended=True) == "coach.training_falls"
    assert learning(3.0, 2.0, ended=True) == "coach.learned"
    assert learning(3.0, 1.0, 1.5, ended=True) == "coach.memorised"
    assert learning(3.0, 3.1, ended=True) == "coach.not_learned"
    rising = [MetricPoint(n, {"train_loss": 1.0 + n}) for n in range(5)]
    assert advise(rising, ended=True).key == "coach.training_stood"
