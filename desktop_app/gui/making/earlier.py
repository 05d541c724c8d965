"""What was made in a project, in a menu."""

from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Kind
from desktop_app.gui.answers.earlier_menu import EarlierMenu
from desktop_app.gui.answers.folding import in_a_line
from desktop_app.gui.background import Background
from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.workspace import Workspace
from desktop_app.store.batches import Line

_LONGEST = 60


class Earlier(EarlierMenu):
    """Rows that were written, and rows that were worked over."""

    def __init__(self, workspace: Workspace, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(workspace, background, (Kind.MAKE, Kind.REWORK), parent)
        self.setAccessibleName(self.tr("What was made in this project"))

    def something_new(self) -> str:
        """Return what the first line says."""
        return self.tr("Something new")

    def words(self, line: Line) -> str:
        """Return when it was, what was done, and the beginning of what was asked."""
        what = self.tr("rows") if line.kind is Kind.MAKE else self.tr("worked over")
        return f"{moment(line.made)}, {what}: {in_a_line(line.title, _LONGEST)}"
