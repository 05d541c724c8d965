"""Trainings in passing: how far they are and that one has ended, for those who look at something else."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import JobStatus
from desktop_app.gui.training import words
from desktop_app.gui.training.run import Run
from desktop_app.gui.under_way import Piece, UnderWay


class Passing(QObject):
    """Has a piece of work for each training of the open project that goes on."""

    ended = Signal(str, str, str)
    """A training came to its end: its id, what it is called and its state, and a sentence."""

    def __init__(self, under_way: UnderWay, way: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._under_way = under_way
        self._way = way
        self._pieces: dict[str, Piece] = {}

    def hear(self, run: Run, another_state: bool) -> None:
        """Take note of news of a training."""
        job, total = run.job, run.job.total_steps
        if not job.status.ended and job.status is not JobStatus.PAUSED:
            if job.id not in self._pieces:
                self._pieces[job.id] = self._under_way.piece(self, self._way)
            self._pieces[job.id].tell(words.in_passing(job, run.step), run.step / total if total else None)
            return
        self._leave(job.id)
        if another_state and (said := words.farewell(job)):
            self.ended.emit(job.id, words.headline(job), said)

    def leave(self) -> None:
        """Say no more of the trainings of a project that is closed; they go on."""
        for job_id in tuple(self._pieces):
            self._leave(job_id)

    def _leave(self, job_id: str) -> None:
        piece = self._pieces.pop(job_id, None)
        if piece is not None:
            piece.leave()  # its end has words of its own
            piece.deleteLater()
