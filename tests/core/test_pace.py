"""How long a training still takes, against trainings whose every second is known."""

import random
from itertools import pairwise

import pytest

from desktop_app.core.pace import Pace

STEP, CHECK = 2.0, 30.0


def times(total, every=0, *, seed=1, step=STEP, check=CHECK):
    """Return when each step was done and told, with a check after each `every` steps, told with its step."""
    rng, now, found = random.Random(seed), 1000.0, []
    for number in range(1, total + 1):
        now += step * rng.uniform(0.7, 1.3)
        checked = bool(every) and number % every == 0
        now += check if checked else 0
        found.append((number, now, checked))
    return found


def left_at(told, at, total, **kind):
    pace = Pace()
    for step, time, checked in told[:at]:
        pace.reached(step, time, validated=checked)
    return pace.seconds_left(total, told[at - 1][1])


def test_before_two_times_are_known_nothing_is_said():
    pace = Pace()
    assert pace.seconds_left(100, 0.0) is None
    pace.reached(1, 5.0)
    assert pace.seconds_left(100, 5.0) is None
    pace.reached(2, 7.0)
    assert pace.seconds_left(100, 7.0) == pytest.approx(196.0)
    assert pace.seconds_left(0, 7.0) is None


@pytest.mark.parametrize("at", [20, 100, 290])
def test_even_steps_go_on_as_they_went(at):
    told = times(300)
    really = told[-1][1] - told[at - 1][1]
    assert left_at(told, at, 300) == pytest.approx(really, rel=0.12)


@pytest.mark.parametrize("at", [110, 150, 199, 200, 201, 260])
def test_checks_that_are_still_to_come_are_counted_and_those_that_were_are_not(at):
    """Without them the estimate would be short by 30 s for each, spread over all steps it would jump."""
    told = times(400, every=50)
    really = told[-1][1] - told[at - 1][1]
    assert left_at(told, at, 400) == pytest.approx(really, rel=0.1)


def test_a_check_that_is_told_after_its_step_is_the_same():
    pace, apart = Pace(), Pace()
    for step, time, checked in times(200, every=50)[:120]:
        pace.reached(step, time, validated=checked)
        apart.reached(step, time - CHECK if checked else time)
        if checked:
            apart.reached(step, time, validated=True)
    assert apart.seconds_left(200, time) == pytest.approx(pace.seconds_left(200, time), rel=0.05)


@pytest.mark.parametrize("said", [True, False])
def test_a_pause_is_not_counted_whether_it_was_said_or_not(said):
    told = times(200)
    pace = Pace()
    for step, time, _ in told[:60]:
        pace.reached(step, time)
    if said:
        pace.broke()
        assert pace.seconds_left(200, told[59][1]) is None
    night = 8 * 3600.0
    for step, time, _ in told[60:100]:
        pace.reached(step, time + night)
    assert pace.seconds_left(200, told[99][1] + night) == pytest.approx(told[-1][1] - told[99][1], rel=0.12)


def test_a_training_that_goes_back_to_its_checkpoint_is_measured_anew():
    pace = Pace()
    for step, time, _ in times(100):
        pace.reached(step, time)
    for step, time, _ in times(60):
        pace.reached(40 + step, 5000.0 + time)
    assert pace.seconds_left(200, 5000.0 + time) == pytest.approx(100 * STEP, rel=0.12)


def test_what_is_told_in_bursts_and_whole_seconds_is_measured_between_them():
    """A provider tells ten steps every few seconds, in whole seconds: most intervals would be zero."""
    pace = Pace()
    for step, time, _ in times(300, step=0.05):
        pace.reached(step, float(int(time)))
    assert pace.seconds_left(500, float(int(time))) == pytest.approx(200 * 0.05, rel=0.2)


def test_the_seconds_run_down_between_two_words_but_not_for_ever():
    told = times(100)
    pace = Pace()
    for step, time, _ in told[:50]:
        pace.reached(step, time)
    first = pace.seconds_left(100, time)
    assert pace.seconds_left(100, time + 1) == pytest.approx(first - 1)
    longest = max(b[1] - a[1] for a, b in pairwise(told[:50]))
    assert pace.seconds_left(100, time + 500) == pytest.approx(first - longest)
    assert pace.seconds_left(50, time + 500) == 0
    assert pace.seconds_left(49, time) == 0


def test_a_training_that_becomes_slower_is_believed():
    pace, now = Pace(), 0.0
    for step in range(1, 2001):
        now += 0.1 if step <= 1000 else 0.3
        pace.reached(step, now)
    assert pace.seconds_left(3000, now) == pytest.approx(300.0, rel=0.05)


def test_steps_that_are_told_in_large_bursts_are_no_pause():
    pace = Pace()
    for burst in range(1, 6):
        pace.reached(100 * burst, 50.0 * burst)
    assert pace.usual == 0.5
    pace.reached(600, 250.0 + 20 * 50.0 + 1)
    assert pace.usual == 0.5


def test_a_training_of_which_only_checks_are_told_has_a_pace_too():
    pace = Pace()
    for number in range(1, 4):
        pace.reached(100 * number, 500.0 * number, validated=True)
    assert pace.seconds_left(500, 1500.0) == pytest.approx(1000.0)
