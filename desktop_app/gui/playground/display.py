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
        outcome = known[-1] if known else None
        price = self._acts.price(side, outcome) if isinstance(outcome, Answer) else ""
        side.pane.show_outcome(outcome, len(known), price)

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
        """Show how an answer ended."""
        if self._walk.current == prompt:
            for side in self._sides(column):
                self._show_outcome(side, prompt, column)
            self._shade()

    def _sides(self, column: Column) -> list[AnswerColumn]:
        return [side for side in self._board.columns.all if side.column(self._board.setting) == column]
