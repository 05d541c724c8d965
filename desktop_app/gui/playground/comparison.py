"""Walking through prompts, asking the models of all columns about them, and keeping what they say."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Column, Voice
from desktop_app.gui.answers.before import Before
from desktop_app.gui.answers.prompts import OWN, Prompt
from desktop_app.gui.answers.results import Outcome, Results
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.background import Background
from desktop_app.gui.playground.asking import Asking
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.column_acts import ColumnActs
from desktop_app.gui.playground.columns import MOST
from desktop_app.gui.playground.display import Display
from desktop_app.gui.playground.file_prompts import FilePrompts
from desktop_app.gui.playground.past_dialog import PastDialog
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.playground.starting import Starting
from desktop_app.gui.playground.sums import Sums
from desktop_app.gui.playground.walk import Walk
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.past_batches import go_on
from desktop_app.work.sites import Sites


class Comparison(QObject):
    """Stands between the board, which shows, and the asking, which brings answers."""

    asking_changed = Signal(bool)

    def __init__(self, workspace: Workspace, background: Background, sites: Sites) -> None:
        super().__init__()
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._results = Results()
        self._asking = Asking(background, sites, self)
        self._led_to: Prompt | None = None
        self.files: FilePrompts | None = None
        """What reads prompts from files, where that is offered."""
        prompts = PromptList(self._is_answered, self)
        self.board = Board(prompts)
        self.setParent(self.board)
        self._walk = Walk(workspace, background, self.board, prompts)
        before = Before(background, sites, self.board)
        self._starting = Starting(workspace, self.board, self._walk, self._asking, before)
        self._acts = ColumnActs(workspace, sites, self.board, self._walk)
        self._display = Display(self.board, self._walk, self._results, self._asking, self._acts)
        self._sums = Sums(self.board, self._walk, self._results, sites)
        self._connect()
        self._walk.load()

    def _connect(self) -> None:
        board, asking = self.board, self._asking
        self._walk.shown.connect(self._display.show_all)
        self._walk.left.connect(self._forget)
        board.all_wanted.connect(self.ask_all)
        board.stop_wanted.connect(self.stop)
        self._starting.changed.connect(self._on_wish)
        board.past_wanted.connect(self._show_past)
        board.next_wanted.connect(self._sums.go_to_difference)
        board.columns.changed.connect(self._on_columns)
        board.columns.again_wanted.connect(self._starting.ask_again)
        board.parameters.form.changed.connect(self._on_columns)
        self._acts.setting_chosen.connect(self._on_columns)
        asking.begun.connect(self._on_begun)
        asking.piece.connect(self._display.show_piece)
        asking.outcome.connect(self._on_outcome)
        asking.ended.connect(self._on_ended)

    @property
    def results(self) -> list[tuple[Prompt, tuple[Answer, ...]]]:
        """Return each prompt with an answer of every column, for all that all of them have answered."""
        return self._results.rows(self.board.asked)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked, or are about to be."""
        return self._starting.asking

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

    def try_column(self, column: Column) -> None:
        """Compare a model with these settings beside what is compared already, in the first column."""

        def show() -> None:
            self.board.parameters.form.show_setting(column.setting)
            others = [voice for voice in self.voices if voice != column.voice]
            self.compare([column.voice, *others[: MOST - 1]])

        self._starting.when_known(show)

    def look(self) -> None:
        """Take over how the data asks and answers, from the rows as they are now."""
        self._walk.known.look()

    def ask(self) -> None:
        """Ask all columns about the prompt on show."""
        self._starting.ask()

    def ask_all(self) -> None:
        """Ask all columns about every listed prompt, several at once."""
        self._starting.ask_all()

    def offer_files(self, apart: Apart) -> None:
        """Offer prompts of a file, which are read in this process apart."""
        self.files = FilePrompts(self._workspace, self._background, apart, self.board.sources)
        self.files.loaded.connect(self._walk.list_given)

    def stop(self) -> None:
        """Stop asking; what has come stays."""
        self._starting.stop()

    def show_batch(self, batch: Batch, answers: dict[Cell, Answer], missing: int | None = None) -> None:
        """Show an earlier comparison with all of its answers; by its number, ask what is `missing` of it."""
        self._starting.when_known(lambda: self._show_batch(batch, answers, missing))

    def _show_batch(self, batch: Batch, answers: dict[Cell, Answer], missing: int | None) -> None:
        self.board.columns.show_columns(batch.columns, self.board.setting)
        shown = self._walk.as_listed(batch.prompts, batch.title)
        self._display.forget()
        for cell, answer in sorted(answers.items()):
            self._results.put(shown[cell.prompt], batch.columns[cell.column], answer)
        if shown[0].key < OWN:
            self._walk.go(shown[0])
        else:
            self._walk.go_to(batch.prompts[0])
        self._on_columns()
        if missing is not None and self._workspace.project is not None:
            self._led_to = shown[0]
            self._asking.go_on(shown, batch, answers, go_on(self._sites, self._workspace.project, missing))

    def _show_past(self) -> None:
        project = self._workspace.project
        if project is not None:
            PastDialog(project, self._background, self._sites, self.show_batch, self.board.window()).open()

    def _forget(self) -> None:
        """Stop and forget: what was asked belongs to the project before."""
        self.stop()
        self.board.show_outlay("")
        self._results.clear()
        self._display.forget()
        self._sums.forget()

    def _on_columns(self) -> None:
        self._display.show_all()
        self._walk.refresh_marks()
        self._sums.look()

    def _is_answered(self, prompt: Prompt) -> bool:
        columns = self.board.asked
        return bool(columns) and all(isinstance(self._results.get(prompt, column), Answer) for column in columns)

    def _on_wish(self) -> None:
        """Show that models are about to be asked: it can be stopped, and nothing else can be begun."""
        if not self._asking.running:
            self._show_progress(asking=self.asking)
        self.asking_changed.emit(self.asking)

    def _on_begun(self, prompt: Prompt) -> None:
        """Lead the user to the first prompt that is asked; whoever reads on meanwhile is left in peace."""
        self._results.expect(prompt)
        if self._led_to is None:
            self._led_to = prompt
            self._walk.go(prompt)
        self._show_progress(asking=True)

    def _on_outcome(self, prompt: Prompt, column: Column, outcome: Outcome) -> None:
        self._results.put(prompt, column, outcome)
        self._display.show_end(prompt, column)
        self._walk.refresh_marks()
        self._sums.look()
        if self.asking:
            self._show_progress(asking=True)

    def _on_ended(self) -> None:
        self._led_to = None
        self._show_progress(asking=False)
        self._display.show_all()
        self.asking_changed.emit(False)

    def _show_progress(self, *, asking: bool) -> None:
        said = self.tr("Asking…") if asking else ""
        if self._asking.total > 1 and not self._starting.coming:
            done, total = number(self._asking.finished), number(self._asking.total)
            said = self.tr("{0} of {1} prompts answered.").format(done, total)
        self.board.show_progress(said, asking=asking)
