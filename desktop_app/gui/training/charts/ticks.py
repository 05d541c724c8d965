"""Where an axis has its numbers, and how they read."""

import math

from PySide6.QtCore import QLocale

from desktop_app.gui.widgets.amounts import clock, number

Tick = tuple[float, str]
"""A place on the axis and what stands there."""
_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_MOST = 50


def steps(low: float, high: float, wanted: int) -> list[Tick]:
    """Return round whole numbers of a range, about as many as wanted."""
    return [(place, number(round(place))) for place in _round(low, high, max(1.0, _width(low, high, wanted)))]


def values(low: float, high: float, wanted: int) -> list[Tick]:
    """Return round numbers of a range, with the digits that tell them apart."""
    width = _width(low, high, wanted)
    return [(place, _with_digits(place, width)) for place in _round(low, high, width)]


def shares(low: float, high: float, wanted: int) -> list[Tick]:
    """Return round percentages of a range of shares."""
    return [(place / 100, f"{said} %") for place, said in values(100 * low, 100 * high, wanted)]


def powers(low: float, high: float, wanted: int, *, share: bool = False) -> list[Tick]:
    """Return numbers for an axis of decimal logarithms, from 10 to the power of `low` up to that of `high`."""
    for factors in ((1,), (1, 2, 5), tuple(range(1, 10))):
        found = [
            (math.log10(factor) + power, _power_said(factor, power, share=share))
            for power in range(math.floor(low), math.ceil(high) + 1)
            for factor in factors
            if low <= math.log10(factor) + power <= high
        ]
        if len(found) >= 3:
            return found[:: math.ceil(len(found) / max(wanted, 2))]
    plain = shares if share else values
    return [(math.log10(place), said) for place, said in plain(10.0**low, 10.0**high, wanted) if place > 0]


def times(low: float, high: float, wanted: int) -> list[Tick]:
    """Return round spans of time, given in seconds."""
    rough = (high - low) / max(wanted, 1)
    width = next((float(each) for each in _SECONDS if each >= rough), math.ceil(rough / 86400) * 86400.0)
    return [(place, clock(place)) for place in _round(low, high, width)]


def said(value: float, *, share: bool = False) -> str:
    """Return a measured value with about four digits, a share as a percentage."""
    if not math.isfinite(value):
        return "NaN"
    if share:
        return f"{number(100 * value, 1)} %"
    size = math.floor(math.log10(abs(value))) if value else 0
    return number(value, min(max(3 - size, 0), 10)) if -7 < size < 15 else QLocale().toString(value, "g", 4)


def _width(low: float, high: float, wanted: int) -> float:
    rough = (high - low) / max(wanted, 1)
    if rough <= 0 or not math.isfinite(rough):
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def _round(low: float, high: float, width: float) -> list[float]:
    slack = 1e-9 * min(1.0, (high - low) / width)  # a number at the very end is there, whatever rounding says
    first, last = math.ceil(low / width - slack), math.floor(high / width + slack)
    return [place * width for place in range(first, min(last, first + _MOST) + 1)]


def _with_digits(value: float, width: float) -> str:
    if not value:
        return number(0)
    digits = max(0, -math.floor(math.log10(width) + 1e-9))
    return number(value, digits) if digits <= 7 and abs(value) < 1e15 else QLocale().toString(value, "g", 3)


def _power_said(factor: int, power: int, *, share: bool) -> str:
    if share:
        return f"{_with_digits(factor * 10.0 ** (power + 2), 10.0 ** (power + 2))} %"
    return _with_digits(factor * 10.0**power, 10.0**power)
