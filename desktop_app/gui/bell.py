"""A bell that any thread may ring in the GUI's thread."""

import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from weakref import finalize

from PySide6.QtCore import QObject, QSocketNotifier, Slot

_MANY = 4096


class Bell(QObject):
    """Lets the GUI's thread, to which it belongs, call what other threads hand over, in the order they did.

    It rings by a byte between two sockets. Whatever another thread would call of Qt, were it but a signal, looks up
    Python's classes while Qt does the same in the GUI's thread, and that has brought a process down.
    """

    def __init__(self) -> None:
        super().__init__()
        self._calls: deque[Callable[[], None]] = deque()
        self._ear, self._cord = ends = socket.socketpair()
        for end in ends:
            end.setblocking(False)
        finalize(self, _hang_up, *ends)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._answer)

    def ring(self, call: Callable[[], None]) -> None:
        """Have `call` called in the GUI's thread, soon; any thread may ring."""
        self._calls.append(call)
        with suppress(BlockingIOError):  # it rings already, and louder than needed
            self._cord.send(b"\0")

    @Slot()
    def _answer(self) -> None:
        with suppress(BlockingIOError):
            self._ear.recv(_MANY)
        try:
            for _ in range(len(self._calls)):
                self._calls.popleft()()
        finally:
            if self._calls:  # one of them broke off, or more came meanwhile
                with suppress(BlockingIOError):
                    self._cord.send(b"\0")


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        end.close()
