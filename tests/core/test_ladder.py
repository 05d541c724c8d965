"""The ladder of copies: what stays of a year, and that days without a copy count for nothing."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.ladder import DAYS, MONTHS, WEEKS, kept

TODAY = date(2026, 11, 22)


def back(days):
    return TODAY - timedelta(days)


def test_of_a_year_there_stay_days_then_weeks_then_months():
    stay = sorted(kept(back(n) for n in range(365)), reverse=True)
    assert stay[:DAYS] == [back(n) for n in range(DAYS)]
    weeks = stay[DAYS : DAYS + WEEKS]
    assert all(newer - older == timedelta(7) for newer, older in pairwise(weeks[1:]))
    assert {day.weekday() for day in weeks[1:]} == {6}
    months = stay[DAYS + WEEKS :]
    assert len({(day.year, day.month) for day in months}) == len(months) == MONTHS
    assert stay[-1] > back(365)


def test_whoever_was_away_finds_everything_again():
    old = [back(400 + n) for n in range(DAYS)]
    assert kept([TODAY, *old[:-1]]) == {TODAY, *old[:-1]}


def test_day_by_day_nothing_is_lost_that_a_later_rung_would_keep():
    """Thinned every day, a year of copies ends with the same rungs as a year that is thinned at once."""
    there: frozenset[date] = frozenset()
    for n in range(364, -1, -1):
        there = kept([*there, back(n)])
    assert len(there) == DAYS + WEEKS + MONTHS
    assert {back(n) for n in range(DAYS)} <= there
    assert min(there) < back(270)


@given(st.sets(st.dates(date(2020, 1, 1), date(2026, 12, 31)), max_size=80))
def test_the_newest_stays_and_nothing_is_made_up(days):
    stay = kept(days)
    assert stay <= days
    assert len(stay) <= DAYS + WEEKS + MONTHS
    assert not days or max(days) in stay
    assert len(days) > DAYS or stay == days
