"""The batches of a project in a menu, the newest first, over which stands something new."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Kind
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.workspace import Workspace
from desktop_app.store.batches import Line
from desktop_app.work import past_batches

_LETTERS = 24


class EarlierMenu(Menu):
    """Stays hidden as long as there is none; what is listed and in which words is said by its heirs."""

    wanted = Signal(object)
    """The number of a batch that is to be shown; None for something new."""

    def __init__(
        self, workspace: Workspace, background: Background, kinds: tuple[Kind, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(_LETTERS, parent=parent)
        self._workspace = workspace
        self._looking = OneTask(background, self)  # of two looks the one that was asked for last counts
        self._kinds = kinds
        self.activated.connect(lambda _: self.wanted.emit(self.currentData()))
        self.hide()

    def look(self, current: int | None) -> None:
        """List the project's batches anew; `current` is the one on show."""
        project = self._workspace.project
        if project is None:
            self.hide()
            return

        def listed(lines: list[Line]) -> None:
            if project is self._workspace.project:
                self._fill(lines, current)

        work = past_batches.listed(project, self._kinds)
        self._looking.begin(work, on_done=listed, on_problem=lambda _: None)

    def something_new(self) -> str:
        """Return what the first line says."""
        raise NotImplementedError

    def words(self, line: Line) -> str:
        """Return what the line of a batch says, without how far it has come."""
        raise NotImplementedError

    def _fill(self, lines: list[Line], current: int | None) -> None:
        self.clear()
        self.addItem(self.something_new(), None)
        for line in lines:
            name = self.words(line)
            if line.answered < line.size:
                name = self.tr("{0} ({1} of {2})").format(name, number(line.answered), how_many.answers(line.size))
            self.addItem(name, line.id)
        self.setCurrentIndex(max(0, self.findData(current)) if current is not None else 0)
        self.setVisible(bool(lines))
