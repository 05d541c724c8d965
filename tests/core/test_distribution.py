"""Bars, percentiles and longest rows."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.distribution import Bar, Spread, bars, longest, spread

COUNTS = st.lists(st.integers(0, 200_000), max_size=300)


@given(COUNTS, st.integers(1, 60))
def test_every_value_lies_in_one_bar_and_the_bars_touch(values, most):
    found = bars(values, most)
    assert len(found) <= max(2, most)
    assert sum(bar.rows for bar in found) == len(values)
    for bar in found:
        assert bar.rows == sum(bar.start <= value < bar.stop for value in values)
    assert all(one.stop == other.start for one, other in itertools.pairwise(found))
    assert len({bar.stop - bar.start for bar in found}) <= 1


def test_bars_have_round_widths():
    assert bars([3, 4, 9], 10) == tuple(Bar(n, n + 1, int(n in (3, 4, 9))) for n in range(3, 10))
    assert {bar.stop - bar.start for bar in bars(range(1234), 40)} == {50}
    assert bars([7]) == (Bar(7, 8, 1),)
    assert bars([]) == ()


@given(COUNTS.filter(bool))
def test_the_spread_lies_between_its_ends(values):
    found = spread(values)
    assert found.least <= found.p5 <= found.median <= found.p95 <= found.largest
    assert found.least <= found.mean <= found.largest
    assert sum(value <= found.median for value in values) * 2 >= len(values)


def test_percentiles_are_the_true_ones():
    assert spread(range(101)) == Spread(0, 5, 50, 50, 95, 100)
    assert spread([4]) == Spread(4, 4, 4, 4, 4, 4)
    assert spread([1, 2]) == Spread(1, 1.05, 1.5, 1.5, 1.95, 2)
    assert spread([]) is None


@given(COUNTS, st.integers(0, 12))
def test_the_longest_come_first_and_equal_ones_in_their_order(values, count):
    places = longest(values, count)
    assert places == sorted(range(len(values)), key=lambda place: (-values[place], place))[:count]
