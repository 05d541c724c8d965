"""What the worker process keeps at hand between two orders, so that the second is answered at once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Keeper:
    """Keeps the one thing that was read last, by what it was read from; an order that is given one gets the worker's.

    So whoever asks hands over a new, empty one, and gets the kept one's speed where there is a worker.
    """

    def __init__(self) -> None:
        self._key: Hashable = None
        self._kept: Any = None

    def get(self, key: Hashable, make: Callable[[], T], keep: Callable[[T], bool]) -> T:
        """Return what is kept under a key; else make it, in place of what was kept before, if `keep` wants it kept."""
        if self._kept is not None and self._key == key:
            return cast("T", self._kept)
        self._key = self._kept = None  # before the next one is there, so that both never need room at once
        made = make()
        if keep(made):
            self._key, self._kept = key, made
        return made
