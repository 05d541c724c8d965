"""Money, dates, epochs, time and disk: the published examples come out as published."""

from datetime import date

import pytest

from desktop_app.core import effort
from desktop_app.core.cost import cost, warnings
from desktop_app.core.epochs import auto_epochs
from desktop_app.core.sentences import english
from desktop_app.core.target import Price, Target

TODAY = date(2026, 11, 21)


def test_the_published_examples_of_costs():
    assert cost(100_000, 3, Price(training=8.0)) == pytest.approx(2.40)  # $0.008 for 1,000 tokens
    assert cost(100_000, 3, Price(training=3.0)) == pytest.approx(0.90)
    assert cost(0, 3, Price(training=25.0)) == cost(1, 1, Price(training=0.0)) == 0


@pytest.mark.parametrize(
    ("rows", "epochs"),
    [(0, 25), (1, 25), (4, 25), (10, 10), (20, 5), (33, 3), (50, 3), (8333, 3), (8334, 2), (9000, 2), (30_000, 1)],
)
def test_automatic_epochs_by_the_published_rule(rows, epochs):
    assert auto_epochs(rows) == epochs


def ending(last_start=None, shutdown=None):
    return Target("openai/gpt", "GPT (OpenAI)", "openai", last_start=last_start, shutdown=shutdown)


@pytest.mark.parametrize(
    ("target", "keys"),
    [
        (ending(), []),
        (ending(date(2027, 1, 6), date(2027, 1, 14)), ["target.start_soon", "target.shutdown_soon"]),
        (ending(date(2027, 4, 14), date(2027, 10, 14)), ["target.shutdown_soon"]),
        (ending(date(2030, 1, 1), date(2030, 1, 1)), []),
        (ending(TODAY, date(2026, 11, 22)), ["target.start_soon", "target.shutdown_soon"]),
        (ending(date(2026, 11, 20), TODAY), ["target.start_past", "target.shutdown_past"]),
    ],
)
def test_what_ends_soon_or_has_ended_is_said(target, keys):
    assert [warning.key for warning in warnings(target, TODAY)] == keys


def test_the_days_that_are_left_are_told():
    start, shutdown = (english(each) for each in warnings(ending(date(2027, 1, 6), date(2027, 1, 14)), TODAY))
    assert start == "GPT (OpenAI) takes no new trainings after 2027-01-06 (days left: 46)."
    assert shutdown.endswith("will be switched off on 2027-01-14 (days left: 54).")


def test_time_and_room_grow_with_the_work():
    hour = effort.seconds(tokens=70 * 3600, epochs=1, cores=2)
    assert hour == pytest.approx(3600)
    assert effort.seconds(70 * 3600, 3, 4) == pytest.approx(hour)  # three cores, three passes
    assert effort.seconds(70 * 3600, 1, 1) == hour  # one core works although none is free
    assert effort.seconds(70 * 3600, 1, 2, 2 * effort.STARTER_BYTES) == pytest.approx(2 * hour)
    assert effort.disk_bytes(5_300, 3) == pytest.approx(70e6, rel=0.1)  # the sample's training, as it lies on the disk
    assert effort.disk_bytes(10**6, 3) > effort.disk_bytes(10**5, 3)
