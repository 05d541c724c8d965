"""Talking: what is sent, what comes, and what is kept of it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from desktop_app.core import talk as talks
from desktop_app.core.answer import Answer, Finish
from desktop_app.core.batch import Cell
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Leg, Speaker, Talk
from desktop_app.gui.answers.results import Broken, Outcome
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.talk.held import Held
from desktop_app.gui.workspace import Workspace
from desktop_app.work.ask_batch import Again, Begun, Failed, Got, Heard, Piece
from desktop_app.work.keep_batch import new_mark
from desktop_app.work.sites import Sites
from desktop_app.work.talk import Remembered, go_on


@dataclass(slots=True)
class _Open:
    """An answer that is still being written."""

    pieces: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """Return what has come."""
        return "".join(self.pieces)


class Talking(QObject):
    """Holds the conversation on show and asks its models; a stop keeps what has come."""

    changed = Signal()
    """There are other turns, or another branch, than before."""
    piece = Signal(object, str)
    """A Cell and what has come for it; "" where its answer begins anew."""
    outcome = Signal(object)
    """The Cell of which one knows how it ended."""
    asking_changed = Signal(bool)

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._sites = sites
        self._open: dict[Cell, _Open] = {}
        self._work = OneTask(background, self)
        self.held = _nothing()
        workspace.opened.connect(self.begin)
        workspace.closed.connect(self.begin)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked."""
        return self._work.running

    def coming(self, leg: Leg) -> str | None:
        """Return what has come for a leg so far; None where nothing is under way."""
        return next((under_way.text for cell, under_way in self._open.items() if cell.prompt == leg.place), None)

    def state(self, leg: Leg) -> Outcome | None:
        """Return the answer to a leg that is on show, or why there is none; None for one that was not asked yet."""
        cell = self.held.shown(leg)
        broken = self.held.broken.get(leg.place)
        if cell is None or (broken is not None and self.held.is_end(leg)):
            return broken
        return self.held.answers[cell]

    def begin(self) -> None:
        """Begin a conversation; the one before stays in the list of earlier ones."""
        self.stop()
        self.held = _nothing()
        self.changed.emit()

    def show(self, found: Remembered) -> None:
        """Go on with an earlier conversation, where its newest branch ended."""
        self.stop()
        answered = {cell.prompt for cell in found.answers}
        faults = {cell.prompt: problem for cell, problem in found.faults.items() if cell.prompt not in answered}
        broken = {place: Broken(problem) for place, problem in faults.items()}
        last = len(found.talk.turns) - 1 if found.talk.turns else None
        self.held = Held(found.talk, dict(found.answers), broken, last)
        self.changed.emit()

    def send(self, said: str, speakers: Mapping[int, Speaker]) -> None:
        """Say something to these threads."""
        if not self.asking and said.strip() and speakers:
            self.held.say(said, speakers)
            self._ask(self.held.open_cells()[-1:])

    def send_anew(self, turn: int, said: str, speakers: Mapping[int, Speaker], *, rest: bool) -> None:
        """Say a turn otherwise, and with `rest` all that followed again: a branch of its own."""
        if not self.asking and said.strip() and speakers:
            before = len(self.held.talk.turns)
            self.held.say_anew(turn, said, speakers, rest=rest)
            new = {leg.place for added in self.held.talk.turns[before:] for leg in added.legs}
            self._ask([cells for cells in self.held.open_cells() if cells[0].prompt in new])

    def again(self, leg: Leg, speaker: Speaker) -> None:
        """Ask a leg once more; what was answered before stays beside it."""
        if not self.asking:
            self.held.talk, cell = talks.again(self.held.talk, leg, speaker, self.held.answers)
            self.held.chosen.pop(leg.place, None)
            self._ask([[cell]])

    def go_on(self) -> None:
        """Ask what has no answer yet."""
        waves = self.held.open_cells()
        if not self.asking and waves:
            self._ask(waves)

    def stop(self) -> None:
        """Stop asking; what has come so far are answers that the user ended."""
        if not self._work.stop():
            return
        for cell, under_way in list(self._open.items()):
            if under_way.pieces:
                took = time.monotonic() - under_way.since
                model = self.held.talk.speakers[cell.column].column.voice.model
                self._close(cell, Answer(0, model, under_way.text, Finish.STOPPED_BY_USER, 0, took))
        self._end()

    def turn_to(self, turn: int) -> None:
        """Show another version of what was said in a turn."""
        if not self.asking:
            self.held.turn_to(turn)
            self.changed.emit()

    def choose(self, leg: Leg, cell: Cell) -> None:
        """Show another try, and go on from it."""
        self.held.chosen[leg.place] = cell
        self.held.broken.pop(leg.place, None)
        self.changed.emit()

    def _ask(self, waves: Sequence[Sequence[Cell]]) -> None:
        held = self.held
        for cell in (cell for wave in waves for cell in wave):
            held.broken.pop(cell.prompt, None)
        work = go_on(self._sites, self._workspace.project, held.talk, held.answers, waves)
        self._work.begin(
            work,
            on_items=self._hear,
            on_done=lambda _: self._end(),
            on_problem=lambda problem: self._fail(waves, problem),
        )
        self.changed.emit()
        self.asking_changed.emit(True)

    def _hear(self, items: list[Heard]) -> None:
        for item in items:
            if not self.asking:  # whoever was told of the one before has stopped it
                return
            if isinstance(item, Begun | Again):
                self._open[item.cell] = _Open()
                self.piece.emit(item.cell, "")
            elif isinstance(item, Piece) and item.cell in self._open:
                self._open[item.cell].pieces.append(item.text)
                self.piece.emit(item.cell, item.text)
            elif isinstance(item, Got):
                self._close(item.cell, item.answer)
            elif isinstance(item, Failed):
                self._close(item.cell, Broken(item.problem, item.text))

    def _close(self, cell: Cell, outcome: Outcome) -> None:
        self._open.pop(cell, None)
        if isinstance(outcome, Broken):
            self.held.broken[cell.prompt] = outcome
        else:
            self.held.broken.pop(cell.prompt, None)
            self.held.answers[cell] = outcome
        self.outcome.emit(cell)

    def _fail(self, waves: Sequence[Sequence[Cell]], problem: Problem) -> None:
        """Nobody could be asked at all, for example because the project cannot be written."""
        for cell in waves[0] if waves else ():
            self._close(cell, Broken(problem))
        self._end()

    def _end(self) -> None:
        self._open.clear()
        self.changed.emit()
        self.asking_changed.emit(False)


def _nothing() -> Held:
    return Held(Talk(new_mark(), "", time.time()))
