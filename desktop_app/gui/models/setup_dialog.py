"""Setting up training on this computer: what is fetched, how far it is, looking whether it is whole, removing it."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.setup_facts import SetupFacts
from desktop_app.gui.models.setup_words import begin_words, checked_words, fetching_lost, phase_words, standing_words
from desktop_app.gui.theme.fonts import POINTS
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.acting import Acting
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.work import set_up
from desktop_app.work.set_up import Standing, State, Step
from desktop_app.work.sites import Sites

T = TypeVar("T")
_WIDTH, _HEIGHT = 620, 560
_PARTS = 1000
_APART_LINES = 14
"""So many heights of a line are kept for what one seldom does, beside the usual buttons."""


class SetupDialog(QDialog):
    """Stands beside the window while it works: closed meanwhile, it goes on, and what it does is told outside."""

    changed = Signal()
    """What is set up on this computer is something else now."""
    work_told = Signal(object, object)
    """What goes on, in a sentence (None: nothing any more), and how far it is (None where nobody knows)."""
    told = Signal(str)

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Set up training on this computer"))
        self._background = background
        self._sites = sites
        self._state: State | None = None
        self._task: Task | None = None
        self.loses = ""
        """What would be lost if the program ended now; reading and removing can begin anew."""
        self.standing = label(wrap=True, size="strong")
        self.facts = SetupFacts()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.step = label(wrap=True)
        self.problem = ProblemView()
        self.begin = _button("", self.fetch)
        self.begin.setProperty("look", "primary")
        self.look_over = _button(self.tr("Check every file"), self.check)
        self.remove = _button(self.tr("Remove…"), lambda: self._ask(asking=True))
        self.keep = _button(self.tr("Keep it"), lambda: self._ask(asking=False))
        self.confirm = _button(self.tr("Remove it"), self.remove_all)
        self.confirm.setProperty("look", "danger")
        self.stop = _button(self.tr("Stop"), self.give_up)
        self.leave = _button(self.tr("Close"), self.close)
        self.loss = label(
            self.tr("Nothing can be trained or asked on this computer then. Projects, models and settings stay."),
            tone="attention",
            wrap=True,
        )
        self._arrange()
        self.look()

    def _arrange(self) -> None:
        about = self.tr(
            "To train and ask models here, TuneDesk needs further packages. They are fetched once, over the internet, "
            "into a folder of their own. Nothing else on this computer is changed, and nothing of yours is sent."
        )
        apart, usual = QWidget(), QWidget()
        for holder, buttons in (
            (apart, (self.remove, self.look_over)),
            (usual, (self.keep, self.confirm, self.stop, self.leave, self.begin)),
        ):
            flow = FlowLayout(holder)
            for button in buttons:
                flow.addWidget(button)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, SMALL, 0)
        inner.setSpacing(MEDIUM)
        about_it = label(about, wrap=True, tone="muted")
        for words in (about_it, self.standing, self.step, self.loss):
            words.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        for part in (about_it, self.standing, self.facts, self.problem):
            inner.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        room = scrolling(body)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # else the buttons are squeezed
        box.addWidget(room, 1)
        for below in (self.step, self.bar, self.loss):
            box.addWidget(below)
        box.addWidget(Acting(apart, usual, _APART_LINES))
        letters = QApplication.font().pointSizeF() / POINTS
        box.addStrut(_WIDTH)  # a least width of the dialog itself would let its buttons be cut off
        self.resize(QSize(_WIDTH, round(_HEIGHT * letters)).boundedTo(self.screen().availableSize() * 0.95))
        self.problem.hide()

    @property
    def busy(self) -> bool:
        """Tell whether something is under way."""
        return self._task is not None

    def look(self) -> None:
        """Show how it stands now."""
        self.show_state(set_up.state(self._sites.engine.folder))

    def show_state(self, state: State) -> None:
        """Show how it stands, and offer what can be done about it."""
        self._state = state
        self.standing.setText(standing_words(state))
        self.facts.show_state(state)
        self._ask(asking=False)

    def fetch(self) -> None:
        """Fetch what is missing, or everything anew."""
        self.loses = fetching_lost()
        self.step.clear()
        self._task = self._background.run(
            self,
            set_up.set_up(self._sites.engine, self._sites.reach.network),
            on_items=lambda steps: self.show_step(steps[-1]),
            on_done=self._on_fetched,
            on_problem=self._on_problem,
            on_end=self._on_end,
        )
        self._show_running()

    def check(self) -> None:
        """Read every file and start what is there."""
        if self._state is not None:
            self.step.setText(self.tr("Reading every file, then starting what is there…"))
            self._run(set_up.check(self._state), self._on_checked)

    def remove_all(self) -> None:
        """Remove what was fetched."""
        self.step.setText(self.tr("Removing…"))
        self._run(set_up.remove(self._sites.engine), self._on_removed)

    def give_up(self) -> None:
        """Stop what is under way; what has come of it is removed."""
        if self._task is not None:
            self.stop.setEnabled(False)
            if self.loses:  # else nothing has come, and nobody shall fear for what is there
                self.step.setText(self.tr("Stopping, and removing what has come…"))
            self._task.cancel()

    def _run(self, work: Coroutine[Any, Any, T], on_done: Callable[[T], None]) -> None:
        run = self._background.run
        self._task = run(self, work, on_done=on_done, on_problem=self._on_problem, on_end=self._on_end)
        self._show_running()

    def _show_running(self) -> None:
        self.problem.hide()
        self.bar.setRange(0, 0)
        self._ask(asking=False)
        self.stop.setFocus()

    def show_step(self, step: Step) -> None:
        """Show how far the setting up is, here and outside."""
        fraction = step.fraction
        self.bar.setRange(0, 0 if fraction is None else _PARTS)
        self.bar.setValue(round((fraction or 0) * _PARTS))
        self.step.setText(phase_words(step))
        self.work_told.emit(self.tr("Setting up training on this computer"), fraction)

    def _on_fetched(self, _: object) -> None:
        self.told.emit(self.tr("Training on this computer is set up."))
        self.changed.emit()

    def _on_checked(self, bad: list[str]) -> None:
        self._say_after(checked_words(len(bad)))

    def _on_removed(self, freed: int) -> None:
        self._say_after(self.tr("Removed. {0} are free again.").format(size(freed)))
        self.changed.emit()

    def _say_after(self, said: str) -> None:
        self.step.setText(said)
        self.step.setProperty("kept", True)

    def _on_problem(self, problem: Problem) -> None:
        self.problem.show_problem(problem)
        self.problem.show()
        self.show()

    def _on_end(self) -> None:
        self._task, self.loses = None, ""
        self.stop.setEnabled(True)
        if not self.step.property("kept"):
            self.step.clear()
        self.step.setProperty("kept", False)
        self.work_told.emit(None, None)
        self.look()
        (self.begin if self.begin.isVisible() else self.leave).setFocus()

    def _ask(self, *, asking: bool) -> None:
        """Ask once, in place, whether it is to be removed."""
        for part in (self.loss, self.keep, self.confirm):
            part.setVisible(asking)
        for part in (self.look_over, self.begin, self.leave):
            part.setVisible(not asking)
        if asking:
            self.remove.hide()
            self.step.clear()
            self.keep.setFocus()
        else:
            self._draw()

    def _draw(self) -> None:
        found = self._state is not None and self._state.found is not None
        standing = self._state.standing if self._state is not None else Standing.ABSENT
        self.bar.setVisible(self.busy)
        self.stop.setVisible(self.busy)
        self.step.setVisible(bool(self.step.text()) or self.busy)
        self.begin.setText(begin_words(standing))
        self.begin.setVisible(not self.busy and standing is not Standing.OWN)
        self.look_over.setVisible(not self.busy and standing is Standing.READY)
        self.remove.setVisible(not self.busy and found)


def _button(words: str, slot: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _: slot())
    return button
