"""Every step of the project's history in one list: choose one, and the rows are as they were after it."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.change import Change, History, Step
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.work.project import Turned, jump, steps

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
_HERE, _THERE = ("chevron-right", "accent"), ("clock", "muted")
"""Picture and tone of the state the rows are in, and of all others."""


class HistoryDialog(QDialog):
    """The newest step stands on top; those that are undone stand above the current state, in grey."""

    def __init__(self, workspace: Workspace, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("History"))
        self._workspace = workspace
        self._background = background
        self._jumping: Task | None = None
        self._ended = self._leaving = False
        self.model = _Steps(self)
        self._reading = OneTask(background, self.model)  # its owner being this dialog, each would hold the other
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setProperty("look", "plain")
        self.list.setAccessibleName(self.tr("Steps, the newest first"))
        self._said = label(tone="muted", wrap=True)
        self._busy = Busy()
        self._problem = ProblemView()
        self._go = QPushButton(self.tr("Go to this state"))
        self._go.setDefault(True)
        self._arrange()
        self._go.clicked.connect(self._jump)
        self.list.activated.connect(lambda _: self._jump())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._draw())
        workspace.history_changed.connect(self._on_history)
        workspace.closing.connect(self._go_with_the_project)
        self._read()

    def _arrange(self) -> None:
        hint = self.tr("Choose a step: the rows become what they were right after it. You can go forth again.")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._go)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        for part in (label(hint, wrap=True), self._problem, self.list, self._said, self._busy):
            box.addWidget(part, int(part is self.list))
        box.addLayout(buttons)
        for part in (self._problem, self._busy):
            part.hide()
        wanted, over = QSize(30, 26) * self.fontMetrics().height(), self.parentWidget()
        self.resize(wanted if over is None else wanted.boundedTo(over.window().size()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends a jump that is under way, else leaves."""
        if event.key() == Qt.Key.Key_Escape and self._jumping is not None:
            self._end()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Leave; a jump that is under way comes to its end first, so that everybody hears where the rows are."""
        if self._jumping is None:
            super().done(result)
        else:
            self._leaving = True
            self._end()

    def _go_with_the_project(self) -> None:
        self._jumping = None
        self.reject()

    def _read(self) -> None:
        project = self._workspace.project
        if project is not None:
            self._reading.begin(steps(project), on_done=self._show)
            self._on_forgotten(project.history())

    def _on_history(self, history: History) -> None:
        if self._jumping is None:
            self._read()
        self._on_forgotten(history)

    def _on_forgotten(self, history: History) -> None:
        one = self.tr("1 older step was let go, because the history had grown beyond 2 GB.")
        more = self.tr("{0} older steps were let go, because the history had grown beyond 2 GB.")
        self._said.setText(how_many.counted(history.forgotten, one, more))
        self._said.setVisible(history.forgotten > 0)

    def _show(self, found: list[Step]) -> None:
        if not self.model.show_steps(found):
            return  # whoever walks in the list stays where they are
        here = self.model.index(self.model.current, 0)
        self.list.setCurrentIndex(here)
        self.list.scrollTo(here, QListView.ScrollHint.PositionAtCenter)
        self.list.setFocus()
        self._draw()

    def _draw(self) -> None:
        elsewhere = self.list.currentIndex().isValid() and self.list.currentIndex().row() != self.model.current
        self._go.setEnabled(elsewhere and self._jumping is None)

    def _jump(self) -> None:
        project, chosen = self._workspace.project, self.list.currentIndex()
        if project is None or not chosen.isValid() or not self._go.isEnabled():
            return
        self._problem.hide()
        self._busy.begin()
        self._tell(0.0)
        self._busy.show()
        self._jumping = self._background.run(
            self,
            jump(project, self.model.step_at(chosen.row())),
            on_items=self._on_turned,
            on_problem=self._on_problem,
            on_end=self._on_jumped,
        )
        self._draw()

    def _tell(self, fraction: float) -> None:
        self._busy.tell(self.tr("Going to the state you chose …"), fraction, self._end)

    def _end(self) -> None:
        """End the jump under way; the rows stay in the state it has come to."""
        if self._jumping is not None:
            self._ended = True
            self._jumping.cancel()

    def _on_turned(self, turned: list[Turned]) -> None:
        last = turned[-1]
        self._tell(last.done / last.total)
        for each in turned:
            self._workspace.announce(each.change)

    def _on_problem(self, problem: Problem) -> None:
        self._problem.show_problem(problem, None)
        self._problem.show()

    def _on_jumped(self) -> None:
        if self._jumping is None:
            return  # the project is gone
        self._jumping = None
        self._busy.hide()
        # Of a jump that was ended nobody was told the last steps. This dialog, too, looks at the history anew.
        self._workspace.announce(Change(examples=True, order=True) if self._ended else Change())
        self._ended = False
        if self._leaving:
            self.reject()


class _Steps(QAbstractListModel):
    """The steps, the newest first, and under them the beginning."""

    def __init__(self, parent: QDialog) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self._known = False

    @property
    def current(self) -> int:
        """Return the place of the state the rows are in."""
        return next((place for place, step in enumerate(self._steps) if not step.undone), len(self._steps))

    def show_steps(self, found: list[Step]) -> bool:
        """Show these steps, given the oldest first; tell whether they are others than before."""
        if self._known and self._steps == found[::-1]:
            return False
        self.beginResetModel()
        self._steps, self._known = found[::-1], True
        self.endResetModel()
        return True

    def step_at(self, place: int) -> int:
        """Return the id of the step at a place; 0 for the beginning."""
        return self._steps[place].id if place < len(self._steps) else 0

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many states there are."""
        return 0 if parent.isValid() else len(self._steps) + 1

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - as Qt has it
        """Return what a state looks like."""
        if not index.isValid():
            return None
        place = index.row()
        step = self._steps[place] if place < len(self._steps) else None
        if role == Role.DisplayRole:
            return self._words(step)
        here = place == self.current
        looks: dict[int, Any] = {Role.DecorationRole: icon(*_HERE if here else _THERE)}
        if here:
            looks[Role.FontRole] = _bold()
        if step is not None and step.undone:
            looks[Role.ForegroundRole] = QColor(colours().muted)
        return looks.get(role)

    def _words(self, step: Step | None) -> str:
        if step is None:
            return self.tr("The beginning")
        said = say(step.label)
        said = said[:1].upper() + said[1:]
        if step.undone:
            said = self.tr("{0} (undone)").format(said)
        return f"{said}  ·  {moment(step.made)}" if step.made is not None else said


def _bold() -> QFont:
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font
