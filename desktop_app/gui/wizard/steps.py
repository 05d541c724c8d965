"""The wizard's four pages, and the line that says where one is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.wizard import STEPS, Step, Wizard
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.wizard.check_step import CheckStep
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.read_step import ReadStep
from desktop_app.gui.wizard.shape_step import ShapeStep
from desktop_app.gui.wizard.split_step import SplitStep
from desktop_app.gui.wizard.step_page import StepPage, give_focus
from desktop_app.gui.wizard.steps_line import StepsLine
from desktop_app.gui.wizard.working_page import WorkingPage
from desktop_app.work.intake import Look

_KINDS: Mapping[Step, type[StepPage]] = MappingProxyType(
    {Step.READ: ReadStep, Step.SHAPE: ShapeStep, Step.CHECK: CheckStep, Step.SPLIT: SplitStep}
)
_BREATH_MS = 20
"""So long the window is left alone between two pages that are built."""


class Steps(QWidget):
    """Shows one page at a time; each is built while the file is looked at, and gets all answers as it comes on show."""

    answered = Signal(object)
    state_changed = Signal()
    stopped = Signal()
    stuck = Signal(object)
    looked = Signal(object)
    """A Look at the file, because it is to be read in another way."""
    afresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._intake: Intake | None = None
        self._pages: dict[Step, StepPage] = {}
        self._places: dict[Step, QWidget] = {}
        self._current: StepPage | None = None
        self._ahead = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._ahead.timeout.connect(self._build_ahead)
        self._line = StepsLine()
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        box.addWidget(self._line)
        box.addWidget(self._stack, 1)

    @property
    def read(self) -> ReadStep:
        """Return the page on which the file is read."""
        return cast("ReadStep", self._page(Step.READ))

    @property
    def shape(self) -> ShapeStep:
        """Return the page of the shape."""
        return cast("ShapeStep", self._page(Step.SHAPE))

    @property
    def check(self) -> CheckStep:
        """Return the page of the check-up."""
        return cast("CheckStep", self._page(Step.CHECK))

    @property
    def split(self) -> SplitStep:
        """Return the page of split and cost."""
        return cast("SplitStep", self._page(Step.SPLIT))

    @property
    def current(self) -> StepPage | None:
        """Return the page on show, if one is."""
        return self._current

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        self.leave()
        self._intake = intake
        for page in self._pages.values():
            page.begin(intake)
        self._ahead.start()

    def show_look(self, look: Look, wizard: Wizard, *, remembered: bool = False) -> None:
        """Show a file as it is read now; `remembered` tells that the answers of last time were filled in."""
        self.read.show_look(look, wizard, remembered=remembered)
        self.shape.show_look(look)

    def leave(self) -> None:
        """Stop what the page on show is working out."""
        page, self._current = self._current, None
        if page is not None:
            page.leave()

    def draw(self, wizard: Wizard) -> None:
        """Show the wizard's present step, with the focus where the first answer is given."""
        self.leave()
        self._current = self._page(wizard.step)
        self._line.show_step(wizard.step, wizard.steps)
        self._stack.setCurrentWidget(self._places[wizard.step])
        self._current.enter(wizard)
        give_focus(self._current.first)

    def _build_ahead(self) -> None:
        """Build one more page, so that the window is not late later, when there is much to do."""
        missing = [step for step in STEPS if step not in self._pages]
        if missing and not isinstance(self._current, WorkingPage):
            self._page(missing[0])
            self._ahead.start()

    def _page(self, step: Step) -> StepPage:
        if step not in self._pages:
            page = _KINDS[step]()
            self._pages[step] = page
            self._places[step] = scrolling(page) if page.scrolls else page
            self._stack.addWidget(self._places[step])
            page.answered.connect(self.answered)
            page.state_changed.connect(self.state_changed)
            page.stopped.connect(self.stopped)
            page.stuck.connect(self.stuck)
            if isinstance(page, ReadStep):
                page.looked.connect(self.looked)
                page.afresh_wanted.connect(self.afresh_wanted)
            if self._intake is not None:
                page.begin(self._intake)
        return self._pages[step]
