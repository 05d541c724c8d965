"""From the wish to the asking: the habits of the data are waited for, and what many prompts take is said before."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Column
from desktop_app.core.batch import Prompt as Asked
from desktop_app.gui.answers.before import Before
from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.playground.asking import Ask, Asking
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.column import AnswerColumn
from desktop_app.gui.playground.walk import Walk
from desktop_app.gui.workspace import Workspace


class Starting(QObject):
    """Asks with the settings that stand there once the habits are known; what comes is the business of the asking."""

    changed = Signal()
    """Models are about to be asked, are asked now, or nobody wants to ask them any more."""

    def __init__(self, workspace: Workspace, board: Board, walk: Walk, asking: Asking, before: Before) -> None:
        super().__init__(board)
        self._workspace = workspace
        self._board = board
        self._walk = walk
        self._asking = asking
        self._before = before
        before.ended.connect(self.changed)
        walk.known.ended.connect(self.changed)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked, or are about to be."""
        return self._asking.running or self.coming

    @property
    def coming(self) -> bool:
        """Tell whether models are about to be asked: the habits are waited for, or it is found out what it takes."""
        return self._walk.known.waiting or self._before.looking

    def when_known(self, act: Callable[[], None]) -> None:
        """Do what goes by the settings once the habits are known; nothing while models are asked."""
        if not self.asking:
            self._walk.known.when_known(act)
            self.changed.emit()

    def ask(self) -> None:
        """Ask all columns about the prompt on show."""
        prompt = self._walk.current
        if prompt is not None and prompt.text.strip():
            self.when_known(lambda: self._ask_one(prompt, self._board.asked, self._board.repeats))

    def ask_again(self, side: AnswerColumn) -> None:
        """Ask one column once more about the prompt on show."""
        prompt = self._walk.current

        def ask() -> None:
            column = side.column(self._board.setting)
            if prompt is not None and column is not None:
                self._ask_one(prompt, (column,))

        self.when_known(ask)

    def ask_all(self) -> None:
        """Ask all columns about every listed prompt, several at once; what it costs and sends is said before."""
        self.when_known(self._look_ahead)

    def stop(self) -> None:
        """Stop asking; what has come stays."""
        self._walk.known.leave()
        self._before.leave()
        self._asking.stop()

    def _ask_one(self, prompt: Prompt, columns: tuple[Column, ...], repeats: int = 1) -> None:
        asked = self._walk.as_known(prompt)
        self._start(lambda: [asked], columns, repeats)

    def _look_ahead(self) -> None:
        read, columns, repeats = self._walk.all_listed(), self._board.asked, self._board.repeats
        if read is None or not columns:
            return

        def asked() -> list[Asked]:
            return [prompt.asked for prompt in read()]

        def begin(words: str) -> None:
            self._board.show_outlay(words)
            self._start(read, columns, repeats)

        self._before.look(asked, columns, self._workspace.project, begin, repeats)

    def _start(self, read: Callable[[], Sequence[Prompt]], columns: tuple[Column, ...], repeats: int) -> None:
        if columns:
            self._asking.start(read, Ask(columns, self._workspace.project, repeats))
            self.changed.emit()
