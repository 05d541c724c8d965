"""Python's search for what nobody holds any more, kept where it can do no harm to Qt."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250
"""Most times there is nothing to do but to look at three numbers."""


class Sweeper(QObject):
    """Takes the search for garbage in rings of references into the window's own turns of the event loop.

    By itself Python searches whenever much was made, in whichever thread that happens: objects of Qt would go in a
    thread they do not belong to, or while Qt hands an event to them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin; nobody else searches from now on."""
        super().__init__(parent)
        self._before = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(sweep)
        self._timer.start()

    def stop(self) -> None:
        """Leave the search to Python again, if it was left to it before."""
        self._timer.stop()
        if self._before:
            gc.enable()


def sweep() -> None:
    """Search as far as Python itself would by now: among new objects often, among old ones rarely."""
    due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    for generation in (2, 1, 0):
        if due[generation]:
            gc.collect(generation)
            return
