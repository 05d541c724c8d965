"""From a wrong answer to its row: the answer is written as it should be, and the row is learned from."""

from PySide6.QtWidgets import QWidget

from desktop_app.core.examining import stop_of
from desktop_app.core.example import Part
from desktop_app.core.taught import with_answer
from desktop_app.core.text import text
from desktop_app.gui.answers.dialogs import RowDialog
from desktop_app.gui.answers.naming import question_words
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.work.test_figures import Report


def correct(workspace: Workspace, report: Report, at: int, note: str, over: QWidget) -> None:
    """Open the expected answer of a prompt; once it is taken, its row has it, bears the note, and is for training."""
    prompt, stop = report.batch.prompts[at], stop_of(report.batch, 0)
    row = prompt.row
    if row is None:
        return

    def taken(corrected: str) -> None:
        def change(edit: Edit) -> None:
            edit.change(row, lambda example: with_answer(example, corrected, stop))
            edit.set_part([row], Part.TRAINING)
            edit.set_note([row], note)

        workspace.do(text("step.take_answer"), change)

    RowDialog(question_words(prompt.question), prompt.expected, True, taken, over).open()
