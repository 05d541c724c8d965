"""Walking through prompts, asking the models of all columns about them, and keeping what they say."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Column, Voice
from desktop_app.gui.background import Background
from desktop_app.gui.playground.asking import Ask, Asking
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.column import AnswerColumn
from desktop_app.gui.playground.column_acts import ColumnActs
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.playground.prompts import Prompt, of_rows
from desktop_app.gui.playground.results import Outcome, Results
from desktop_app.gui.playground.shading import Shade
from desktop_app.gui.playground.voices import Choices
from desktop_app.gui.playground.walk import Walk
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.work.habits import Habits, habits
from desktop_app.work.sites import Sites


class Comparison(QObject):
    """Stands between the board, which shows, and the asking, which brings answers."""

    asking_changed = Signal(bool)

    def __init__(self, workspace: Workspace, background: Background, sites: Sites) -> None:
        super().__init__()
        self._workspace = workspace
        self._background = background
        self._results = Results()
        self._asking = Asking(background, sites, self)
        self._led_to: Prompt | None = None
        prompts = PromptList(self._is_answered, self)
        self.board = Board(prompts)
        self.setParent(self.board)
        self._walk = Walk(workspace, self.board, prompts)
        self._acts = ColumnActs(workspace, sites, self.board, self._walk)
        self._connect()
        self._walk.load()

    def _connect(self) -> None:
        board, asking = self.board, self._asking
        self._walk.shown.connect(self._show_answers)
        self._walk.left.connect(self._forget)
        board.all_wanted.connect(self.ask_all)
        board.stop_wanted.connect(self.stop)
        board.columns.changed.connect(self._on_columns)
        board.columns.again_wanted.connect(self._ask_again)
        board.parameters.form.changed.connect(self._on_columns)
        board.shade.currentIndexChanged.connect(lambda _: self._shade())
        self._acts.setting_chosen.connect(self._on_columns)
        asking.begun.connect(self._on_begun)
        asking.piece.connect(self._on_piece)
        asking.outcome.connect(self._on_outcome)
        asking.ended.connect(self._on_ended)

    @property
    def results(self) -> list[tuple[Prompt, tuple[Answer, ...]]]:
        """Return each prompt with an answer of every column, for all that all of them have answered."""
        return self._results.rows(self.board.asked)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked."""
        return self._asking.running

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Return the models of the columns."""
        return tuple(column.voice for column in self.board.columns.all if column.voice is not None)

    def offer(self, choices: Choices) -> None:
        """Offer these models."""
        self.board.columns.offer(choices)

    def compare(self, voices: Sequence[Voice]) -> None:
        """Compare these models."""
        self.board.columns.show_voices(voices)

    def look(self) -> None:
        """Take over how the data asks and answers, from the rows as they are now."""
        project = self._workspace.project
        if project is None:
            return

        def found(habit: Habits | None) -> None:
            if habit is not None and project is self._workspace.project:
                self._walk.take_over(habit)

        # Without a proposal the settings on show stay, and there is nothing to say.
        self._background.run(self, habits(project), on_done=found, on_problem=lambda _: None)

    def ask(self) -> None:
        """Ask all columns about the prompt on show."""
        prompt = self._walk.current
        if prompt is not None and prompt.text.strip():
            self._start(lambda: [prompt], self.board.asked)

    def ask_all(self) -> None:
        """Ask all columns about every held-out row, several at once."""
        project, ids = self._workspace.project, self._walk.held_out
        if project is not None and ids:
            self._start(partial(of_rows, project, ids), self.board.asked)

    def stop(self) -> None:
        """Stop asking; what has come stays."""
        self._asking.stop()

    def _start(self, read: Callable[[], Sequence[Prompt]], columns: tuple[Column, ...]) -> None:
        if self.asking or not columns:
            return
        self._led_to = None
        self._asking.start(read, Ask(columns, self._workspace.project))
        self.asking_changed.emit(self.asking)

    def _ask_again(self, side: AnswerColumn) -> None:
        prompt, column = self._walk.current, side.column(self.board.setting)
        if prompt is not None and column is not None:
            self._start(lambda: [prompt], (column,))

    def _show_answers(self) -> None:
        """Show what is known about the prompt on show, finished or not."""
        prompt = self._walk.current
        if prompt is None:
            return
        for side in self.board.columns.all:
            column = side.column(self.board.setting)
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
        prompt, sides = self._walk.current, self.board.columns.all
        shade = Shade(self.board.shade.currentData())
        first = sides[0].pane.answer.text if sides and sides[0].pane.answer is not None else ""
        for place, side in enumerate(sides):
            beside = prompt.expected if shade is Shade.EXPECTED and prompt is not None else first if place else ""
            side.pane.shade(shade, beside)

    def _forget(self) -> None:
        """Stop and forget: what was asked belongs to the project before."""
        self._asking.stop()
        self._results.clear()

    def _on_columns(self) -> None:
        self._show_answers()
        self._walk.refresh_marks()

    def _is_shown(self, prompt: Prompt) -> bool:
        return self._walk.current == prompt

    def _is_answered(self, prompt: Prompt) -> bool:
        columns = self.board.asked
        return bool(columns) and all(isinstance(self._results.get(prompt, column), Answer) for column in columns)

    def _on_begun(self, prompt: Prompt) -> None:
        """Lead the user to the first prompt that is asked; whoever reads on meanwhile is left in peace."""
        self._results.expect(prompt)
        if self._led_to is None:
            self._led_to = prompt
            self._walk.go(prompt)
        self._show_progress(asking=True)

    def _on_piece(self, prompt: Prompt, column: Column, text: str) -> None:
        if not self._is_shown(prompt):
            return
        for side in self._sides(column):
            if text:
                side.pane.append(text)
            else:
                side.pane.begin()

    def _on_outcome(self, prompt: Prompt, column: Column, outcome: Outcome) -> None:
        self._results.put(prompt, column, outcome)
        if self._is_shown(prompt):
            for side in self._sides(column):
                self._show_outcome(side, prompt, column)
            self._shade()
        self._walk.refresh_marks()
        if self.asking:
            self._show_progress(asking=True)

    def _sides(self, column: Column) -> list[AnswerColumn]:
        return [side for side in self.board.columns.all if side.column(self.board.setting) == column]

    def _on_ended(self) -> None:
        self._show_progress(asking=False)
        self._show_answers()
        self.asking_changed.emit(False)

    def _show_progress(self, *, asking: bool) -> None:
        said = self.tr("Asking…") if asking else ""
        if self._asking.total > 1:
            done, total = number(self._asking.finished), number(self._asking.total)
            said = self.tr("{0} of {1} prompts answered.").format(done, total)
        self.board.show_progress(said, asking=asking)
