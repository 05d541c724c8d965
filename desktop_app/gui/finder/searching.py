"""A search under way: what it asks, what has come, what it has cost, and how long it will still take."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell
from desktop_app.core.problem import Problem
from desktop_app.core.sweep_figures import Figure, Score, Sheet
from desktop_app.gui.background import Background, Task
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Again, Failed, Halted
from desktop_app.work.find_values import Enough, Opened, Scored, Told, Wanted, begin, search, show
from desktop_app.work.sites import Sites

_BEFORE_A_GUESS = 8
"""After so many answers their pace says something about the rest."""


@dataclass(slots=True)
class Known:
    """What is known of a search: its batch, the answers, why some did not come."""

    number: int
    batch: Batch
    sheet: Sheet = field(default_factory=Sheet)
    answers: dict[Cell, Answer] = field(default_factory=dict)
    scores: dict[Cell, Score] = field(default_factory=dict)
    faults: dict[Cell, Problem] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Return how many answers are missing."""
        return self.batch.size - len(self.answers)

    @property
    def dollars(self) -> float | None:
        """Return what the answers have cost; None where that is not known of all of them."""
        costs = [score.values.get(Figure.COST) for score in self.scores.values()]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None


class Searching(QObject):
    """Begins, pauses and goes on with one search at a time."""

    opened = Signal()
    """Another search is on show; `known` has it."""
    changed = Signal()
    """More has come."""
    ended = Signal()
    """Nothing more comes: all was asked, the user paused, the money is spent, or nobody could be asked."""
    troubled = Signal(object)
    """A Problem: a search could not be begun, read or gone on with."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._task: Task | None = None
        self._asking = False
        self._since = 0.0
        self._come = self._kept = 0
        self.known: Known | None = None
        self.halted: Problem | None = None
        """Why the model cannot be asked any more."""
        self.waiting: Problem | None = None
        """Why the provider is waited for, since the last answer."""
        self.enough: float | None = None
        """The dollars that were spent, where the search has ended because of them."""

    @property
    def running(self) -> bool:
        """Tell whether the model is being asked."""
        return self._task is not None and self._asking

    @property
    def reading(self) -> bool:
        """Tell whether a kept search is being read, or a new one written down."""
        return self._task is not None and not self._asking

    @property
    def unfinished(self) -> bool:
        """Tell whether answers are missing in the search on show."""
        return self.known is not None and self.known.left > 0

    @property
    def seconds_left(self) -> float | None:
        """Return how long the rest will take at the pace so far; None as long as nobody can tell."""
        if self.known is None or self._come < _BEFORE_A_GUESS:
            return None
        return (monotonic() - self._since) / self._come * self.known.left

    def begin(self, project: Project, wanted: Wanted, most: float | None) -> None:
        """Write a search down and ask; `most` is how many dollars it may cost."""
        if self._task is None:
            task: Task = self._background.run(
                self,
                begin(project, self._sites, wanted),
                on_done=lambda number: self._begun(task, project, number, most),
                on_problem=lambda problem: self._fail(task, problem),
            )
            self._task, self._asking = task, False

    def go_on(self, project: Project, number: int, most: float | None) -> None:
        """Ask what is missing in a search."""
        if self._task is None:
            self._read(search(project, self._sites, number, most), asking=True)

    def show(self, project: Project, number: int) -> None:
        """Show a search as far as it has come."""
        if self._task is None:
            self._read(show(project, self._sites, number), asking=False)

    def pause(self) -> None:
        """Ask no more; all that has come is kept."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self.ended.emit()

    def forget(self) -> None:
        """Pause, and show nothing: the project is another one."""
        self.pause()
        self.known = None

    def _begun(self, task: Task, project: Project, number: int, most: float | None) -> None:
        if task is self._task:
            self._task = None
            self.go_on(project, number, most)

    def _read(self, told: AsyncIterator[Told], *, asking: bool) -> None:
        self.halted = self.waiting = self.enough = None
        self._come = 0
        task: Task = self._background.run(
            self,
            told,
            on_items=lambda items: self._hear(task, items),
            on_done=lambda _: self._finish(task),
            on_problem=lambda problem: self._fail(task, problem),
        )
        self._task, self._asking = task, asking

    def _hear(self, task: Task, items: list[Told]) -> None:
        if task is not self._task:
            return
        for item in items:
            if isinstance(item, Opened):
                self._open(item)
            elif isinstance(item, Scored):
                self._take(item)
            elif self.known is not None and isinstance(item, Failed):
                self.known.faults[item.cell] = item.problem
            elif isinstance(item, Again):
                self.waiting = item.problem
            elif isinstance(item, Halted):
                self.halted = item.problem
            elif isinstance(item, Enough):
                self.enough = item.dollars
        self.changed.emit()

    def _open(self, item: Opened) -> None:
        self.known = Known(item.number, item.batch, faults=dict(item.faults))
        self._kept, self._since = item.batch.size - item.left, monotonic()
        self.opened.emit()

    def _take(self, item: Scored) -> None:
        known = self.known
        if known is None:
            return
        known.answers[item.cell], known.scores[item.cell] = item.answer, item.score
        known.sheet.put(item.cell, item.score)
        known.faults.pop(item.cell, None)
        self.waiting = None
        if len(known.answers) == self._kept:
            self._since = monotonic()  # the rest is asked for from now on
        elif len(known.answers) > self._kept:
            self._come += 1

    def _finish(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self.ended.emit()

    def _fail(self, task: Task, problem: Problem) -> None:
        if task is self._task:
            self._task = None
            self.troubled.emit(problem)
            self.ended.emit()
