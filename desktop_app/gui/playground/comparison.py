"""Walking through prompts, asking two models about them, and keeping what they say."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer
from desktop_app.core.change import Change
from desktop_app.gui.background import Background
from desktop_app.gui.playground.asking import Ask, Asking
from desktop_app.gui.playground.board import BASE, TUNED, Board
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.playground.prompts import NOTHING, OWN, Prompt, held_out, of_rows, own
from desktop_app.gui.playground.results import Outcome, Results
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.local import LocalEngine
from desktop_app.work.answer import enough_tokens


class Comparison(QObject):
    """Stands between the board, which shows, and the asking, which brings answers."""

    asking_changed = Signal(bool)

    def __init__(self, workspace: Workspace, background: Background, engine: LocalEngine) -> None:
        super().__init__()
        self._workspace = workspace
        self._background = background
        self._typed = ""
        self._results = Results()
        self._asking = Asking(background, engine, self)
        self._total = 0
        self._led_to: Prompt | None = None
        self._prompts = PromptList(self._is_answered, self)
        self.board = Board(self._prompts)
        self.setParent(self.board)
        self._connect()
        self._load()

    def _connect(self) -> None:
        board, asking, workspace = self.board, self._asking, self._workspace
        board.row_chosen.connect(self._show_row)
        board.typed.connect(self._on_typed)
        board.all_wanted.connect(self.ask_all)
        board.stop_wanted.connect(self.stop)
        for column, side in enumerate(board.columns):
            side.model_chosen.connect(self._on_model_chosen)
            side.again_wanted.connect(partial(self._ask_again, column))
        asking.begun.connect(self._on_begun)
        asking.piece.connect(self._on_piece)
        asking.outcome.connect(self._on_outcome)
        asking.ended.connect(self._on_ended)
        workspace.opened.connect(self._load)
        workspace.closed.connect(self._load)
        workspace.changed.connect(self._on_changed)

    @property
    def results(self) -> list[tuple[str, str, str, str]]:
        """Return prompt, expected answer, base answer and tuned answer of all that both models have answered."""
        return self._results.rows(*self.pair)

    @property
    def asking(self) -> bool:
        """Tell whether the models are being asked."""
        return self._asking.running

    @property
    def pair(self) -> tuple[str, str]:
        """Return the models of the two columns, empty where none is chosen."""
        return self.board.columns[BASE].model, self.board.columns[TUNED].model

    def offer(self, models: list[str], pair: tuple[str, str]) -> None:
        """Offer these models and compare this pair of them."""
        for side, model in zip(self.board.columns, pair, strict=True):
            side.set_models(models, model)
        self._on_model_chosen()

    def look(self) -> None:
        """Propose how long an answer may be, from the rows as they are now."""
        project = self._workspace.project
        if project is None:
            return

        def found(tokens: int | None) -> None:
            if tokens is not None and project is self._workspace.project:
                self.board.suggest_length(tokens)

        # Without a proposal the length on show stays, and there is nothing to say.
        self._background.run(self, enough_tokens(project), on_done=found, on_problem=lambda _: None)

    def ask_both(self) -> None:
        """Ask both models about the prompt on show."""
        prompt = self._current()
        if prompt is not None and prompt.text.strip():
            self._start([lambda: prompt], (BASE, TUNED))

    def ask_all(self) -> None:
        """Ask both models about every held-out row, several at once."""
        rows = range(1, self._prompts.rowCount())
        self._start([partial(self._prompts.prompt, row) for row in rows], (BASE, TUNED))

    def stop(self) -> None:
        """Stop asking; what has come stays."""
        self._asking.stop()

    def _start(self, prompts: Sequence[Callable[[], Prompt | None]], columns: Sequence[int]) -> None:
        models = tuple((column, self.pair[column]) for column in columns if self.pair[column])
        if self.asking or not models or not prompts:
            return
        self._total, self._led_to = len(prompts), None
        self._asking.start(prompts, Ask(models, self.board.sampling, self._workspace.project))
        self.asking_changed.emit(self.asking)

    def _ask_again(self, column: int) -> None:
        prompt = self._current()
        if prompt is not None:
            self._start([lambda: prompt], (column,))

    def _load(self) -> None:
        """Fill the list from the project that is open now; what was asked belongs to the one before."""
        self._asking.stop()
        self._results.clear()
        self._typed = ""
        self._list_rows(OWN)

    def _on_changed(self, change: Change) -> None:
        if change.examples or change.order:
            prompt = self._prompts.prompt(self.board.row)
            self._list_rows(prompt.key if prompt else OWN)

    def _list_rows(self, keep: int) -> None:
        project = self._workspace.project
        held = held_out(project) if project is not None else NOTHING
        self._prompts.set_rows(held, partial(of_rows, project) if project is not None else lambda _ids: [])
        count = len(held.ids)
        note = self.tr("{0} rows the models have not learned from (held-out rows).").format(number(count))
        if not count:
            note = self.tr(
                "There are no held-out rows. Move some rows to the test part in the table, or type your own prompt."
            )
        self.board.show_note(note, can_ask_all=count > 0)
        self.board.choose_row(self._prompts.row_of(keep) or (0 if self._typed else min(1, count)))
        self._show_row(self.board.row)

    def _current(self) -> Prompt | None:
        if self.board.row == 0:
            return own(self._typed, self._prompts.held)
        return self._prompts.prompt(self.board.row)

    def _show_row(self, row: int) -> None:
        prompt = self._current()
        if row >= 0 and prompt is not None:
            self.board.show_prompt(prompt, own=row == 0)
            self._show_answers()

    def _show_answers(self) -> None:
        """Show what is known about the prompt on show, finished or not."""
        prompt = self._current()
        if prompt is None:
            return
        for column, side in enumerate(self.board.columns):
            said = self._asking.text(prompt, column)
            if said is not None:
                side.begin(said)
            else:
                side.show_outcome(self._results.get(prompt, side.model))

    def _on_model_chosen(self) -> None:
        self._show_answers()
        self._prompts.refresh_marks()

    def _on_typed(self) -> None:
        if self.board.row == 0:
            self._typed = self.board.prompt_text
            self._show_answers()

    def _is_shown(self, prompt: Prompt) -> bool:
        return self._current() == prompt

    def _is_answered(self, prompt: Prompt) -> bool:
        models = [model for model in self.pair if model]
        return bool(models) and all(isinstance(self._results.get(prompt, model), Answer) for model in models)

    def _on_begun(self, prompts: list[Prompt]) -> None:
        """Lead a user who has stayed where the asking led before on to the new prompts, and nobody else."""
        for prompt in prompts:
            self._results.expect(prompt)
        if self._led_to is None or self._is_shown(self._led_to):
            self._led_to = prompts[0]
            if not self._is_shown(prompts[0]):
                self.board.choose_row(self._prompts.row_of(prompts[0].key))
        self._show_answers()
        self._show_progress(asking=True)

    def _on_piece(self, prompt: Prompt, column: int, text: str) -> None:
        if self._is_shown(prompt):
            self.board.columns[column].append(text)

    def _on_outcome(self, prompt: Prompt, column: int, model: str, outcome: Outcome) -> None:
        self._results.put(prompt, model, outcome)
        if self._is_shown(prompt) and self.board.columns[column].model == model:
            self.board.columns[column].show_outcome(outcome)
        self._prompts.refresh_marks()
        if self.asking:
            self._show_progress(asking=True)

    def _on_ended(self) -> None:
        self._show_progress(asking=False)
        self._show_answers()
        self.asking_changed.emit(False)

    def _show_progress(self, *, asking: bool) -> None:
        said = self.tr("Asking…") if asking else ""
        if self._total > 1:
            done, total = number(self._asking.finished), number(self._total)
            said = self.tr("{0} of {1} prompts answered.").format(done, total)
        self.board.show_progress(said, asking=asking)
