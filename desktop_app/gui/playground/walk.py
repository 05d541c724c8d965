"""Walking through what can be asked: the user's own prompt, and the held-out rows of the project."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Prompt as Asked
from desktop_app.core.change import Change
from desktop_app.core.checks.ends import visible
from desktop_app.gui.answers.gaps import filled, gaps
from desktop_app.gui.answers.prompts import NOTHING, OWN, Prompt, held_out, of_rows, own, typed
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.work.habits import Habits

NO_HABITS = Habits(0)


class Walk(QObject):
    """Knows which prompt is on show, and says when it is another one."""

    shown = Signal()
    left = Signal()
    """The prompts are those of another project now."""

    def __init__(self, workspace: Workspace, board: Board, prompts: PromptList) -> None:
        super().__init__(board)
        self._workspace = workspace
        self._board = board
        self._prompts = prompts
        self._typed = ""
        self.habits = NO_HABITS
        """How the data asks and answers, as far as it is known."""
        board.row_chosen.connect(self._show_row)
        board.typed.connect(self._on_typed)
        board.gaps.changed.connect(self._on_typed)
        workspace.opened.connect(self.load)
        workspace.closed.connect(self.load)
        workspace.changed.connect(self._on_changed)

    @property
    def current(self) -> Prompt | None:
        """Return the prompt on show."""
        if self._board.row == 0:
            return self._own
        return self._prompts.prompt(self._board.row)

    @property
    def _own(self) -> Prompt:
        """Return the typed prompt with its gaps filled."""
        return own(filled(self._typed, self._board.gaps.values), self._prompts.held, self.habits.ending)

    @property
    def held_out(self) -> list[int]:
        """Return the ids of the held-out rows."""
        return list(self._prompts.held.ids)

    def go(self, prompt: Prompt) -> None:
        """Show a prompt."""
        if self.current != prompt:
            self._board.choose_row(self._prompts.row_of(prompt.key))

    def go_to(self, asked: Asked) -> Prompt:
        """Show what was asked before: its row where it still is one, else as a prompt of one's own."""
        row = self._prompts.row_of(asked.row) if asked.row is not None else 0
        listed = self._prompts.prompt(row)
        if listed is None:
            self._typed = typed(asked, self.habits.ending)
        self._board.choose_row(row)
        self._show_row(row)
        return listed or self._own

    def as_listed(self, asked: Asked) -> Prompt:
        """Return the prompt that shows what was asked before."""
        text = typed(asked, self.habits.ending)
        return Prompt(asked.row or OWN, text, asked.question, asked.expected)

    def refresh_marks(self) -> None:
        """Look anew which prompts have been answered."""
        self._prompts.refresh_marks()

    def take_over(self, habits: Habits) -> None:
        """Ask the way the data does: endings, and how long answers are, unless the user has set otherwise."""
        form = self._board.parameters.form
        form.suggest_length(habits.tokens)
        form.suggest_stop(habits.stop, self.habits.stop)
        self._board.parameters.presets.take_over(habits)
        self.habits = habits
        self._show_ending()

    def load(self) -> None:
        """Fill the list from the project that is open now."""
        self._typed, self.habits = "", NO_HABITS
        self.left.emit()
        self._list_rows(None)

    def _on_changed(self, change: Change) -> None:
        if change.examples or change.order:
            prompt = self._prompts.prompt(self._board.row)
            stays = bool(self._typed) or bool(self.held_out)  # who could only type so far is shown the first rows
            self._list_rows(prompt.key if prompt else OWN if stays else None)

    def _list_rows(self, keep: int | None) -> None:
        """List the held-out rows and show the prompt with the key `keep`; None shows the first of them."""
        project = self._workspace.project
        held = held_out(project) if project is not None else NOTHING
        self._prompts.set_rows(held, partial(of_rows, project) if project is not None else lambda _ids: [])
        count = len(held.ids)
        note = self.tr("{0} rows the models have not learned from (held-out rows).").format(number(count))
        if not count:
            note = self.tr(
                "There are no held-out rows. Move some rows to the test part in the table, or type your own prompt."
            )
        self._board.show_note(note, can_ask_all=count > 0)
        self._board.choose_row(min(1, count) if keep is None else self._prompts.row_of(keep))
        self._show_row(self._board.row)

    def _show_row(self, row: int) -> None:
        prompt = self.current
        if row >= 0 and prompt is not None:
            self._board.show_prompt(replace(prompt, text=self._typed) if row == 0 else prompt, own=row == 0)
            self._show_ending()
            self.shown.emit()

    def _show_ending(self) -> None:
        prompt = self.current
        added = prompt is not None and isinstance(prompt.question, str) and prompt.question != prompt.text
        words = self.tr("Sent with the ending that all prompts of your data have: {0}")
        self._board.show_ending(words.format(f"“{visible(self.habits.ending)}”") if added else "")

    def _on_typed(self) -> None:
        if self._board.row == 0:
            self._typed = self._board.prompt_text
            self._board.gaps.show_names(gaps(self._typed))
            self._show_ending()
            self.shown.emit()
