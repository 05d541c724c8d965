"""A row to be edited in a place of its own, away from the table: the pane, what brings it to the disk, and a notice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.editor.bubbles_saver import PaneSaver
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.editor.pane import RowPane
from desktop_app.gui.editor.saver import Saver
from desktop_app.gui.editor.unsaved import Unsaved
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row


class PaneDesk(QWidget):
    """Edits one row; `left` says that whoever edits it is done, with Esc or Ctrl+Enter."""

    left = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane = RowPane()
        self.notice = Unsaved()
        self._held = ExampleModel(self)  # it shows no rows; it holds what is on its way to the disk
        self._saver = Saver(workspace, self._held, self.notice, self)
        self._pane_saver = PaneSaver(workspace, self.pane, self.notice, self)
        self.pane.committed.connect(self._saver.save)
        self.pane.left.connect(self.left)
        workspace.closing.connect(self.pane.commit)
        workspace.closed.connect(self._forget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.notice)
        box.addWidget(scrolling(self.pane), 1)

    def edit(self, place: int, row: Row) -> None:
        """Show a row, and give the keyboard to its answer."""
        self.show_row(place, row)
        self.pane.focus_field()

    def show_row(self, place: int, row: Row) -> None:
        """Show a row as it is now; what is being typed in it stays."""
        self.pane.show_row(place, row, self._held.held)

    def finish(self) -> None:
        """Hand in what is being typed, and show no row any more."""
        self.pane.commit()
        self.pane.clear()

    def _forget(self) -> None:
        self._held.reset(None, self._held.shape)
