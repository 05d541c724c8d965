"""Metric points and smoothing."""

import pytest

from desktop_app.core.metrics import MetricPoint, series, validation_series
from tests.core.curve_maker import smooth


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
