"""Votes: nobody is named a winner by chance, however often one looks; ranks are those of an independent fit."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln

from desktop_app.core.bradley_terry import standings
from desktop_app.core.votes import Votes, interval, more_wanted, winner
from tests.campaigns.voting import voted

few = settings(max_examples=20, deadline=None)
counts = st.integers(0, 60)


def test_without_votes_everything_is_open():
    found = interval(Votes())
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)
    assert winner(Votes()) == 0
    assert more_wanted(Votes()) is None


@few
@given(counts, counts, counts, counts)
def test_a_winner_is_named_exactly_where_one_half_lies_outside(wins, losses, ties, bad):
    votes = Votes(wins, losses, ties, bad)
    found = interval(votes)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (winner(votes) != 0) == (not found.holds(0.5))
    assert winner(votes) == -winner(Votes(losses, wins, ties, bad))
    turned = interval(Votes(losses, wins, ties, bad))
    assert (turned.low, turned.high) == pytest.approx((1 - found.high, 1 - found.low), abs=1e-9)


@few
@given(counts, counts)
def test_the_wager_on_votes_without_ties_is_the_beta_binomial_one(wins, losses):
    """What 200 rates together win is what all rates win, which has a closed form."""
    found = interval(Votes(wins, losses))
    for end in (found.low, found.high):
        if 0 < end < 1:
            closed = betaln(wins + 1, losses + 1) - wins * math.log(end) - losses * math.log1p(-end)
            assert closed == pytest.approx(math.log(20), abs=0.02)


def test_all_ties_name_nobody_and_the_interval_closes_around_one_half():
    wide, narrow = (interval(Votes(ties=n)) for n in (10, 1000))
    assert winner(Votes(ties=1000)) == 0
    assert more_wanted(Votes(ties=1000)) is None
    assert wide.low < narrow.low < 0.5 < narrow.high < wide.high


@pytest.mark.parametrize("votes", [Votes(7, 3), Votes(12, 8, 5), Votes(2, 1), Votes(1, 0)])
def test_as_many_more_votes_as_were_said_settle_it(votes):
    more = more_wanted(votes)
    assert more is not None
    times = (votes.total + more) / votes.total
    one_less = (votes.total + more - 2) / votes.total
    grown, almost = (Votes(*(round(n * t) for n in (votes.wins, votes.losses, votes.ties))) for t in (times, one_less))
    assert winner(almost) == 0 or winner(grown) == 1
    assert abs(grown.total - votes.total - more) <= 2
    assert more_wanted(Votes(*(math.ceil(n * times) for n in (votes.wins, votes.losses, votes.ties)))) in (
        None,
        *range(4),
    )


def test_nearly_even_votes_would_take_longer_than_anybody_votes():
    assert more_wanted(Votes(501, 500)) is None
    assert more_wanted(Votes(90, 10)) == 0


def test_no_winner_is_named_wrongly_more_often_than_said():
    """A slice of the campaign `votes`: equally good models, and somebody who looks after each vote."""
    told = [voted(random.Random(seed), 0.5, 0.2, 100) for seed in range(80)]
    assert sum(each.named != 0 for each in told) <= 12  # at 5 % chance alone exceeds this once in 10,000 times
    assert sum(not each.always_held for each in told) <= 12


def test_a_real_difference_is_found():
    told = [voted(random.Random(seed), 0.8, 0.2, 100) for seed in range(20)]
    assert sum(each.named == 1 for each in told) >= 17
    assert not any(each.named == -1 for each in told)


NAMES = ["one", "two", "three", "four"]


@few
@pytest.mark.filterwarnings("ignore::statsmodels.tools.sm_exceptions.PerfectSeparationWarning")
@given(st.lists(st.integers(1, 30), min_size=12, max_size=12), st.booleans())
def test_strengths_and_intervals_equal_an_independent_fit(numbers, halves):
    pairs = [(a, b) for a in NAMES for b in NAMES if a != b]
    won = {pair: n + 0.5 * halves for pair, n in zip(pairs, numbers, strict=True)}
    found = standings(NAMES, won)
    assert found is not None
    rows, rates, weights = [], [], []
    for i, a in enumerate(NAMES):
        for j, b in enumerate(NAMES[:i]):
            row = np.zeros(4)
            row[i], row[j] = 1, -1
            total = won[a, b] + won[b, a]
            rows.append(row[1:])  # the first one is what the others are measured by
            rates.append(won[a, b] / total)
            weights.append(total)
    fit = sm.GLM(rates, np.array(rows), family=sm.families.Binomial(), var_weights=weights).fit(tol=1e-14, maxiter=200)
    to_mean_zero = (np.eye(4) - 0.25)[:, 1:]
    values = to_mean_zero @ fit.params
    errors = np.sqrt(np.diag(to_mean_zero @ fit.cov_params() @ to_mean_zero.T))
    by_name = {each.name: each for each in found}
    for name, value, error in zip(NAMES, values, errors, strict=True):
        assert by_name[name].strength.value == pytest.approx(value, abs=1e-7)
        assert by_name[name].strength.high - value == pytest.approx(
            1.959963984540054 * error,
            abs=1e-6,  # theirs are the errors one step before its end
        )
    assert all(a.strength.value >= b.strength.value for a, b in pairwise(found))


def test_whoever_never_lost_has_no_strength_yet():
    assert standings(["a", "b"], {("a", "b"): 5}) is None
    assert standings(["a"], {}) is None
    assert standings(["a", "b", "c"], {("a", "b"): 3, ("b", "a"): 2}) is None
    even = standings(["a", "b"], {("a", "b"): 3, ("b", "a"): 3})
    assert even is not None
    assert [each.chance for each in even] == pytest.approx([0.5, 0.5])
