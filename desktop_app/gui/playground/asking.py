"""Asking the models of all columns, several prompts at once."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.batch import Batch, Cell, Column
from desktop_app.core.batch import Prompt as Asked
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.answers.results import Broken, Outcome
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Again, Begun, Failed, Got, Halted, Heard, Piece, compare
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Ask:
    """Which columns are asked, and where the answers are kept."""

    columns: tuple[Column, ...]
    project: Project | None
    repeats: int = 1
    """So many answers are wanted of each column to each prompt."""


@dataclass(slots=True)
class _Open:
    """An answer that is still being written."""

    since: float
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return what has come."""
        self.pieces[:] = ["".join(self.pieces)]
        return self.pieces[0]


class Asking(QObject):
    """Asks prompts in their order, eight requests to a place at once; a stop keeps what has come."""

    begun = Signal(object)
    """The Prompt whose answers will come now."""
    piece = Signal(object, object, str)
    """Prompt, Column and the text that has come for it; "" where an answer begins anew."""
    outcome = Signal(object, object, object)
    """Prompt, Column and its Answer, or Broken."""
    ended = Signal()
    """Nothing more comes: all prompts were asked, the user stopped, or no model could be reached."""

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sites = sites
        self._columns: tuple[Column, ...] = ()
        self._prompts: Sequence[Prompt] = ()
        self._each = 0
        """So many answers are wanted to each prompt."""
        self._open: dict[Cell, _Open] = {}
        self._told: dict[tuple[int, int], Cell] = {}
        """The answer, of those to the same prompt in the same column, that is told while it is being written."""
        self._ended: dict[int, int] = {}
        self._heard_of: set[int] = set()
        self._work = OneTask(background, self)
        self._finished = 0

    @property
    def running(self) -> bool:
        """Tell whether something is being asked."""
        return self._work.running

    @property
    def finished(self) -> int:
        """Return how many prompts have been asked to their end since the last start."""
        return self._finished

    @property
    def total(self) -> int:
        """Return how many prompts were asked for at the last start."""
        return len(self._prompts)

    def text(self, prompt: Prompt, column: Column) -> str | None:
        """Return what has come so far; None for an answer that is not being written."""
        for cell in self._told.values():
            if self._columns[cell.column] == column and self._prompts[cell.prompt] == prompt:
                return self._open[cell].text
        return None

    def start(self, read: Callable[[], Sequence[Prompt]], wanted: Ask) -> None:
        """Ask the prompts that `read` returns; it is called in another thread."""
        if self.running:
            return
        found: list[Prompt] = []

        def asked() -> list[Asked]:
            found.extend(read())
            return [prompt.asked for prompt in found]

        heard = compare(self._sites, asked, wanted.columns, wanted.project, wanted.repeats)
        self._listen(found, wanted.columns, heard, wanted.repeats)

    def go_on(self, prompts: Sequence[Prompt], batch: Batch, done: Iterable[Cell], heard: AsyncIterator[Heard]) -> None:
        """Listen to what comes of the cells of a batch that were not `done` when it broke off."""
        if not self.running:
            self._listen(prompts, batch.columns, heard, batch.repeats, Counter(cell.prompt for cell in done))

    def _listen(
        self,
        prompts: Sequence[Prompt],
        columns: tuple[Column, ...],
        heard: AsyncIterator[Heard],
        repeats: int,
        ended: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._prompts, self._columns, self._each = prompts, columns, len(columns) * repeats
        self._open.clear()
        self._told.clear()
        self._heard_of.clear()
        self._ended = dict(ended)
        self._finished = sum(count >= self._each for count in ended.values())
        self._work.begin(heard, on_items=self._hear, on_done=lambda _: self._finish(), on_problem=self._fail)

    def stop(self) -> None:
        """Stop asking; what has come so far is an answer that the user ended."""
        if not self._work.stop():
            return
        self._told.clear()
        for cell, said in list(self._open.items()):
            del self._open[cell]
            if said.text:
                model, seconds = self._columns[cell.column].voice.model, monotonic() - said.since
                self._tell(cell, Answer(0, model, said.text, Finish.STOPPED_BY_USER, 0, seconds))
        self.ended.emit()

    def _hear(self, items: list[Heard]) -> None:
        pieces: dict[Cell, list[str]] = {}
        for item in items:
            if not self.running:  # whoever was told of the one before has stopped it
                return
            if isinstance(item, Piece):
                pieces.setdefault(item.cell, []).append(item.text)
                continue
            self._add(pieces)
            if isinstance(item, Begun | Again):
                self._begin(item.cell)
            elif isinstance(item, Got):
                self._close(item.cell, item.answer)
            elif isinstance(item, Failed):
                self._close(item.cell, Broken(item.problem, item.text))
            elif isinstance(item, Halted):
                self._halt(item)
        self._add(pieces)

    def _begin(self, cell: Cell) -> None:
        prompt, fresh = self._prompts[cell.prompt], cell.prompt not in self._ended
        self._open[cell] = _Open(since=monotonic())
        self._heard_of.add(cell.column)
        if fresh:
            self._ended[cell.prompt] = 0
            self.begun.emit(prompt)
        if self._told.setdefault((cell.prompt, cell.column), cell) == cell:
            self.piece.emit(prompt, self._columns[cell.column], "")

    def _add(self, pieces: dict[Cell, list[str]]) -> None:
        """Hand on what has come, one piece of text a cell however many came."""
        for cell, texts in pieces.items():
            said = self._open.get(cell)
            if said is not None:
                text = "".join(texts)
                said.pieces.append(text)
                if self._told.get((cell.prompt, cell.column)) == cell:
                    self.piece.emit(self._prompts[cell.prompt], self._columns[cell.column], text)
        pieces.clear()

    def _halt(self, halted: Halted) -> None:
        """Say at the first prompt why a place cannot be asked, in its columns of which nothing was heard."""
        for number, column in enumerate(self._columns):
            if column.voice.site == halted.site and number not in self._heard_of:
                cell = Cell(0, number)
                if 0 not in self._ended:
                    self._ended[0] = 0
                    self.begun.emit(self._prompts[0])
                self._tell(cell, Broken(halted.problem))

    def _fail(self, problem: Problem) -> None:
        """Nobody could be asked at all."""
        for number in range(len(self._columns) if self._prompts else 0):
            self._close(Cell(0, number), Broken(problem))
        self._finish()

    def _finish(self) -> None:
        self._open.clear()
        self._told.clear()
        self.ended.emit()

    def _close(self, cell: Cell, outcome: Outcome) -> None:
        self._open.pop(cell, None)
        if self._told.get((cell.prompt, cell.column)) == cell:
            del self._told[cell.prompt, cell.column]
        self._ended[cell.prompt] = self._ended.get(cell.prompt, 0) + 1
        self._finished += self._ended[cell.prompt] == self._each
        self._tell(cell, outcome)

    def _tell(self, cell: Cell, outcome: Outcome) -> None:
        self.outcome.emit(self._prompts[cell.prompt], self._columns[cell.column], outcome)
