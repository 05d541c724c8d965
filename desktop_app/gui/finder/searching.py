"""A search under way: what it asks, what has come, what it has cost, and how long it will still take."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell
from desktop_app.core.problem import Problem
from desktop_app.core.sweep_figures import Figure, Score, Sheet
from desktop_app.gui.answers.time_left import TimeLeft
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Again, Failed, Halted
from desktop_app.work.find_values import Scored, Told, Wanted, begin, search, show
from desktop_app.work.keep_batch import Opened
from desktop_app.work.purse import Enough
from desktop_app.work.sites import Sites


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
        self._sites = sites
        self._work = OneTask(background, self)
        self._time_left = TimeLeft()
        self._asking = False
        self._kept = 0
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
        return self._work.running and self._asking

    @property
    def reading(self) -> bool:
        """Tell whether a kept search is being read, or a new one written down."""
        return self._work.running and not self._asking

    @property
    def unfinished(self) -> bool:
        """Tell whether answers are missing in the search on show."""
        return self.known is not None and self.known.left > 0

    @property
    def seconds_left(self) -> float | None:
        """Return how long the rest will take at the pace so far; None as long as nobody can tell."""
        return self._time_left.seconds(self.known.left) if self.known is not None else None

    def begin(self, project: Project, wanted: Wanted, most: float | None) -> None:
        """Write a search down and ask; `most` is how many dollars it may cost."""
        if not self._work.running:
            self._asking = False
            self._work.begin(
                begin(project, self._sites, wanted),
                on_done=lambda number: self.go_on(project, number, most),
                on_problem=self._fail,
            )

    def go_on(self, project: Project, number: int, most: float | None) -> None:
        """Ask what is missing in a search."""
        if not self._work.running:
            self._read(search(project, self._sites, number, most), asking=True)

    def show(self, project: Project, number: int) -> None:
        """Show a search as far as it has come."""
        if not self._work.running:
            self._read(show(project, self._sites, number), asking=False)

    def pause(self) -> None:
        """Ask no more; all that has come is kept."""
        if self._work.stop():
            self.ended.emit()

    def forget(self) -> None:
        """Pause, and show nothing: the project is another one."""
        self.pause()
        self.known = None

    def _read(self, told: AsyncIterator[Told], *, asking: bool) -> None:
        self.halted = self.waiting = self.enough = None
        self._asking = asking
        self._work.begin(told, on_items=self._hear, on_done=lambda _: self.ended.emit(), on_problem=self._fail)

    def _hear(self, items: list[Told]) -> None:
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
        self.known = Known(item.number, item.batch)
        self._kept = item.batch.size - item.left
        self._time_left.begin()
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
            self._time_left.begin()  # the rest is asked for from now on
        elif len(known.answers) > self._kept:
            self._time_left.came()

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(problem)
        self.ended.emit()
