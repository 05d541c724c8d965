"""How long a training still takes, from when it reached which step."""

from collections import deque
from itertools import pairwise
from statistics import median

_REMEMBERED = 400
_CHECKS = 16
_STEADY = 20.0
"""An interval of so many usual ones, and longer than the seconds below, was no training: somebody slept."""
_SHORT = 10.0

_Interval = tuple[int, float]
"""Steps, and the seconds they took."""


class Pace:
    """Measures how long steps take; what is told in bursts or with whole seconds only is measured between bursts.

    A step after which the model is measured on the validation part takes longer, and does so again and again: its
    extra time is counted apart, for the checks that are still to come. A pause is counted nowhere.
    """

    def __init__(self) -> None:
        self._reached: tuple[int, float] | None = None
        self._from: tuple[int, float] | None = None
        """Where the interval began that is not over yet."""
        self._checked = False
        self._intervals: deque[_Interval] = deque(maxlen=_REMEMBERED)
        self._checks: deque[_Interval] = deque(maxlen=_CHECKS)
        """Intervals in which the model was measured on the validation part."""
        self._checked_at: deque[int] = deque(maxlen=_CHECKS)

    def reached(self, step: int, time: float, *, validated: bool = False) -> None:
        """Note that `step` was done at `time` (seconds of one clock); `validated`: and the model measured there."""
        if self._reached is None or self._from is None or step < self._reached[0] or time < self._reached[1]:
            self._start(step, time)  # the first, or one gone back to a checkpoint
        else:
            if time > self._from[1] and step > self._from[0]:
                self._end_interval(step, time, validated=validated)
            else:
                self._checked = self._checked or validated
            self._reached = (step, time)
        if validated and step and (not self._checked_at or step > self._checked_at[-1]):
            self._checked_at.append(step)

    def broke(self) -> None:
        """Note that the training stands still: the time until the next step is not counted."""
        self._reached = self._from = None

    def seconds_left(self, total: int, now: float) -> float | None:
        """Return about how many seconds are left until step `total`; None while that cannot be told."""
        usual = self.usual
        if usual is None or self._reached is None or total <= 0:
            return None
        step, time = self._reached
        steps = max(0, total - step)
        left = steps * usual + self._checks_left(step, total) * self._extra(usual)
        # Time goes by between two words; but silence for longer than ever before says nothing about the steps left.
        silence = max(seconds for _, seconds in (*self._without_pauses(self._intervals), *self._checks))
        return max(left - min(max(0.0, now - time), silence), 0.0)

    @property
    def usual(self) -> float | None:
        """Return how many seconds a step takes without a check; None while that was not measured."""
        kept = self._without_pauses(self._intervals)
        steps = sum(count for count, _ in kept)
        if steps:
            return sum(seconds for _, seconds in kept) / steps
        kept = list(self._checks)
        steps = sum(count for count, _ in kept)
        return median(seconds / count for count, seconds in kept) if steps else None

    def _start(self, step: int, time: float) -> None:
        self._reached = self._from = (step, time)
        self._checked = False

    def _end_interval(self, step: int, time: float, *, validated: bool) -> None:
        begun_at, began = self._from or (step, time)
        interval = (step - begun_at, time - began)
        # A check is measured after its step and told with it, or in the burst that follows.
        (self._checks if validated or self._checked else self._intervals).append(interval)
        self._from = (step, time)
        self._checked = False

    def _without_pauses(self, intervals: deque[_Interval]) -> list[_Interval]:
        if not intervals:
            return []
        usual = median(seconds / steps for steps, seconds in intervals)
        return [(steps, seconds) for steps, seconds in intervals if seconds <= max(_SHORT, _STEADY * usual * steps)]

    def _extra(self, usual: float) -> float:
        """Return how many seconds a check takes; a check during which somebody slept is one among others."""
        if not self._checks or not self._intervals:
            return 0.0
        return max(0.0, median(seconds - steps * usual for steps, seconds in self._checks))

    def _checks_left(self, step: int, total: int) -> int:
        if not self._checked_at:
            return 0
        last = self._checked_at[-1]
        gaps = [later - earlier for earlier, later in pairwise((0, *self._checked_at))]
        return int((total - last) // max(1.0, median(gaps))) if total > max(last, step - 1) else 0
