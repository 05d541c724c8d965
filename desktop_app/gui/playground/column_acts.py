"""What can be done with one column beyond reading it."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Kind, request
from desktop_app.core.code_view import Language, code
from desktop_app.core.example import Part
from desktop_app.core.job import HERE
from desktop_app.core.taught import taught, with_answer
from desktop_app.core.text import text
from desktop_app.gui.answers.dialogs import CodeDialog, RowDialog, SettingDialog, TokensDialog
from desktop_app.gui.answers.places import address, price
from desktop_app.gui.answers.prompts import OWN, Prompt
from desktop_app.gui.playground.board import Board
from desktop_app.gui.playground.column import AnswerColumn
from desktop_app.gui.playground.walk import Walk
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.work.sites import Sites


class ColumnActs(QObject):
    """Opens the windows of a column and does what is decided there."""

    setting_chosen = Signal()

    def __init__(self, workspace: Workspace, sites: Sites, board: Board, walk: Walk) -> None:
        super().__init__(board)
        self._workspace = workspace
        self._sites = sites
        self._board = board
        self._walk = walk
        columns = board.columns
        columns.setting_wanted.connect(self._show_setting)
        columns.code_wanted.connect(self._show_code)
        columns.tokens_wanted.connect(self._show_tokens)
        columns.row_wanted.connect(self._show_row)

    def price(self, side: AnswerColumn, answer: Answer) -> str:
        """Return what an answer cost, in words; "" on this computer and where nobody knows."""
        voice = side.voice
        return price(self._sites, voice, answer) if voice is not None else ""

    def _show_setting(self, side: AnswerColumn) -> None:
        def chosen(setting: object) -> None:
            side.choose_setting(setting)  # type: ignore[arg-type]  # what the dialog gives
            self.setting_chosen.emit()

        own = side.setting is not None
        SettingDialog(side.setting or self._board.setting, own, chosen, self._board.window()).open()

    def _show_code(self, side: AnswerColumn) -> None:
        prompt, column = self._walk.current, side.column(self._board.setting)
        if prompt is None or column is None:
            return
        batch = Batch("", Kind.COMPARE, "", 0.0, (prompt.asked,), (column,))
        asked = request(batch, Cell(0, 0))
        where, variable = address(self._sites, column.voice.site)

        def written(language: Language) -> str:
            return code(language, asked, where, variable)

        CodeDialog(written, self._board.window(), here=column.voice.site == HERE).open()

    def _show_tokens(self, side: AnswerColumn) -> None:
        if side.pane.answer is not None:
            TokensDialog(side.pane.answer, self._board.window()).open()

    def _show_row(self, side: AnswerColumn) -> None:
        prompt, answer, voice = self._walk.current, side.pane.answer, side.voice
        if prompt is None or answer is None or voice is None or self._workspace.project is None:
            return

        def given(corrected: str) -> None:
            self._take(prompt, corrected, voice.model)

        RowDialog(prompt.text, answer.text, prompt.key > OWN, given, self._board.window()).open()

    def _take(self, prompt: Prompt, corrected: str, model: str) -> None:
        """Put the corrected answer into the data, with a note that says where it comes from."""
        origin = self.tr("Corrected answer of {0}, from the playground").format(model_name(model))

        def work(edit: Edit) -> None:
            if prompt.key <= OWN:
                (row,) = edit.append([(taught(prompt.question, corrected, self._walk.habits.stop), Part.TRAINING)])
            else:
                row = prompt.key
                edit.change(row, lambda example: with_answer(example, corrected, self._walk.habits.stop))
                edit.set_part([row], Part.TRAINING)
            edit.set_note([row], origin)

        self._workspace.do(text("step.take_answer"), work)
