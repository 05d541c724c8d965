"""Where the names at the ends of lines stand, so that none lies on another."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], height: float, room: float) -> list[float]:
    """Return for each name the place of its middle, as near as possible to the wanted one.

    Names keep `height` from one another and stay between 0 and `room` as far as they fit at all; their order is kept.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    groups: list[list[float]] = []
    """Of each group of names that touch: its middle and how many they are."""
    for place in order:
        groups.append([_within(wanted[place], height / 2, room), 1])
        while len(groups) > 1 and _touch(groups[-2], groups[-1], height):
            (upper, above), (lower, below) = groups[-2:]
            count = above + below
            middle = (upper * above + lower * below) / count
            groups[-2:] = [[_within(middle, count * height / 2, room), count]]
    found = [0.0] * len(wanted)
    at = 0
    for middle, count in groups:
        for number in range(int(count)):
            found[order[at]] = middle + (number - (count - 1) / 2) * height
            at += 1
    return found


def _touch(upper: Sequence[float], lower: Sequence[float], height: float) -> bool:
    return lower[0] - upper[0] < (upper[1] + lower[1]) * height / 2


def _within(middle: float, half: float, room: float) -> float:
    return max(half, min(middle, max(room - half, half)))
