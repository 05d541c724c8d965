"""Walking through what can be asked: the user's own prompt, the held-out rows of the project, those of a file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Prompt as Asked
from desktop_app.core.change import Change
from desktop_app.core.checks.ends import visible
from desktop_app.core.prompt_file import Given
from desktop_app.gui.answers.known_habits import KnownHabits
from desktop_app.gui.answers.prompts import NOTHING, OWN, Prompt, held_out, of_file, of_rows, own, typed
from desktop_app.gui.background import Background
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.gaps import filled, gaps
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.theme.say import quoted
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.work.habits import Habits

NO_HABITS = Habits(0)


class Walk(QObject):
    """Knows which prompt is on show, and says when it is another one."""

    shown = Signal()
    left = Signal()
    """The prompts are those of another project now."""

    def __init__(self, workspace: Workspace, background: Background, board: Board, prompts: PromptList) -> None:
        super().__init__(board)
        self.known = KnownHabits(workspace, background, self)
        self._workspace = workspace
        self._board = board
        self._prompts = prompts
        self._typed = ""
        self._held = NOTHING
        self._file: tuple[str, Sequence[Given]] = ("", ())
        self._by_file = False
        self.habits = NO_HABITS
        """How the data asks and answers, as far as it is known."""
        self.known.found.connect(self._take_over)
        board.row_chosen.connect(self._show_row)
        board.prompt.typed.connect(self._on_typed)
        board.prompt.gaps.changed.connect(self._on_typed)
        board.sources.chosen.connect(self._choose_source)
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
        return own(filled(self._typed, self._board.prompt.gaps.values), self._held, self.habits.ending)

    def as_known(self, prompt: Prompt) -> Prompt:
        """Return a prompt, chosen before the habits of the data were known, as it is asked now that they are."""
        if prompt.key == OWN:
            return own(prompt.text, self._held, self.habits.ending)
        return self._prompts.prompt(self._prompts.row_of(prompt.key)) or prompt

    def all_listed(self) -> Callable[[], list[Prompt]] | None:
        """Return what reads all listed prompts, in any thread; None where there are none."""
        ids = list(self._prompts.ids)
        return partial(self._reader(), ids) if ids else None

    def list_given(self, name: str, given: Sequence[Given]) -> None:
        """List the prompts of a file, or of an earlier comparison of them, and show the first."""
        self._file, self._by_file = (name, given), bool(given)
        self._list_rows(None)

    def row_of(self, prompt: Prompt) -> int:
        """Return the row of a prompt in the list; 0, the user's own, for one that is not listed."""
        return self._prompts.row_of(prompt.key)

    def go(self, prompt: Prompt) -> None:
        """Make this prompt the current one, unless it is."""
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

    def as_listed(self, asked: Sequence[Asked], title: str) -> list[Prompt]:
        """Return the prompts that show what was asked before; several that are no rows are listed under a title."""
        found = [Prompt(one.row or OWN, typed(one, self.habits.ending), one.question, one.expected) for one in asked]
        if len(found) > 1 and all(one.key == OWN for one in found):
            given = [Given(one.text, one.expected, question=one.question) for one in found]
            self.list_given(title, given)
            return of_file(given, range(-1, -len(given) - 1, -1), self._held)
        return found

    def refresh_marks(self) -> None:
        """Look anew which prompts have been answered."""
        self._prompts.refresh_marks()

    def load(self) -> None:
        """Fill the list from the project that is open now."""
        self._typed, self.habits = "", NO_HABITS
        self._file, self._by_file = ("", ()), False
        self.left.emit()
        self._list_rows(None)

    def _take_over(self, found: Habits) -> None:
        """Ask the way the data does: endings, and how long answers are, unless the user has set otherwise."""
        form = self._board.parameters.form
        form.suggest_length(found.tokens)
        form.suggest_stop(found.stop, self.habits.stop)
        self._board.parameters.presets.take_over(found)
        other = found.ending != self.habits.ending
        self.habits = found
        if self._by_file and other:
            current = self.current
            self._list_rows(current.key if current is not None else None)
        self._show_ending()

    def _on_changed(self, change: Change) -> None:
        if change.examples or change.order:
            prompt = self._prompts.prompt(self._board.row)
            stays = bool(self._typed) or bool(self._prompts.ids)  # who could only type so far is shown the first rows
            self._list_rows(prompt.key if prompt else OWN if stays else None)

    def _choose_source(self, by_file: bool) -> None:
        self._by_file = by_file
        self._list_rows(None)

    def _reader(self) -> Callable[[Sequence[int]], list[Prompt]]:
        """Return what reads some of the listed prompts; it holds for as long as the same are listed."""
        if self._by_file:
            held, ending, given = self._held, self.habits.ending, self._file[1]
            return lambda keys: of_file(given, keys, held, ending)
        project = self._workspace.project
        return partial(of_rows, project) if project is not None else lambda _ids: []

    def _list_rows(self, keep: int | None) -> None:
        """List the held-out rows or the file and show the prompt with the key `keep`; None shows the first of them."""
        project = self._workspace.project
        self._held = held_out(project) if project is not None else NOTHING
        name, given = self._file
        keys: Sequence[int] = range(-1, -len(given) - 1, -1) if self._by_file else self._held.ids
        self._prompts.set_rows(keys, self._reader(), by_file=self._by_file)
        rows = self.tr("Held-out rows ({0})").format(number(len(self._held.ids)))
        file = f"{name} ({number(len(given))})" if given else ""
        self._board.sources.show_sources(rows, file, by_file=self._by_file)
        count = len(keys)
        self._board.show_note(self._note(count), can_ask_all=count > 0, by_file=self._by_file)
        self._board.offer_past(project is not None)
        self._board.choose_row(min(1, count) if keep is None else self._prompts.row_of(keep))
        self._show_row(self._board.row)

    def _note(self, count: int) -> str:
        if self._by_file:
            return self.tr("Prompts that are no rows of your data. Asking them changes nothing there.")
        if count:
            one = self.tr("1 row the models have not learned from (a held-out row).")
            return how_many.counted(count, one, self.tr("{0} rows the models have not learned from (held-out rows)."))
        if self._workspace.project is None:
            return self.tr("Open a project to ask its held-out rows, or type your own prompt.")
        return self.tr(
            "There are no held-out rows. Move some rows to the test part in the table, or type your own prompt."
        )

    def _show_row(self, row: int) -> None:
        prompt = self.current
        if row >= 0 and prompt is not None:
            self._board.prompt.show_prompt(replace(prompt, text=self._typed) if row == 0 else prompt, own=row == 0)
            self._show_ending()
            self.shown.emit()

    def _show_ending(self) -> None:
        prompt = self.current
        added = prompt is not None and isinstance(prompt.question, str) and prompt.question != prompt.text
        words = self.tr("Sent with the ending that all prompts of your data have: {0}")
        self._board.prompt.show_ending(words.format(quoted(visible(self.habits.ending))) if added else "")

    def _on_typed(self) -> None:
        if self._board.row == 0:
            self._typed = self._board.prompt_text
            self._board.prompt.gaps.show_names(gaps(self._typed))
            self._show_ending()
            self.shown.emit()
