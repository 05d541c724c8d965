"""From a wrong answer to its row: the answer is written as it should be, and the row is learned from."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.examining import stop_of
from desktop_app.core.example import Part
from desktop_app.core.problem import Problem
from desktop_app.core.taught import with_answer
from desktop_app.core.text import text
from desktop_app.gui.answers.naming import question_words
from desktop_app.gui.background import Background
from desktop_app.gui.testing.mending import MendingDialog, Mistake
from desktop_app.gui.testing.rows_view import RowsView
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.work import nearest_rows
from desktop_app.work.apart import Apart
from desktop_app.work.nearest_rows import By, Nearest

if TYPE_CHECKING:
    from desktop_app.work.test_figures import Report


class Correcting(QObject):
    """Opens the expected answer of a prompt; once it is taken, its row has it, bears a note, and is for training."""

    training_wanted = Signal(str)
    """The next training is to be planned as the one was that made the model of this name."""

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, rows: RowsView) -> None:
        super().__init__(rows)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._over = rows
        self.report: Report | None = None
        """The test on show."""
        rows.row_wanted.connect(self.correct)

    def correct(self, at: int, column: int) -> MendingDialog | None:
        """Let a prompt of the test be corrected, to which a column of it has answered wrongly."""
        project, report = self._workspace.project, self.report
        if project is None or report is None:
            return None
        prompt = report.batch.prompts[at]
        row, stop = prompt.row, stop_of(report.batch, column)
        if row is None:
            return None
        asked, model = question_words(prompt.question), report.batch.columns[column].voice.model
        answer = report.newest.get((at, column))

        def taken(corrected: str, again: bool) -> None:
            if project is self._workspace.project:
                self._take(row, corrected, stop)
                if again:
                    self.training_wanted.emit(model)

        said = Mistake(asked, prompt.expected, answer.text if answer is not None else "")
        dialog = MendingDialog(said, taken, self._over.window())

        def nobody_knows(_: Problem) -> None:
            dialog.show_nearest(Nearest((), By.WORDS))

        near = nearest_rows.nearest(self._apart, project, row, asked)
        self._background.run(dialog, near, on_done=dialog.show_nearest, on_problem=nobody_knows)
        dialog.open()
        return dialog

    def _take(self, row: int, corrected: str, stop: str) -> None:
        def change(edit: Edit) -> None:
            edit.change(row, lambda example: with_answer(example, corrected, stop))
            edit.set_part([row], Part.TRAINING)
            edit.set_note([row], self.tr("Corrected after a test"))

        self._workspace.do(text("step.take_answer"), change)
