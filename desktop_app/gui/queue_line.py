"""The line at the window's foot that says which provider asks to wait, how long still, and how many requests wait."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import clock, number
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import Picture
from desktop_app.providers.pace import Queue

_EVERY_MS = 500
_LEAST_SECONDS = 1.5
"""A shorter rest is over before anybody has read of it."""

Queues = Callable[[], Iterable[tuple[str, Queue]]]


class QueueLine(QFrame):
    """Comes when a provider asks to wait and goes when that is over; of several it names the one that rests longest."""

    def __init__(self, queues: Queues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queues = queues
        self.said = Elided()
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(SMALL)
        box.addWidget(Picture("clock", 16, "muted"))
        box.addWidget(self.said, 1)
        self.hide()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look at the queues now."""
        resting = [(queue.seconds, title, queue.waiting) for title, queue in self._queues()]
        seconds, title, waiting = max(resting, default=(0.0, "", 0))
        shown = seconds >= (_LEAST_SECONDS if self.isHidden() else 0.0001)
        if shown:
            self.said.set_text(self._words(title, seconds, waiting))
        self.setVisible(shown)

    def _words(self, title: str, seconds: float, waiting: int) -> str:
        left = clock(seconds + 0.999)
        if not waiting:
            return self.tr("{0} asks to wait. TuneDesk goes on in {1}.").format(title, left)
        words = self.tr("{0} asks to wait. TuneDesk goes on in {1}; requests that wait: {2}.")
        return words.format(title, left, number(waiting))
