"""The numbers at the axes, and where the names at the lines' ends stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.training.charts import ticks
from desktop_app.gui.training.charts.ends import spread


@given(st.floats(-1e4, 1e4), st.floats(1e-6, 1e9), st.integers(2, 10))
def test_numbers_lie_within_the_range_evenly_and_not_more_than_wanted(shift, width, wanted):
    low = shift * width
    for make in (ticks.values, ticks.steps, ticks.times):
        found = [place for place, _ in make(low, low + width, wanted)]
        assert len(found) <= wanted + 2
        assert all(low - width * 1e-6 <= place <= low + width * (1 + 1e-6) for place in found)
        gaps = [later - earlier for earlier, later in pairwise(found)]
        assert all(gap == pytest.approx(gaps[0], rel=1e-3, abs=1e-6) for gap in gaps)


def test_numbers_read_as_people_write_them(theme):
    assert [said for _, said in ticks.values(0.0, 1.0, 5)] == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    assert [said for _, said in ticks.steps(0, 10, 5)] == ["0", "2", "4", "6", "8", "10"]
    assert [said for _, said in ticks.steps(0.2, 2.9, 9)] == ["1", "2"]
    assert [said for _, said in ticks.shares(0.0, 1.0, 2)] == ["0 %", "50 %", "100 %"]
    assert [said for _, said in ticks.times(0, 200, 4)] == ["0:00", "1:00", "2:00", "3:00"]
    assert [said for _, said in ticks.times(0, 200_000, 3)] == ["0:00", "24:00:00", "48:00:00"]
    assert [said for _, said in ticks.powers(-2, 1, 5)] == ["0.01", "0.1", "1", "10"]
    assert [said for _, said in ticks.powers(0, 0.7, 9, share=True)] == ["100 %", "200 %", "500 %"]
    assert [said for _, said in ticks.values(0, 3e-4, 3)] == ["0", "0.0001", "0.0002", "0.0003"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.23456, "1.235"), (123456.0, "123456"), (0.000123456, "0.0001235"), (0.0, "0.000"), (float("nan"), "NaN")],
)
def test_values_have_about_four_digits(theme, value, said):
    assert ticks.said(value) == said
    assert ticks.said(0.12345, share=True) == "12.3 %"


@given(st.lists(st.floats(0, 500), max_size=12), st.integers(5, 30))
def test_names_keep_apart_in_their_order_and_near_where_they_belong(wanted, height):
    room = max(500.0, len(wanted) * height)
    found = spread(wanted, height, room)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = [found[at] for at in order]
    assert all(later - earlier >= height - 1e-6 for earlier, later in pairwise(placed))
    assert all(height / 2 - 1e-6 <= place <= room - height / 2 + 1e-6 for place in placed)
    assert all(abs(place - want) <= len(wanted) * height for place, want in zip(found, wanted, strict=True))


def test_names_that_have_room_stay_where_they_belong():
    assert spread([50, 200, 100], 20, 500) == [50, 200, 100]
    assert spread([100, 100], 20, 500) == [90, 110]
    assert spread([0, 500], 20, 500) == [10, 490]
