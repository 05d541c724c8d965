"""A line above the table that says what could not be saved or read, and offers to try again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.banner import Banner


class Unsaved(Banner):
    """Hidden as long as all is well; what was typed stays in the table and beside it meanwhile."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "problem", parent)
        self.button = self.set_button(self.tr("Save again"), self.again.emit)

    def tell_problem(self, problem: Problem, *, savable: bool) -> None:
        """Say the problem; `savable` offers to save what was typed once more."""
        self.tell(" ".join(say(part) for part in (problem.happened, problem.meaning, problem.remedy)), "problem")
        self.button.setVisible(savable)
        self.show()
