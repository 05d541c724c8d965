"""Smoothing: an average in which the newest values count most, and whose beginning is not drawn towards zero."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STRETCH = 1024
_STRETCHES = 32
"""So many stretches at once keep what is computed near the processor."""
_LARGEST = 1e60
"""Within a stretch the weights grow up to this, far from where numbers end."""
_NONE = 1e-20
"""A smaller weight changes no digit of any average."""


class Smoother:
    """The debiased exponential moving average of values that come in portions; values that are no number stay so."""

    def __init__(self, weight: float) -> None:
        """Prepare for `weight`: 0 changes nothing, towards 1 smooths more; ValueError beyond that."""
        if not 0 <= weight < 1:
            raise ValueError(f"weight must be at least 0 and below 1, not {weight}")
        self._weight = weight
        self._average = 0.0
        self._count = 0

    def smooth(self, values: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return the averages at the next values."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

        if self._weight < _NONE:
            return np.array(values, dtype=np.float64)
        known = np.isfinite(values)
        out = np.full(len(values), np.nan)
        out[known] = self._of_numbers(np.asarray(values, dtype=np.float64)[known])
        return out

    def _of_numbers(self, numbers: "NDArray[np.float64]") -> "NDArray[np.float64]":
        import numpy as np  # noqa: PLC0415 - see smooth

        counts = np.arange(self._count + 1, self._count + 1 + len(numbers), dtype=np.float64)
        averages = self._averages(numbers)
        self._count += len(numbers)
        # expm1 keeps the first digits where weight and count are such that the power is almost 1.
        return averages / -np.expm1(counts * math.log(self._weight))

    def _averages(self, numbers: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return the plain averages, many stretches at once; they still begin at zero."""
        import numpy as np  # noqa: PLC0415 - see smooth

        weight = self._weight
        stretch = max(1, min(_STRETCH, int(math.log(_LARGEST) / -math.log(weight))))
        falling = weight ** np.arange(1, stretch + 1, dtype=np.float64)
        rising = (1 - weight) / falling
        out = np.empty(len(numbers))
        at = 0
        while at < len(numbers):
            wide = min(stretch, len(numbers) - at)
            end = at + min(_STRETCHES, (len(numbers) - at) // wide) * wide
            sums = np.cumsum(numbers[at:end].reshape(-1, wide) * rising[:wide], axis=1)
            before = []
            for last in sums[:, -1].tolist():
                before.append(self._average)
                self._average = float(falling[wide - 1]) * (last + self._average)
            out[at:end] = (falling[:wide] * (sums + np.array(before)[:, np.newaxis])).ravel()
            at = end
        return out
