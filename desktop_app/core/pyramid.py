"""The lowest and highest value of each block of a long line, so that a picture of it costs the same at any length."""

from typing import TYPE_CHECKING

from desktop_app.core.growing import Growing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 64


class Pyramid:
    """Follows a line that grows: `keep_up` looks at new values alone."""

    def __init__(self) -> None:
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something is drawn

        self._low = Growing(np.float64)
        self._high = Growing(np.float64)

    def keep_up(self, values: "NDArray[np.float64]") -> None:
        """Take in the blocks that are complete and were not seen; `values` is the whole line, longer than before."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        seen, complete = len(self._low), len(values) // BLOCK
        if complete > seen:
            blocks = values[seen * BLOCK : complete * BLOCK].reshape(-1, BLOCK)
            self._low.extend(np.fmin.reduce(blocks, axis=1))
            self._high.extend(np.fmax.reduce(blocks, axis=1))

    def extremes(self, values: "NDArray[np.float64]", first: int, end: int) -> tuple[float, float] | None:
        """Return the lowest and the highest of `values[first:end]`; None if there is no number among them."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        start, stop = -(-first // BLOCK), min(end // BLOCK, len(self._low))
        if start >= stop:
            lows = highs = values[first:end]
        else:
            edges = (values[first : start * BLOCK], values[stop * BLOCK : end])
            lows = np.concatenate((self._low.view[start:stop], *edges))
            highs = np.concatenate((self._high.view[start:stop], *edges))
        if not len(lows):
            return None
        low, high = float(np.fmin.reduce(lows)), float(np.fmax.reduce(highs))
        return (low, high) if low == low else None  # noqa: PLR0124 - NaN alone differs from itself

    def thinned(
        self, values: "NDArray[np.float64]", first: int, end: int, most: int
    ) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return places and values that look like `values[first:end]` in a picture `most` points wide.

        Up to `most` values stay as they are; of more, each of equal stretches leaves its lowest and highest value, both
        at the stretch's middle. Stretches lie at the same places however far the line has grown, so that nothing
        flickers while it does.
        """
        import numpy as np  # noqa: PLC0415 - see the constructor

        if end - first <= most:
            return np.arange(first, end), values[first:end]
        width = 1 << max(0, (2 * (end - first) // most).bit_length())
        start = first // width * width
        bounds = np.arange(start, end, width)
        low, high = self._of_stretches(values, bounds, end, width)
        middles = np.minimum(bounds + width // 2, end - 1)
        return np.repeat(np.maximum(middles, first), 2), np.column_stack((low, high)).ravel()

    def _of_stretches(
        self, values: "NDArray[np.float64]", bounds: "NDArray[np.int64]", end: int, width: int
    ) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Return the lowest and highest of each stretch; whole blocks come from what was kept."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        kept = min(end // BLOCK, len(self._low))
        whole = (bounds + width <= kept * BLOCK).sum() if width >= BLOCK else 0
        if not whole:
            within = values[bounds[0] : end]
            return np.fmin.reduceat(within, bounds - bounds[0]), np.fmax.reduceat(within, bounds - bounds[0])
        first, stop, each = bounds[0] // BLOCK, (bounds[whole - 1] + width) // BLOCK, width // BLOCK
        low = np.fmin.reduce(self._low.view[first:stop].reshape(-1, each), axis=1)
        high = np.fmax.reduce(self._high.view[first:stop].reshape(-1, each), axis=1)
        if whole == len(bounds):
            return low, high
        rest, places = values[bounds[whole] : end], bounds[whole:] - bounds[whole]
        return (
            np.concatenate((low, np.fmin.reduceat(rest, places))),
            np.concatenate((high, np.fmax.reduceat(rest, places))),
        )
