"""The lines of a training: growing, out of order, smoothed, thinned, and what is marked on them."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.curves import Curves, Smoothed, portion_of
from desktop_app.core.job import Checkpoint, Job, JobStatus
from desktop_app.core.line import Line
from desktop_app.core.marks import Trend, best_checkpoint, epoch_ends, trend
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.pyramid import BLOCK, Pyramid
from desktop_app.core.smoothing import Smoother
from tests.core.curve_maker import smooth

FLOATS = st.floats(-1e6, 1e6)


def line_of(values):
    line = Line()
    line.add(np.arange(len(values), dtype=np.int64), np.array(values, dtype=np.float64))
    return line


def averaged(values, weight):
    """Return by its definition the average in which a value k steps back weighs `weight` to the power of k."""
    out = []
    for end in range(1, len(values) + 1):
        weights = [weight**back for back in range(end - 1, -1, -1)]
        out.append(math.fsum(w * v for w, v in zip(weights, values, strict=False)) / math.fsum(weights))
    return out


@given(st.lists(FLOATS, min_size=1, max_size=120), st.floats(0, 0.999))
def test_smoothing_is_what_its_definition_says(values, weight):
    assert smooth(values, weight) == pytest.approx(averaged(values, weight), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("weight", [1e-9, 0.01, 0.3, 0.6, 0.9, 0.99, 0.999])
def test_a_long_line_is_smoothed_as_one_value_after_the_other_would_be(weight):
    values = np.random.default_rng(7).normal(2, 1, 5000)
    average, expected = 0.0, []
    for count, value in enumerate(values, start=1):
        average = weight * average + (1 - weight) * value
        expected.append(average / (1 - weight**count))
    assert smooth(values, weight) == pytest.approx(expected, rel=1e-9)


@given(st.lists(FLOATS, max_size=60), st.lists(FLOATS, max_size=60), st.floats(0, 0.99))
def test_smoothing_in_portions_is_smoothing_at_once(first, rest, weight):
    smoother = Smoother(weight)
    found = [*smoother.smooth(np.array(first)), *smoother.smooth(np.array(rest))]
    assert found == pytest.approx(smooth([*first, *rest], weight), rel=1e-9, abs=1e-9)


def test_smoothing_passes_over_what_is_no_number():
    found = smooth([1.0, math.nan, 3.0, math.inf, 5.0], 0.5)
    assert [v for v in found if math.isfinite(v)] == pytest.approx(smooth([1.0, 3.0, 5.0], 0.5))
    assert [math.isnan(v) for v in found] == [False, True, False, True, False]


@given(st.lists(st.tuples(st.integers(0, 60), FLOATS), max_size=80), st.randoms(use_true_random=False))
def test_points_in_any_order_make_the_same_line(pairs, shuffler):
    """However they are cut into portions; of two values of a step the later one stays."""
    expected = dict(pairs)
    curves, at = Curves(), 0
    while at < len(pairs):
        width = shuffler.randint(1, 9)
        curves.append(MetricPoint(step, {"train_loss": value}) for step, value in pairs[at : at + width])
        at += width
        if shuffler.random() < 0.3:
            assert len(curves) == len(dict(pairs[:at]))
    line = curves.line("train_loss")
    found = dict(zip(line.steps.tolist(), line.values.tolist(), strict=True)) if line else {}
    assert found == expected
    assert curves.steps.tolist() == sorted(expected)
    assert curves.last_step == max(expected, default=0)


def test_a_step_told_twice_keeps_what_the_second_word_does_not_name():
    curves = Curves([MetricPoint(1, {"train_loss": 2.0}), MetricPoint(2, {"train_loss": 1.5})])
    before = curves.version
    curves.append([MetricPoint(1, {"valid_loss": 3.0}), MetricPoint(2, {"train_loss": 1.0}, ("valid_loss",))])
    assert curves.version != before
    assert curves.point(0) == MetricPoint(1, {"train_loss": 2.0, "valid_loss": 3.0})
    assert curves.point(1) == MetricPoint(2, {"train_loss": 1.0}, ("valid_loss",))
    assert curves.validation.broken == [2]
    assert curves.validation.best == (1, 3.0)
    curves.append([MetricPoint(2, {"full_valid_loss": 0.5})])
    assert curves.validation.best == (2, 0.5)
    assert curves.names == ("train_loss", "valid_loss", "full_valid_loss")


def test_an_empty_training_has_nothing_and_says_so():
    curves = Curves()
    assert (len(curves), curves.last_step, curves.names, curves.validation, curves.line("x")) == (0, 0, (), None, None)
    curves.append([])
    assert curves.version == 0
    broken = Curves([MetricPoint(1, {}, ("train_loss",))]).line("train_loss")
    assert (broken.last, broken.best, broken.broken) == (None, None, [1])


def test_a_smoothed_line_follows_its_source_and_begins_again_when_the_past_changes():
    rng = random.Random(3)
    curves = Curves()
    curves.append([MetricPoint(1, {"train_loss": 4.0})])
    line = curves.line("train_loss")
    smoothed = Smoothed(line, 0.8)
    for step in range(2, 300):
        curves.append([MetricPoint(step, {"train_loss": rng.random()})])
        if step % 7 == 0:
            assert len(smoothed.line) == step
    assert smoothed.line.values.tolist() == pytest.approx(smooth(line.values, 0.8))
    curves.append([MetricPoint(100, {"train_loss": 50.0})])
    assert smoothed.line.values.tolist() == pytest.approx(smooth(line.values, 0.8))
    assert smoothed.line.steps.tolist() == line.steps.tolist()


@settings(max_examples=60)
@given(st.integers(1, 3000), st.integers(8, 200), st.integers(0, 10**6))
def test_thinning_loses_no_extreme_and_moves_nothing_far(count, most, seed):
    shuffler = random.Random(seed)
    values = np.array([shuffler.uniform(-9, 9) for _ in range(count)])
    pyramid, seen = Pyramid(), 0
    while seen < count:
        seen = min(count, seen + shuffler.randint(1, 3000))
        pyramid.keep_up(values[:seen])
    first = shuffler.randint(0, count - 1)
    end = shuffler.randint(first + 1, count)
    places, kept = pyramid.thinned(values, first, end, most)
    width = max(1, 4 * (end - first) / most)
    assert len(places) == len(kept) <= most + 4
    assert (np.diff(places) >= 0).all()
    assert kept.max() >= values[first:end].max()
    assert kept.min() <= values[first:end].min()
    assert pyramid.extremes(values, first, end) == (values[first:end].min(), values[first:end].max())
    for place, value in zip(places, kept, strict=True):
        low = max(0, int(place - width - 1))
        assert value in values[low : int(place + width + 2)]


def test_thinning_keeps_what_stands_still_where_it_is_while_the_line_grows():
    values = np.random.default_rng(1).normal(size=200_000)
    pyramid = Pyramid()
    pyramid.keep_up(values[:150_000])
    before = pyramid.thinned(values[:150_000], 0, 150_000, 1000)
    pyramid.keep_up(values)
    after = pyramid.thinned(values, 0, 150_100, 1000)
    same = len(before[0]) - 4
    assert (before[0][:same] == after[0][:same]).all()
    assert (before[1][:same] == after[1][:same]).all()


def test_gaps_neither_hide_values_nor_make_some():
    values = np.full(BLOCK * 50, np.nan)
    values[777] = 3.0
    line = line_of(values)
    assert line.extremes(0, len(values)) == (3.0, 3.0)
    assert line.extremes(0, 700) is None
    assert np.nanmax(line.thinned(0, len(values), 100)[1]) == 3.0
    assert (line.best, line.last) == ((777, 3.0), 3.0)


@pytest.mark.parametrize(
    ("epochs", "total", "ends"),
    [(3, 30, (10, 20, 30)), (3, 10, (10 / 3, 20 / 3, 10)), (0, 10, ()), (2, 0, ()), (1, 7, (7,))],
)
def test_passes_end_also_where_steps_do_not_divide_by_them(epochs, total, ends):
    job = Job("j", "local", "m", JobStatus.RUNNING, 0.0, epochs=epochs, total_steps=total)
    assert epoch_ends(job) == pytest.approx(ends)


def test_the_best_checkpoint_has_the_lowest_loss_told_or_measured():
    def kept(step, **values):
        return Checkpoint(f"c{step}", step, f"m{step}", 0.0, values)

    curves = Curves([MetricPoint(n, {"full_valid_loss": v}) for n, v in ((10, 2.0), (20, 1.0), (30, 1.4))])
    assert best_checkpoint(curves, []) is None
    assert best_checkpoint(curves, [kept(10), kept(20), kept(30)]).step == 20
    assert best_checkpoint(curves, [kept(10, valid_loss=0.5), kept(20)]).step == 10
    assert best_checkpoint(curves, [kept(15), kept(30)]).step == 30
    assert best_checkpoint(curves, [kept(18), kept(30)]).step == 18
    assert best_checkpoint(curves, [kept(40), kept(9)]) is None
    assert best_checkpoint(Curves(), [kept(10), kept(20)]) is None
    assert best_checkpoint(curves, [kept(25, valid_loss=1.0), kept(20)]).step == 20


NOISE = np.random.default_rng(5).normal(0, 0.2, 400)


@pytest.mark.parametrize(
    ("values", "way"),
    [
        (np.linspace(3, 1, 400) + NOISE, Trend.FALLING),
        (np.linspace(1, 3, 400) + NOISE, Trend.RISING),
        (2 + NOISE, Trend.LEVEL),
        (np.tile([1.0, 3.0], 200), Trend.LEVEL),
        ([3.0, 2.0, 1.0], Trend.FALLING),
        ([10.0] * 8 + [1.0] * 8, Trend.LEVEL),
        ([10.0] + [1.0] * 4, Trend.LEVEL),
        ([1.0, 2.0], Trend.UNKNOWN),
        ([math.nan] * 50, Trend.UNKNOWN),
        ([2.0] * 50, Trend.LEVEL),
    ],
)
def test_the_trend_of_the_end_is_seen_through_noise(values, way):
    assert trend(line_of(values)) is way


def test_a_portion_holds_gaps_and_broken_values_apart():
    portion = portion_of([MetricPoint(1, {"a": 1.0}), MetricPoint(2, {"b": 2.0}, ("a",))])
    assert portion.steps.tolist() == [1, 2]
    assert portion.columns["a"][0].tolist() == [1, 2]
    assert math.isnan(portion.columns["a"][1][1])
    assert portion.columns["b"][0].tolist() == [2]
