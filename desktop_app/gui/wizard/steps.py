"""The wizard's three pages, and the line that says where one is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.wizard import Step, Wizard
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.wizard.columns_step import ColumnsStep
from desktop_app.gui.wizard.shape_step import ShapeStep
from desktop_app.gui.wizard.split_step import SplitStep
from desktop_app.gui.wizard.steps_line import StepsLine
from desktop_app.work.import_table import Source

if TYPE_CHECKING:
    from desktop_app.gui.wizard.step_page import StepPage


class Steps(QWidget):
    """Keeps the pages of one opinion: an answer given on one is known to all."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns, self.shape, self.split = ColumnsStep(), ShapeStep(), SplitStep()
        self._pages: dict[Step, StepPage] = {
            Step.COLUMNS: self.columns,
            Step.SHAPE: self.shape,
            Step.SPLIT: self.split,
        }
        self._line = StepsLine()
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(scrolling(page))
            page.answered.connect(self._on_answered)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        box.addWidget(self._line)
        box.addWidget(self._stack, 1)

    def show_wizard(self, source: Source, wizard: Wizard) -> None:
        """Show a file that was just read, and the answers guessed for it."""
        for page in self._pages.values():
            page.show_wizard(source, wizard)

    def draw(self, wizard: Wizard) -> None:
        """Show the wizard's present step, with the focus where the first answer is given."""
        for page in self._pages.values():
            page.take(wizard)
        self._line.show_step(wizard.step)
        self._stack.setCurrentIndex(list(self._pages).index(wizard.step))
        first = self._pages[wizard.step].first
        first.setFocus()
        if isinstance(first, QSpinBox):
            first.selectAll()  # so that the number one types takes the place of the one that is there

    def _on_answered(self, wizard: Wizard) -> None:
        for page in self._pages.values():
            page.take(wizard)
        self.answered.emit(wizard)
