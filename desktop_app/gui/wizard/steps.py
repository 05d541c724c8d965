"""The wizard's four pages, and the line that says where one is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.wizard import Step, Wizard
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.wizard.check_step import CheckStep
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.read_step import ReadStep
from desktop_app.gui.wizard.shape_step import ShapeStep
from desktop_app.gui.wizard.split_step import SplitStep
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.gui.wizard.steps_line import StepsLine


class Steps(QWidget):
    """Shows one page at a time; each gets the answers of all when it comes on show."""

    answered = Signal(object)
    state_changed = Signal()
    stopped = Signal()
    stuck = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read, self.shape = ReadStep(), ShapeStep()
        self.check, self.split = CheckStep(), SplitStep()
        self._pages: dict[Step, StepPage] = {
            Step.READ: self.read,
            Step.SHAPE: self.shape,
            Step.CHECK: self.check,
            Step.SPLIT: self.split,
        }
        self._current: StepPage | None = None
        self._line = StepsLine()
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(scrolling(page) if page.scrolls else page)
            page.answered.connect(self.answered)
            page.state_changed.connect(self.state_changed)
            page.stopped.connect(self.stopped)
            page.stuck.connect(self.stuck)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        box.addWidget(self._line)
        box.addWidget(self._stack, 1)

    @property
    def current(self) -> StepPage | None:
        """Return the page on show, if one is."""
        return self._current

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        self.leave()
        for page in self._pages.values():
            page.begin(intake)

    def leave(self) -> None:
        """Stop what the page on show is working out."""
        page, self._current = self._current, None
        if page is not None:
            page.leave()

    def draw(self, wizard: Wizard) -> None:
        """Show the wizard's present step, with the focus where the first answer is given."""
        self.leave()
        self._current = self._pages[wizard.step]
        self._line.show_step(wizard.step)
        self._stack.setCurrentIndex(list(self._pages).index(wizard.step))
        self._current.enter(wizard)
        first = self._current.first
        first.setFocus()
        if isinstance(first, QSpinBox):
            first.selectAll()  # so that the number one types takes the place of the one that is there
