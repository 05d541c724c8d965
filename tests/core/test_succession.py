"""Whether a successor is as good: Tango's interval against its definition, and words that never say too much."""

import math
import random

import pytest
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm

from desktop_app.core.examining import Compared
from desktop_app.core.intervals import Interval
from desktop_app.core.paired import Difference, Pairs
from desktop_app.core.succession import Measure, Verdict, judged, liked, tango, together
from desktop_app.core.votes import Votes


def by_definition(rows, level=0.95):
    """Return Tango's interval found by maximising the likelihood under each difference, with scipy alone."""
    n, won, lost = rows.total, rows.second, rows.first

    def score(apart):
        def loss(only_first):
            only_second, rest = only_first + apart, 1 - 2 * only_first - apart
            chances = ((won, only_second), (lost, only_first), (n - won - lost, rest))
            return -sum(count * math.log(max(chance, 1e-300)) for count, chance in chances)

        low, high = max(0.0, -apart), (1 - apart) / 2
        only_first = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
        return (won - lost - n * apart) / math.sqrt(n * (2 * only_first + apart * (1 - apart)))

    z, value = norm.ppf(0.5 + level / 2), (won - lost) / n
    return (
        brentq(lambda apart: score(apart) - z, -1 + 1e-9, value - 1e-9),
        brentq(lambda apart: score(apart) + z, value + 1e-9, 1 - 1e-9),
    )


@pytest.mark.parametrize(
    "rows", [Pairs(36, 2, 12, 0), Pairs(43, 1, 0, 0), Pairs(10, 7, 3, 20), Pairs(0, 5, 5, 30), Pairs(90, 20, 21, 60)]
)
def test_the_interval_is_tango_s(rows):
    low, high = by_definition(rows)
    found = tango(rows)
    assert found.value == (rows.second - rows.first) / rows.total
    assert (found.low, found.high) == (pytest.approx(low, abs=2e-5), pytest.approx(high, abs=2e-5))


def test_the_ends_change_places_with_the_models():
    one, other = tango(Pairs(20, 4, 9, 7)), tango(Pairs(20, 9, 4, 7))
    assert (one.low, one.high) == (pytest.approx(-other.high), pytest.approx(-other.low))


def test_models_that_agree_everywhere_are_not_known_to_be_equal():
    found = tango(Pairs(30, 0, 0, 0))
    assert found.value == 0
    z = norm.ppf(0.975)
    assert found.high == pytest.approx(z * z / (30 + z * z))
    assert found.low == pytest.approx(-found.high)
    with pytest.raises(ValueError, match="no rows"):
        tango(Pairs(0, 0, 0, 0))


def test_the_true_difference_lies_within_in_about_95_of_100():
    chance = random.Random(4)
    inside = 0
    for _ in range(400):
        counts = [0, 0, 0, 0]
        for _ in range(60):
            counts[chance.choices(range(4), (0.6, 0.08, 0.12, 0.2))[0]] += 1
        inside += tango(Pairs(*counts)).holds(0.04)
    assert 0.92 <= inside / 400 <= 0.98


def compared(rows, likeness=(0.0, -0.1, 0.1)):
    flat = Difference(Interval(0, 0, 0), 1.0)
    return Compared(rows, 1.0, flat, Difference(Interval(*likeness), 1.0), (), ())


def verdict(rows, margin=0.05):
    old, new = rows.both + rows.first, rows.both + rows.second
    return judged(compared(rows), old / rows.total, new / rows.total, margin)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (Pairs(400, 10, 60, 30), Verdict.BETTER),
        (Pairs(800, 20, 22, 158), Verdict.AS_GOOD),
        (Pairs(60, 30, 2, 8), Verdict.WORSE),
        (Pairs(50, 5, 5, 40), Verdict.OPEN),
        (Pairs(15, 0, 4, 0), Verdict.FEW),
    ],
)
def test_the_verdict_follows_from_the_interval_and_the_margin(rows, said):
    assert verdict(rows).verdict is said


def test_a_wider_margin_is_kept_more_easily_and_stands_in_what_is_said():
    rows = Pairs(150, 10, 10, 30)
    assert verdict(rows, 0.02).verdict is Verdict.OPEN
    found = verdict(rows, 0.1)
    assert (found.verdict, found.margin, found.rows) == (Verdict.AS_GOOD, 0.1, 200)


def test_how_many_more_rows_would_settle_it():
    found = verdict(Pairs(60, 5, 6, 29))
    assert found.verdict is Verdict.OPEN
    assert found.more is not None
    times = (100 + found.more) / 100
    grown = Pairs(*(round(count * times * 1.05) for count in (60, 5, 6, 29)))
    assert verdict(grown).verdict is Verdict.AS_GOOD
    assert verdict(Pairs(60, 12, 4, 24)).more is None


@pytest.mark.parametrize(("share", "said"), [(0.9, Verdict.OPEN), (1.05, Verdict.AS_GOOD)])
def test_more_rows_settle_it_and_fewer_would_not(share, said):
    rows, margin = (600, 50, 60, 290), 0.005
    times = 1 + share * verdict(Pairs(*rows), margin).more / sum(rows)
    assert verdict(Pairs(*(round(count * times) for count in rows)), margin).verdict is said


def test_where_nothing_is_right_letter_by_letter_likeness_counts():
    rows = compared(Pairs(0, 1, 1, 98), (0.01, -0.02, 0.04))
    found = judged(rows, 0.01, 0.01, 0.05, (0.5, 0.51))
    assert (found.measure, found.verdict, found.old, found.new) == (Measure.LIKENESS, Verdict.AS_GOOD, 0.5, 0.51)
    assert judged(compared(Pairs(20, 1, 1, 78)), 0.21, 0.21).measure is Measure.RIGHT
    worse = judged(compared(Pairs(0, 0, 0, 100), (-0.2, -0.3, -0.1)), 0, 0, 0.05, (0.6, 0.4))
    assert worse.verdict is Verdict.WORSE


def test_votes_say_no_more_than_they_can():
    assert liked(Votes()).verdict is Verdict.FEW
    assert liked(Votes(3, 2)).verdict is Verdict.OPEN
    assert liked(Votes(60, 5)).verdict is Verdict.BETTER
    assert liked(Votes(5, 60)).verdict is Verdict.WORSE
    assert liked(Votes(300, 300)).verdict is Verdict.AS_GOOD


def test_one_verdict_of_both_never_says_more_than_either():
    good, open_ = verdict(Pairs(800, 20, 22, 158)), verdict(Pairs(50, 5, 5, 40))
    better = verdict(Pairs(400, 10, 60, 30))
    worse_votes, few_votes, even = liked(Votes(5, 60)), liked(Votes(3, 2)), liked(Votes(300, 300))
    assert together(good, None) is Verdict.AS_GOOD
    assert together(good, worse_votes) is Verdict.WORSE
    assert together(better, worse_votes) is Verdict.WORSE
    assert together(open_, liked(Votes(60, 5))) is Verdict.OPEN
    assert together(better, few_votes) is Verdict.AS_GOOD
    assert together(better, None) is Verdict.BETTER
    assert together(better, even) is Verdict.BETTER
    assert together(None, liked(Votes(60, 5))) is Verdict.FEW
