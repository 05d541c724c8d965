"""A batch under way: what is being asked, what has come, what it has cost, and how long it will still take."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Cell
from desktop_app.core.making import Item
from desktop_app.gui.answers.time_left import TimeLeft
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work import made_items, make
from desktop_app.work.ask_batch import Again, Begun, Failed, Got, Halted
from desktop_app.work.keep_batch import Opened
from desktop_app.work.made_items import Sheet
from desktop_app.work.make import Spent, Told
from desktop_app.work.purse import Enough
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from desktop_app.core.problem import Problem


class Underway(QObject):
    """Shows, asks and pauses one batch at a time; its answers are on disk before they are told here."""

    opened = Signal()
    """Another batch is on show, or the one on show was read anew; `sheet` has it."""
    changed = Signal(object)
    """These cells have another state (a set)."""
    ended = Signal()
    """Nothing is asked any more: all is answered, it was paused, the money is spent, or nobody could be asked."""
    troubled = Signal(object)
    """A Problem: a batch could not be read or gone on with."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._asking = OneTask(background, self)
        self._reading = OneTask(background, self)
        self._time_left = TimeLeft()
        self._project: Project | None = None
        self._places: dict[Cell, int] = {}
        self.sheet: Sheet | None = None
        self.asked: set[Cell] = set()
        """The cells that are being asked just now."""
        self.dollars: float | None = None
        """What the answers have cost; None where nobody knows."""
        self.halted: Problem | None = None
        """Why the model cannot be asked any more."""
        self.waiting: Problem | None = None
        """Why the provider is waited for, since the last answer."""
        self.enough: float | None = None
        """The dollars that were spent, where it has ended because of them."""

    @property
    def number(self) -> int | None:
        """Return the number of the batch on show."""
        return self.sheet.making.number if self.sheet is not None else None

    @property
    def running(self) -> bool:
        """Tell whether the model is being asked."""
        return self._asking.running

    @property
    def reading(self) -> bool:
        """Tell whether a batch is being read, the one on show or another."""
        return self._reading.running

    @property
    def left(self) -> int:
        """Return how many answers are missing."""
        return sum(item.answer is None for item in self.sheet.items) if self.sheet is not None else 0

    @property
    def seconds_left(self) -> float | None:
        """Return how long the rest will take at the pace so far; None as long as nobody can tell."""
        return self._time_left.seconds(self.left) if self.running else None

    def begin(self, project: Project, number: int) -> None:
        """Show a batch that was just written down, and ask."""
        self.forget()
        self._project = project
        self._read(number, ask=True)

    def show(self, project: Project, number: int) -> None:
        """Show a batch as far as it has come."""
        self.forget()
        self._project = project
        self._read(number, ask=False)

    def look(self) -> None:
        """Read the batch on show anew: rows have changed, or somebody has said something of its answers."""
        if self.number is not None and not self.running:
            self._read(self.number, ask=False)

    def go_on(self, more: float) -> None:
        """Ask what is missing; where the money was spent, so many dollars more may be."""
        project, of = self._project, self.number
        if project is None or of is None or self.running:
            return
        if self.enough is None:
            self._ask()
        else:
            allowed = make.allow(project, self._sites, of, self.enough + more)
            self._background.run(self, allowed, on_done=lambda _: self._ask(), on_problem=self.troubled.emit)

    def _ask(self) -> None:
        if self._project is None or self.number is None or self.running:
            return
        self.halted = self.waiting = self.enough = None
        told = make.go_on(self._project, self._sites, self.number)
        self._asking.begin(told, on_items=self._hear, on_problem=self.troubled.emit, on_end=self._rest)

    def pause(self) -> None:
        """Ask no more; all that has come is kept."""
        if self._asking.stop():
            self._rest()

    def forget(self) -> None:
        """Pause, and show nothing."""
        self.pause()
        self._reading.stop()
        self.sheet, self.dollars = None, None
        self.halted = self.waiting = self.enough = None

    def put(self, items: Sequence[Item]) -> None:
        """Show another state of some answers, which is on its way to the disk."""
        if self.sheet is not None:
            new = {item.cell: item for item in items}
            kept = tuple(new.get(one.cell, one) for one in self.sheet.items)
            self.sheet = replace(self.sheet, items=kept)
            self.changed.emit(set(new))

    def _read(self, number: int, *, ask: bool) -> None:
        if self._project is None:
            return

        def done(sheet: Sheet) -> None:
            self.sheet = sheet
            self._places = {item.cell: at for at, item in enumerate(sheet.items)}
            self.opened.emit()
            if ask:
                self._ask()

        self._reading.begin(made_items.read(self._project, number), on_done=done, on_problem=self.troubled.emit)

    def _hear(self, items: list[Told]) -> None:
        if self.sheet is None:
            return
        places = self._places
        known, touched = list(self.sheet.items), set[Cell]()
        for told in items:
            if isinstance(told, Begun | Got | Failed | Again):
                self._hear_cell(told, known, places)
                touched.add(told.cell)
            elif isinstance(told, Opened):
                self._time_left.begin()
            elif isinstance(told, Spent):
                self.dollars = told.dollars
            elif isinstance(told, Halted):
                self.halted = told.problem
            elif isinstance(told, Enough):
                self.enough = told.dollars
        self.sheet = replace(self.sheet, items=tuple(known))
        self.changed.emit(touched)

    def _hear_cell(self, told: Begun | Got | Failed | Again, known: list[Item], places: dict[Cell, int]) -> None:
        at = places.get(told.cell)
        if at is None:
            return
        if isinstance(told, Begun):
            self.asked.add(told.cell)
            return
        self.asked.discard(told.cell)
        if isinstance(told, Got):
            known[at] = replace(known[at], answer=told.answer, fault=None)
            self._time_left.came()
            self.waiting = None
        elif isinstance(told, Failed):
            known[at] = replace(known[at], fault=told.problem)
        else:
            self.waiting = told.problem

    def _rest(self) -> None:
        """Come to rest: read once more what is on disk."""
        self.asked.clear()
        self.waiting = None
        self.ended.emit()
        self.look()
