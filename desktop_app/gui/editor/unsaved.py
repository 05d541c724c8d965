"""A line above the table that says what could not be saved or read, and offers to try again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.editor.unsaved_texts import UnsavedTexts
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.banner import Banner


class Unsaved(Banner):
    """Hidden as long as all is well; what was typed stays in the table and beside it meanwhile."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "problem", parent)
        self.button = self.set_button(self.tr("Save again"), self.again.emit)
        self._left: UnsavedTexts | None = None

    @property
    def owed(self) -> bool:
        """Tell whether something that was typed is not saved."""
        return not self.isHidden() and not self.button.isHidden()

    def keep(self, text: str, problem: Problem) -> None:
        """Show a text that could not be saved before its project was closed, with others of its kind."""
        if self._left is None:
            self._left = UnsavedTexts(say(problem.happened), self.window())
            self._left.finished.connect(self._let_go)
            self._left.open()
        self._left.add(text)

    def tell_people(self, words: str) -> None:
        """Say what could not be done; the next change that is saved takes it away. What is not saved comes first."""
        if self.owed:
            return
        self.tell(words, "attention")
        self.button.hide()
        self.show()

    def tell_problem(self, problem: Problem, *, savable: bool) -> None:
        """Say the problem; `savable` offers to save what was typed once more."""
        self.tell(" ".join(say(part) for part in (problem.happened, problem.meaning, problem.remedy)), "problem")
        self.button.setVisible(savable)
        self.show()

    def _let_go(self) -> None:
        left, self._left = self._left, None
        if left is not None:
            left.deleteLater()
