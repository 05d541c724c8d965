"""The first path: what is next follows from what is seen, one step at a time."""

import pytest

from desktop_app.core.first_path import STOPS, Seen, Stop, done_before, next_stop
from desktop_app.core.wizard import STEPS, Step

ROWS = Seen(rows=True)


@pytest.mark.parametrize(
    ("seen", "stop"),
    [
        (Seen(), Stop.OPEN),
        (ROWS, Stop.ROWS),
        (Seen(rows=True, looked=True), Stop.TRAIN),
        (Seen(rows=True, training=True), Stop.WAIT),
        (Seen(rows=True, looked=True, training=True, trained=True), Stop.WAIT),
        (Seen(rows=True, trained=True), Stop.COMPARE),
        (Seen(rows=True, trained=True, compared=True), None),
        (Seen(rows=True, compared=True), Stop.ROWS),
        (Seen(step=Step.CHECK, rows=True, trained=True, compared=True), Stop.CHECK),
        (Seen(trained=True, compared=True), Stop.OPEN),
    ],
)
def test_what_is_next(seen, stop):
    assert next_stop(seen) is stop


def test_every_page_of_the_wizard_is_a_stop_of_its_own():
    assert [next_stop(Seen(step=step)) for step in STEPS] == [Stop.READ, Stop.SHAPE, Stop.CHECK, Stop.SPLIT]


def test_what_lies_behind_grows_by_one_with_each_stop():
    assert [len(done_before(stop)) for stop in STOPS] == list(range(len(STOPS)))
    assert done_before(None) == STOPS
