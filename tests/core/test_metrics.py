"""Metric points, smoothing and thinning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.metrics import MetricPoint, decimate, series, smooth, validation_series


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
