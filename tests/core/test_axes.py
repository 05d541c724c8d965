"""What curves are drawn over, and which quantities stand together."""

import numpy as np
import pytest

from desktop_app.core.axes import Axis, known_axes, scale
from desktop_app.core.curves import Curves
from desktop_app.core.job import Job, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.panels import Role, panels


def job(**told):
    return Job("j", "local", "m", JobStatus.RUNNING, 0.0, **told)


def told(*rows):
    return Curves(MetricPoint(step, values) for step, values in rows)


def test_only_axes_that_are_known_are_offered():
    bare = told((1, {"train_loss": 1.0}), (2, {"train_loss": 1.0}))
    assert known_axes(bare, job()) == (Axis.STEP,)
    assert known_axes(bare, job(epochs=3)) == (Axis.STEP,)
    assert known_axes(bare, job(epochs=3, total_steps=10)) == (Axis.STEP, Axis.EPOCH)
    assert known_axes(bare, job(trained_tokens=500, total_steps=10)) == (Axis.STEP, Axis.TOKENS)
    measured = told((1, {"time": 50.0, "tokens": 10.0}), (2, {"time": 60.0, "tokens": 20.0}))
    assert known_axes(measured, job()) == (Axis.STEP, Axis.TOKENS, Axis.TIME)
    still = told((1, {"time": 50.0}), (2, {"time": 50.0}))
    assert known_axes(still, job()) == (Axis.STEP,)
    for curves, planned in ((bare, job(epochs=3, total_steps=10)), (measured, job()), (still, job())):
        offered = known_axes(curves, planned)
        assert offered == tuple(axis for axis in Axis if scale(curves, planned, axis) is not None)


@pytest.mark.parametrize(
    ("axis", "steps", "places"),
    [
        (Axis.STEP, [0, 5, 10], [0, 5, 10]),
        (Axis.EPOCH, [0, 5, 10], [0, 1.5, 3]),
        (Axis.TOKENS, [0, 1, 3, 4, 6], [0, 100, 500, 700, 1050]),
        (Axis.TIME, [1, 3, 4, 6], [0, 20, 30, 50]),
    ],
)
def test_steps_lie_where_they_were_measured_and_on_a_line_beyond(axis, steps, places):
    first, last = {"time": 1010.0, "tokens": 100.0}, {"time": 1040.0, "tokens": 700.0}
    curves = told((1, first), (3, {"time": 1030.0}), (4, last))
    known = scale(curves, job(epochs=3, total_steps=10), axis)
    assert known.place(np.array(steps)).tolist() == pytest.approx(places)
    assert [known.step(place) for place in places] == pytest.approx(steps)


def test_a_clock_that_went_back_still_gives_an_axis_that_rises():
    curves = told((1, {"time": 10.0}), (2, {"time": 30.0}), (3, {"time": 20.0}), (4, {"time": 40.0}))
    assert scale(curves, job(), Axis.TIME).place([1, 2, 3, 4]).tolist() == [0, 20, 20, 30]


def test_tokens_are_shared_out_evenly_where_only_their_sum_is_known():
    curves = told((1, {"train_loss": 1.0}))
    known = scale(curves, job(trained_tokens=1000, total_steps=10), Axis.TOKENS)
    assert known.place([5]).tolist() == [500]


def test_what_is_measured_in_training_and_validation_stands_together():
    names = (
        "valid_loss", "time", "tokens", "examples", "train_accuracy", "train_loss", "full_valid_loss", "learning_rate",
        "classification/weighted_f1_score", "train_mean_reward", "full_valid_mean_reward", "valid_accuracy",
    )  # fmt: skip
    found = {panel.key: panel for panel in panels(names)}
    assert list(found) == ["loss", "accuracy", "classification/weighted_f1_score", "learning_rate", "mean_reward"]
    assert found["loss"].lines == ((Role.TRAINING, "train_loss"), (Role.VALIDATION, "full_valid_loss"))
    assert found["accuracy"].lines == ((Role.TRAINING, "train_accuracy"), (Role.VALIDATION, "valid_accuracy"))
    assert found["mean_reward"].lines[1] == (Role.VALIDATION, "full_valid_mean_reward")
    assert [key for key, panel in found.items() if panel.on_demand] == ["mean_reward"]
    assert found["classification/weighted_f1_score"].lines == ((Role.VALIDATION, "classification/weighted_f1_score"),)
    assert [key for key, panel in found.items() if panel.is_share] == ["accuracy", "classification/weighted_f1_score"]
    assert panels(("valid_loss",))[0].lines == ((Role.VALIDATION, "valid_loss"),)
    assert panels(()) == ()
