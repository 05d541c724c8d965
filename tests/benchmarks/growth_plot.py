"""`python -m tests.benchmarks.growth_plot FIGURES.json PICTURE.svg`: draws what `growth` measured.

FIGURES is what `python -m tests.benchmarks growth --json FIGURES.json` wrote. Three panels with both axes logarithmic;
a dashed line shows what it would be if the cost grew as the number does.
"""

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

SIZE, PANEL, ABOVE, BELOW, LEFT = (960, 460), 300, 50, 270, 58
COLOURS = ("#3a6ea5", "#c05c1e", "#2f8f5b", "#8a4fa3", "#b03a5b", "#6b7280", "#a07800")
STYLE = (
    "text{font:12px sans-serif;fill:#333}.g{stroke:#ddd}.d{stroke:#888;stroke-dasharray:4 4}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}}"
)

Lines = Mapping[str, Mapping[int, float]]


def lines_of(figures: Iterable[Mapping[str, object]]) -> dict[str, dict[str, dict[int, float]]]:
    """Return for each kind of thing ("rows", …) what was done, and its seconds by the number of things."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for figure in figures:
        what, _, size = str(figure["words"]).rpartition(", ")
        count, kind = size.split(" ")
        found.setdefault(kind, {}).setdefault(what, {})[int(count)] = float(str(figure["value"]))
    return found


def picture(found: Mapping[str, Lines]) -> str:
    """Return the picture as SVG."""
    inside = [part for at, (kind, lines) in enumerate(found.items()) for part in _panel(at * PANEL, kind, lines)]
    width, height = SIZE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><style>{STYLE}</style>'
    return "\n".join([head, *inside, "</svg>", ""])


def _panel(left: int, kind: str, lines: Lines) -> Iterator[str]:
    sizes = sorted({size for line in lines.values() for size in line})
    values = [max(value, 1e-6) for line in lines.values() for value in line.values()]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    begin, end = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(size: float) -> float:
        return left + LEFT + (PANEL - LEFT - 20) * (math.log10(size) - begin) / (end - begin)

    def y(value: float) -> float:
        return ABOVE + (BELOW - ABOVE) * (high - math.log10(max(value, 1e-6))) / (high - low)

    yield f'<text x="{left + LEFT}" y="{ABOVE - 22}">seconds by number of {escape(kind)}</text>'
    for power in range(low, high + 1):
        at = y(10.0**power)
        yield f'<line class="g" x1="{left + LEFT}" x2="{left + PANEL - 20}" y1="{at:.1f}" y2="{at:.1f}"/>'
        yield f'<text x="{left + LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for size in sizes:
        yield f'<text x="{x(size):.1f}" y="{BELOW + 18}" text-anchor="middle">{_short(size)}</text>'
    yield _path(
        "d", "", [(x(size), y(10.0**low * size / sizes[0])) for size in sizes if size / sizes[0] <= 10 ** (high - low)]
    )
    for number, (what, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        yield _path("", colour, [(x(size), y(value)) for size, value in sorted(line.items())])
        at = BELOW + 44 + 18 * number
        yield f'<rect x="{left + LEFT}" y="{at - 9}" width="12" height="4" fill="{colour}"/>'
        yield f'<text x="{left + LEFT + 18}" y="{at - 2}">{escape(what)}</text>'


def _path(name: str, colour: str, places: Sequence[tuple[float, float]]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    look = f'class="{name}"' if name else f'stroke="{colour}" stroke-width="2"'
    return f'<polyline fill="none" {look} points="{points}"/>'


def _short(size: int) -> str:
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size // 1000}k" if size >= 1000 else str(size)


def main(figures: Path, target: Path) -> None:
    """Draw it."""
    told = json.loads(figures.read_text(encoding="utf-8"))["benchmarks"]["growth"]["figures"]
    target.write_text(picture(lines_of(told)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
