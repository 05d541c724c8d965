"""Under each column: what its answers to all prompts come to, so that columns can be compared as a whole."""

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Column
from desktop_app.core.labels import LONGEST_LABEL
from desktop_app.core.likeness import normalised
from desktop_app.core.tally import Tally, Told, tally
from desktop_app.gui.answers.places import dollars, money
from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.answers.results import Results
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.walk import Walk
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.work.sites import Sites

_SOON_MS = 200
"""Answers may come faster than anybody reads figures."""


class Sums(QObject):
    """Reckons again a moment after something has changed; one answer alone has its own line and needs no sum."""

    def __init__(self, board: Board, walk: Walk, results: Results, sites: Sites) -> None:
        super().__init__(board)
        self._board = board
        self._walk = walk
        self._results = results
        self._sites = sites
        self._marks: dict[tuple[int, Column], tuple[Answer, str, bool]] = {}
        """Whether an answer is right, for the answer and the end mark it was last asked of."""
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._draw)

    def look(self) -> None:
        """Look anew, in a moment."""
        if not self._soon.isActive():
            self._soon.start()

    def forget(self) -> None:
        """Forget what was reckoned: the prompts are others now."""
        self._marks.clear()
        self.look()

    def go_to_difference(self) -> None:
        """Go to the next prompt that not all columns answered alike; after the last one it begins at the first."""
        board = self._board
        rows = self._results.rows(board.asked)
        found = {self._walk.row_of(prompt) for prompt, said in rows if len({one.text.strip() for one in said}) > 1}
        if found:
            board.choose_row(min((row for row in found if row > board.row), default=min(found)))
            board.focus_prompts()
        else:
            board.show_outlay(self.tr("All columns answer alike, as far as they have answered."))

    def _draw(self) -> None:
        columns = self._board.asked
        self._board.offer_next(len(columns) > 1 and len(self._results.rows(columns)) > 1)
        for side in self._board.columns.all:
            column = side.column(self._board.setting)
            found = self._results.newest(column) if column is not None else []
            many = column is not None and len(found) > 1
            side.show_sum(self._words(tally(self._told(column, *one) for one in found)) if many and column else "")

    def _told(self, column: Column, prompt: Prompt, answer: Answer) -> Told:
        # No two people write one text alike: that none of them is as expected would say nothing of the model.
        exact = 0 < len(prompt.expected) <= LONGEST_LABEL
        right = self._right(column, prompt, answer) if exact else None
        return Told(answer, right, dollars(self._sites, column.voice, answer))

    def _right(self, column: Column, prompt: Prompt, answer: Answer) -> bool:
        stop = self._walk.habits.stop
        known = self._marks.get((prompt.key, column))
        if known is not None and known[0] is answer and known[1] == stop:
            return known[2]
        right = normalised(answer.text, prompt.expected, stop)
        self._marks[prompt.key, column] = (answer, stop, right)
        return right

    def _words(self, told: Tally) -> str:
        each = self.tr("{0} and {1} seconds each").format(how_many.tokens(round(told.tokens)), number(told.seconds, 1))
        if told.hoped:
            right = self.tr("{0} of {1} as expected").format(number(told.right), how_many.answers(told.hoped))
            said = self.tr("{0}; {1}").format(right, each)
        else:
            said = self.tr("{0}; {1}").format(how_many.answers(told.answers), each)
        return self.tr("{0}; {1} in all").format(said, money(told.dollars)) if told.dollars else said
