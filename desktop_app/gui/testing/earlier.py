"""The tests of a project in a menu."""

from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Kind
from desktop_app.gui.answers.earlier_menu import EarlierMenu
from desktop_app.gui.background import Background
from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.workspace import Workspace
from desktop_app.store.batches import Line


class Earlier(EarlierMenu):
    """Tests, finished and unfinished."""

    def __init__(self, workspace: Workspace, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(workspace, background, (Kind.TEST,), parent)
        self.setAccessibleName(self.tr("Tests of this project"))

    def something_new(self) -> str:
        """Return what the first line says."""
        return self.tr("New test")

    def words(self, line: Line) -> str:
        """Return when it was and what it is called."""
        return self.tr("{0}: {1}").format(moment(line.made), line.title)
