"""How long a training was paused, by its story."""

from itertools import permutations

import pytest

from desktop_app.core.pauses import is_turn, paused_seconds

PAUSED, RESUMED = "Fine-tuning job paused", "Fine-tuning job resumed"
STARTED, WENT_ON = "Fine-tuning job started", "Fine-tuning job goes on"


@pytest.mark.parametrize(
    ("turns", "end", "seconds"),
    [
        ([], 100, 0),
        ([(0, STARTED)], 100, 0),
        ([(0, STARTED), (20, PAUSED), (50, RESUMED), (52, WENT_ON)], 100, 30),
        ([(20, PAUSED), (50, RESUMED), (60, PAUSED), (61, RESUMED)], 100, 31),
        ([(20, PAUSED), (25, PAUSED), (50, RESUMED)], 100, 30),  # told twice, it began the first time
        ([(20, PAUSED)], 100, 80),  # cancelled while it was paused
        ([(20, PAUSED), (50, RESUMED)], 40, 20),
        ([(20, PAUSED), (30, "The training was ended from outside (exit status 9) and goes on from step 7")], 100, 10),
    ],
)
def test_pauses_are_counted_in_whatever_order_they_are_heard(turns, end, seconds):
    for order in permutations(turns):
        assert paused_seconds([*order, *order], end) == seconds


def test_only_lines_that_begin_or_end_a_pause_are_kept():
    assert all(map(is_turn, (PAUSED, RESUMED, STARTED, WENT_ON)))
    assert not any(map(is_turn, ("Step 3/12: training loss=1.25", "Fine-tuning job cancelled", "anything")))
