"""What the answers of a column come to together."""

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.tally import Tally, Told, tally


def told(tokens, seconds, right=None, dollars=None):
    return Told(Answer(0, "m", "words", Finish.STOP, tokens, seconds), right, dollars)


def test_answers_are_counted_and_their_lengths_and_times_are_means():
    found = tally([told(10, 1.0, True, 0.5), told(20, 3.0, False, 0.25), told(30, 2.0, None, 0.25)])
    assert found == Tally(3, 2, 1, 20.0, 2.0, 1.0)


def test_a_sum_of_money_is_told_only_where_each_price_is_known():
    assert tally([told(1, 1.0, dollars=0.5), told(1, 1.0)]).dollars is None


def test_nothing_comes_to_nothing():
    assert tally([]) == Tally(0, 0, 0, 0.0, 0.0, 0)
