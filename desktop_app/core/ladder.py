"""Which copies of something stay: many of the last days, some of the weeks before them, a few of the months before."""

from collections.abc import Callable, Iterable
from datetime import date

DAYS, WEEKS, MONTHS = 12, 10, 9
"""So many days, weeks and months with a copy keep one: the ladder of Anki's backups (its manual, "Backups")."""


def kept(days: Iterable[date]) -> frozenset[date]:
    """Return which of the days keep their copy: the newest ones, then the last of each week, then of each month.

    Days on which nothing was copied do not count, so whoever was away for a year finds what was there before.
    """
    left = sorted(set(days), reverse=True)
    stay = set(left[:DAYS])
    rungs: tuple[tuple[int, Callable[[date], tuple[int, int]]], ...] = (
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    )
    left = left[DAYS:]
    for count, period in rungs:
        last: dict[tuple[int, int], date] = {}
        for day in left:
            last.setdefault(period(day), day)
        rung = list(last)[:count]
        stay.update(last[each] for each in rung)
        left = [day for day in left if period(day) < rung[-1]]
    return frozenset(stay)
