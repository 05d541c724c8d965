"""What boards of rows share: a list on one side, and beside it the rows to look at, or one of them being edited."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPushButton, QStackedWidget, QWidget

from desktop_app.gui.editor.pane_desk import PaneDesk
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row


class RowBoard(QWidget):
    """Holds what is shown and pressed; the page decides what happens."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListView()
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.desk = PaneDesk(workspace)
        self.leave = QPushButton(self.tr("Back to the table (Esc)"))
        self.leave.setProperty("look", "quiet")
        self._stack = QStackedWidget()

    @property
    def editing(self) -> bool:
        """Tell whether a row is being edited."""
        return self._stack.currentWidget() is self.desk

    def edit(self, place: int, row: Row) -> None:
        """Edit a row in the place of what is looked at."""
        self._stack.setCurrentWidget(self.desk)
        self.desk.edit(place, row)

    def end_edit(self) -> None:
        """Show again what is looked at."""
        self.desk.finish()
        self._stack.setCurrentIndex(0)

    def _look_at(self, shown: QWidget) -> None:
        """Put what is looked at into its place, with the desk behind it."""
        self._stack.addWidget(scrolling(shown))
        self._stack.addWidget(self.desk)
