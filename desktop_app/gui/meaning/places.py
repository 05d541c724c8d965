"""Where the points of a map lie, and which of them is meant: by the mouse, by an arrow key, by a line around them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from desktop_app.gui.meaning.raster import View
from desktop_app.work.meaning_map import Colouring, Map

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A map's points: the rows' ids, two coordinates of each from 0 to 1, and its group among those of these names."""

    ids: "NDArray[np.int64]"
    xy: "NDArray[np.float32]"
    groups: "NDArray[np.uint8]"
    names: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    def place_of(self, row: int) -> int:
        """Return the place of a row; -1 where the map does not have it."""
        found = (self.ids == row).nonzero()[0]
        return int(found[0]) if len(found) else -1


def points(drawn: Map, colouring: Colouring) -> Points:
    """Return the points of a map in their groups."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    return Points(
        np.frombuffer(drawn.rows, np.int64),
        np.frombuffer(drawn.places, "<f4").reshape(-1, 2),
        np.frombuffer(colouring.groups, np.uint8),
        colouring.names,
    )


def none_of(found: Points) -> "NDArray[np.bool_]":
    """Return the choice of nothing."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    return np.zeros(found.count, dtype=np.bool_)


def pixels(found: Points, view: View, ratio: float = 1.0) -> "NDArray[np.float32]":
    """Return where the points lie in the picture, with `ratio` pixels for each of the view's."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    made: NDArray[np.float32] = found.xy * np.float32(view.scale * ratio)
    made += np.array([view.left * ratio, view.top * ratio], dtype=np.float32)
    return made


def nearest(found: Points, view: View, at: QPointF, reach: float) -> int:
    """Return the place of the point nearest to a pixel; -1 where none is within reach."""
    if not found.count:
        return -1
    away = _away(found, view, at)
    squares = (away**2).sum(axis=1)
    place = int(squares.argmin())
    return place if squares[place] <= reach * reach else -1


def towards(found: Points, view: View, start: QPointF, way: tuple[float, float], besides: int) -> int:
    """Return the place of the nearest point in a direction (a quarter of all); where there is none, `besides`."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    away = _away(found, view, start)
    along = away[:, 0] * way[0] + away[:, 1] * way[1]
    aside = np.abs(away[:, 0] * way[1] - away[:, 1] * way[0])
    fits = (along > 0) & (aside <= along)
    if besides >= 0:
        fits[besides] = False
    if not fits.any():
        return besides
    return int(np.where(fits, along + 0.5 * aside, np.inf).argmin())


def inside(found: Points, view: View, outline: QPolygonF) -> "NDArray[np.bool_]":
    """Return which points lie within a line that was drawn around them."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    corners = [(corner.x(), corner.y()) for corner in outline.toList()]
    within = none_of(found)
    if len(corners) < 3:
        return within
    at = pixels(found, view)
    x, y = at[:, 0], at[:, 1]
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y1 != y2:
            crosses = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
            within ^= crosses
    return np.asarray(within)


def _away(found: Points, view: View, at: QPointF) -> "NDArray[np.float32]":
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    made: NDArray[np.float32] = pixels(found, view) - np.array([at.x(), at.y()], dtype=np.float32)
    return made
