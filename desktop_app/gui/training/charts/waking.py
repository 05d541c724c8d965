"""Making Qt's types, a few at a time, before pyqtgraph asks for all of them at once."""

from collections.abc import Iterator
from time import perf_counter

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Signal

_TURN_S = 0.008


class Waking(QObject):
    """Names every type there is, a few at a time.

    PySide makes a type when it is named for the first time. pyqtgraph names them all as it is imported, which the
    window would have to wait for.
    """

    over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: Iterator[None] | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Begin; `over` comes when all types are there, soon if they were already."""
        if self._names is None:
            self._names = _named()
            self._next.start()

    def _go_on(self) -> None:
        names, began = self._names, perf_counter()
        while names is not None:
            if next(names, self) is self:
                self._names = names = None
                self.over.emit()
            elif perf_counter() - began > _TURN_S:
                self._next.start()
                return


def _named() -> Iterator[None]:
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            yield
