"""An array that grows at its end at little cost."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FIRST = 256


class Growing:
    """Numbers of one kind in a row; a view taken earlier keeps what it showed."""

    def __init__(self, kind: "type[np.float64 | np.int64]", room: int = 0) -> None:
        """Hold no numbers yet; up to `room` of them come without those before being moved."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before something was measured

        self._room: NDArray[Any] = np.empty(max(room, _FIRST), dtype=kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def room(self) -> int:
        """Return for how many numbers there is room before they have to be moved."""
        return len(self._room)

    @property
    def view(self) -> "NDArray[Any]":
        """Return all numbers; not to be written to."""
        return self._room[: self._length]

    def extend(self, numbers: "NDArray[Any]") -> None:
        """Add numbers at the end; the room doubles when it is used up, so that adding stays cheap."""
        import numpy as np  # noqa: PLC0415 - see the constructor

        length = self._length + len(numbers)
        if length > len(self._room):
            larger: NDArray[Any] = np.empty(max(length, 2 * len(self._room)), dtype=self._room.dtype)
            larger[: self._length] = self.view
            self._room = larger
        self._room[self._length : length] = numbers
        self._length = length

    def put(self, numbers: "NDArray[Any]") -> None:
        """Hold these numbers and no others."""
        self._room = numbers.astype(self._room.dtype)
        self._length = len(numbers)
