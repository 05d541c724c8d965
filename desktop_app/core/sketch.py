"""Curves as a small drawing (SVG) for pages that stand by themselves: lines, letters, nothing that is loaded or run."""

import math
from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT = 640, 180
_LEFT, _RIGHT, _TOP, _BELOW = 48, 8, 22, 22
_MOST = 400
"""So many points of a line can be told apart at this width."""
_DASHES = ("", "6 3", "2 3")
"""Lines differ in how they are drawn, not in colour alone: pages are printed in grey."""
_COLOURS = ("#2f62c4", "#b4540a", "#6b4fbb")

Curve = tuple[str, Sequence[float], Sequence[float]]
"""What a line is called, its places and its values; values that are no finite number are left out."""


def sketch(curves: Sequence[Curve], below: str) -> str:
    """Return the drawing of some curves over one axis, called `below`; "" where nothing can be drawn."""
    lines = [(name, _thinned(places, values)) for name, places, values in curves]
    lines = [(name, points) for name, points in lines if points]
    if not lines:
        return ""
    places = [x for _, points in lines for x, _ in points]
    values = [y for _, points in lines for _, y in points]
    box = (min(places), max(places), min(values), max(values))
    parts = [_axis(box, below)]
    for at, (name, points) in enumerate(lines):
        kind = f'fill="none" stroke="{_COLOURS[at % 3]}" stroke-width="1.5" stroke-dasharray="{_DASHES[at % 3]}"'
        path = " ".join(f"{_across(x, box):.1f},{_up(y, box):.1f}" for x, y in points)
        parts.append(f'<polyline {kind} points="{path}"/>')
        key = _LEFT + at * 200
        parts.append(f'<line {kind} x1="{key}" y1="10" x2="{key + 24}" y2="10"/>')
        parts.append(f'<text x="{key + 30}" y="14">{escape(name)}</text>')
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    style = 'font-family="sans-serif" font-size="11" fill="#555555"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {style}>{"".join(parts)}</svg>'


def _thinned(places: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
    """Return at most _MOST points: of each bundle of neighbours the mean, so that no single one stands for many."""
    points = [(float(x), float(y)) for x, y in zip(places, values, strict=True) if math.isfinite(y)]
    bundle = math.ceil(len(points) / _MOST)
    if bundle < 2:
        return points
    groups = [points[at : at + bundle] for at in range(0, len(points), bundle)]
    return [(sum(x for x, _ in group) / len(group), sum(y for _, y in group) / len(group)) for group in groups]


def _axis(box: tuple[float, float, float, float], below: str) -> str:
    first, last, low, high = box
    bottom, right = _HEIGHT - _BELOW, _WIDTH - _RIGHT
    frame = f'<path d="M{_LEFT},{_TOP} V{bottom} H{right}" fill="none" stroke="#999999"/>'
    said = [
        (_LEFT - 6, _TOP + 8, "end", f"{high:.3g}"),
        (_LEFT - 6, bottom, "end", f"{low:.3g}"),
        (_LEFT, bottom + 15, "start", f"{first:g}"),
        (right, bottom + 15, "end", f"{last:g}"),
        ((_LEFT + right) // 2, bottom + 15, "middle", below),
    ]
    return frame + "".join(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>' for x, y, anchor, words in said
    )


def _across(x: float, box: tuple[float, float, float, float]) -> float:
    first, last = box[0], box[1]
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * ((x - first) / (last - first) if last > first else 0.5)


def _up(y: float, box: tuple[float, float, float, float]) -> float:
    low, high = box[2], box[3]
    return _HEIGHT - _BELOW - (_HEIGHT - _TOP - _BELOW) * ((y - low) / (high - low) if high > low else 0.5)
