"""Two threads that come to the same thing at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest


class Door:
    """A lock that tells when somebody has to wait before it."""

    def __init__(self) -> None:
        self.heard = threading.Event()
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self.heard.set()
            self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def meanwhile(
    monkeypatch: pytest.MonkeyPatch,
    door: Door,
    place: tuple[type, str],
    first: Callable[[], Any],
    other: Callable[[], Any],
) -> tuple[Any, Any]:
    """Do the first, and where it comes to a method (`place`) the other; return what came of each, a fault as it is.

    There the first one waits until the other is over, or has to wait for it before the door.
    """
    owner, name = place
    method, under_way = getattr(owner, name), []
    turn = threading.Lock()
    with ThreadPoolExecutor(1) as pool:

        def held(*arguments: Any) -> Any:
            if turn.acquire(blocking=False):  # the first one, the first time
                under_way.append(pool.submit(_outcome, other))
                under_way[0].add_done_callback(lambda _: door.heard.set())
                assert door.heard.wait(60)
            return method(*arguments)

        monkeypatch.setattr(owner, name, held)
        return _outcome(first), under_way[0].result()


def _outcome(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Exception as fault:
        return fault
