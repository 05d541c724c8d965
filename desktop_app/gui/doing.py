"""A change of the project that is under way: how far it is, and the way to end it."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.text import Text
from desktop_app.gui.parting import part
from desktop_app.store.course import Course

LONG_MS, EVERY_MS = 400, 100
"""A change is long after the first of these; from then on it is told how far it is, each time the second is over."""


class Way(StrEnum):
    """Whether something is done, undone or done again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class Doing(QObject):
    """Goes when the change has come to its end, one way or the other (`ended`)."""

    long = Signal()
    """It takes so long that people should see it."""
    progressed = Signal(int, int)
    """So many rows are done of so many; of 0 where nobody knows."""
    ended = Signal()

    def __init__(self, label: Text | None, way: Way, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.way = way
        self.course = Course()
        self._clock = QTimer(self, interval=LONG_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()

    def cancel(self) -> None:
        """End it: nothing of it is kept, unless it is on disk already."""
        self.course.end()

    def follow(self, on_progress: Callable[[int, int], None] | None) -> None:
        """Let somebody else be told how far it is."""
        if on_progress is not None:
            self.progressed.connect(on_progress)

    def end(self) -> None:
        """Say that it is over."""
        self._clock.stop()
        self.ended.emit()
        part(self)

    def _tick(self) -> None:
        if self._clock.interval() == LONG_MS:
            self._clock.setInterval(EVERY_MS)
            self.long.emit()
        self.progressed.emit(self.course.done, self.course.total)
