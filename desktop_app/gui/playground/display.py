"""Showing what is known about the prompt on show: answers as they come, how they ended, what is marked in them."""

from PySide6.QtCore import QObject

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Column
from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.answers.results import Results
from desktop_app.gui.answers.shading import Shade
from desktop_app.gui.playground.asking import Asking
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.column import AnswerColumn
from desktop_app.gui.playground.column_acts import ColumnActs
from desktop_app.gui.playground.walk import Walk


class Display(QObject):
    """Fills the columns; it decides nothing and asks nobody."""

    def __init__(self, board: Board, walk: Walk, results: Results, asking: Asking, acts: ColumnActs) -> None:
        super().__init__(board)
        self._board = board
        self._walk = walk
        self._results = results
        self._asking = asking
        self._acts = acts
        self._chosen: dict[tuple[int, Column], int] = {}
        """Which answer to a prompt is to be seen in a column, where it is not the newest."""
        board.columns.try_wanted.connect(self._choose)
        board.shade.currentIndexChanged.connect(lambda _: self._shade())

    def show_all(self) -> None:
        """Show what is known about the prompt on show, finished or not."""
        prompt = self._walk.current
        if prompt is None:
            return
        for side in self._board.columns.all:
            column = side.column(self._board.setting)
            said = self._asking.text(prompt, column) if column is not None else None
            if said is not None:
                side.pane.begin(said)
            else:
                self._show_outcome(side, prompt, column)
        self._shade()

    def _show_outcome(self, side: AnswerColumn, prompt: Prompt, column: Column | None) -> None:
        known = self._results.all(prompt, column) if column is not None else ()
        last = max(0, len(known) - 1)
        at = min(self._chosen.get((prompt.key, column), last), last) if column is not None else 0
        outcome = known[at] if known else None
        price = self._acts.price(side, outcome) if isinstance(outcome, Answer) else ""
        side.tries.show_version(at, last + 1)
        side.pane.show_outcome(outcome, at + 1, price)

    def _choose(self, side: AnswerColumn, at: int) -> None:
        """Show another answer of a column to the same prompt."""
        prompt, column = self._walk.current, side.column(self._board.setting)
        if prompt is not None and column is not None:
            self._chosen[prompt.key, column] = at
            self._show_outcome(side, prompt, column)
            self._shade()

    def forget(self) -> None:
        """Show the newest answers again: the prompts are others now."""
        self._chosen.clear()

    def _shade(self) -> None:
        prompt, sides = self._walk.current, self._board.columns.all
        shade = Shade(self._board.shade.currentData())
        first = sides[0].pane.answer.text if sides and sides[0].pane.answer is not None else ""
        for place, side in enumerate(sides):
            beside = prompt.expected if shade is Shade.EXPECTED and prompt is not None else first if place else ""
            side.pane.shade(shade, beside)

    def show_piece(self, prompt: Prompt, column: Column, text: str) -> None:
        """Add what has come to the columns that ask this; "" begins the answer anew."""
        if self._walk.current != prompt:
            return
        for side in self._sides(column):
            if text:
                side.pane.append(text)
            else:
                side.pane.begin()

    def show_end(self, prompt: Prompt, column: Column) -> None:
        """Show how an answer ended: the newest is the one to be seen."""
        self._chosen.pop((prompt.key, column), None)
        if self._walk.current == prompt:
            for side in self._sides(column):
                self._show_outcome(side, prompt, column)
            self._shade()

    def _sides(self, column: Column) -> list[AnswerColumn]:
        return [side for side in self._board.columns.all if side.column(self._board.setting) == column]
