"""Taking in what is heard of trainings, a little at a time however much comes at once."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic, time

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.job import Job
from desktop_app.gui.training.run import Run
from desktop_app.work.hearing import News

_TELL_MS = 100
"""What only adds to a curve or a story is told no more often than this."""


class Intake(QObject):
    """Lets each Run hear its News, one in a turn of the event loop, so that the window stays awake; and says so."""

    heard = Signal(object, bool)
    """A Run about which there is news, and whether its state is another one."""
    doubted = Signal(object)
    """A Run of which something was heard that its place was asked before it answered otherwise: who is right?"""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Run, News]] = deque()
        self._untold: dict[str, Run] = {}
        self._answered: dict[str, float] = {}
        """When a place answered last what was to be done with a job, in seconds of time.monotonic()."""
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._take_a_turn)
        self._rest = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._rest.timeout.connect(self._tell)

    def put(self, run: Run, news: Iterable[News]) -> None:
        """Take this in, after all that came before."""
        self._waiting.extend((run, each) for each in news)
        self._turn.start()

    def answer(self, run: Run, job: Job) -> None:
        """Take in at once what a place has just answered; what it was asked before does not count against it."""
        changed = job.status is not run.job.status
        run.job = job
        self._answered[job.id] = monotonic()
        self.heard.emit(run, changed)

    def is_old(self, news: News) -> bool:
        """Tell whether a place was asked for this before it answered what was to be done with the job."""
        return news.asked < self._answered.get(news.job.id, 0.0)

    def forget(self) -> None:
        """Drop what was not taken in yet: nobody wants to hear of these trainings any more."""
        self._waiting.clear()
        self._untold.clear()
        self._answered.clear()

    def _take_a_turn(self) -> None:
        if not self._waiting:
            return
        run, news = self._waiting.popleft()
        before = run.job.status
        doubtful = news.job.status is not before and self.is_old(news)
        run.hear(replace(news, job=run.job) if doubtful else news, time())
        if run.job.status is not before:
            self._say(run, another_state=True)
        else:
            self._untold[run.job.id] = run
            if not self._rest.isActive():
                self._rest.start()
        if doubtful and news.trouble is None:
            self.doubted.emit(run)
        self._turn.start()

    def _tell(self) -> None:
        for run in list(self._untold.values()):
            self._say(run, another_state=False)

    def _say(self, run: Run, *, another_state: bool) -> None:
        self._untold.pop(run.job.id, None)
        self.heard.emit(run, another_state)
