"""The points of a map painted into a picture: 100,000 of them in some hundredths of a second.

Each group has a shape beside its colour. Points are written into the picture by NumPy, a pixel of the shape for all of
them at a time; a scene with an item for each would be late at every movement of the hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHAPES = ("disc", "square", "triangle", "diamond", "plus", "cross")
_FEW, _MANY = 3000, 30_000


@dataclass(frozen=True, slots=True)
class View:
    """How the map lies in the picture: pixel = place * scale + offset."""

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours: of the ground, of each group, and of what is chosen."""

    ground: str
    groups: tuple[str, ...]
    faint: str
    chosen: str


def side(count: int, ratio: float) -> int:
    """Return how many pixels wide a point is, an odd number: smaller the more there are."""
    wide = 11 if count <= _FEW else 7 if count <= _MANY else 5
    return int(wide * ratio) | 1


def shape(name: str, wide: int) -> "NDArray[np.bool_]":
    """Return the pixels of a shape in a square of so many."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    half = wide // 2
    down, across = np.mgrid[-half : half + 1, -half : half + 1]
    thick = max(1, wide // 7)
    if name == "square":
        return np.asarray((np.abs(down) < half) & (np.abs(across) < half))
    if name == "triangle":
        return np.asarray(np.abs(across) * 2 <= down + half)
    if name == "diamond":
        return np.asarray(np.abs(across) + np.abs(down) <= half)
    if name == "plus":
        return np.asarray((np.abs(across) < thick) | (np.abs(down) < thick))
    if name == "cross":
        return np.asarray(np.abs(np.abs(across) - np.abs(down)) < thick)
    return np.asarray(across**2 + down**2 <= half**2 + 1)


def paint(
    size: tuple[int, int],
    pixels: "NDArray[np.float32]",
    groups: "NDArray[np.uint8]",
    shown: Sequence[int],
    chosen: "NDArray[np.bool_]",
    look: tuple[Inks, int],
) -> QImage:
    """Return the picture of points at these pixels; groups that are not `shown` are faint, the chosen ones ringed."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    inks, wide = look
    width, height = size
    canvas = np.full((height + 4 * wide, width + 4 * wide), _rgb(inks.ground), dtype=np.uint32)
    at = np.rint(pixels).astype(np.int32) + 2 * wide
    inside = (at[:, 0] >= wide) & (at[:, 0] < width + 3 * wide) & (at[:, 1] >= wide) & (at[:, 1] < height + 3 * wide)
    of_group = [np.flatnonzero(inside & (groups == group)) for group in range(len(inks.groups))]
    faint = [number for number in range(len(inks.groups)) if number not in shown]
    for number in (*faint, *shown):  # the largest groups come first and do not hide the small ones
        ink = inks.faint if number in faint else inks.groups[number]
        _put(canvas, at[of_group[number]], shape(SHAPES[number % len(SHAPES)], wide), _rgb(ink))
    ringed = np.flatnonzero(inside & chosen)
    if len(ringed):
        outer = shape("disc", wide + 6)
        outer[3:-3, 3:-3] &= ~shape("disc", wide)
        _put(canvas, at[ringed], outer, _rgb(inks.chosen))
    cut = np.ascontiguousarray(canvas[2 * wide : 2 * wide + height, 2 * wide : 2 * wide + width])
    return QImage(cut.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _put(canvas: "NDArray[np.uint32]", at: "NDArray[np.int32]", mask: "NDArray[np.bool_]", ink: int) -> None:
    half = len(mask) // 2
    for down, across in zip(*mask.nonzero(), strict=True):
        canvas[at[:, 1] + (down - half), at[:, 0] + (across - half)] = ink


def _rgb(name: str) -> int:
    return QColor(name).rgb()
