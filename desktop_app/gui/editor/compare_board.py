"""What changed since a training: the training and the rows on one side, one of them then and now on the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.editor.compare_list import SinceModel
from desktop_app.gui.editor.compare_sides import Sides
from desktop_app.gui.editor.pane_desk import PaneDesk
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row


class SinceBoard(QWidget):
    """Holds what is shown and pressed; the page decides what happens."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SinceModel()
        self.trainings = Menu(14)
        self.list = QListView()
        self.sum = label(tone="muted", wrap=True)
        self.sides = Sides(self.list)
        self.desk = PaneDesk(workspace)
        self.filter = QPushButton(self.tr("Show these rows in the table"))
        self.leave = QPushButton(self.tr("Back to the table (Esc)"))
        self._stack = QStackedWidget()
        self._set_up()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(self._side(), self._main()), 1)

    @property
    def editing(self) -> bool:
        """Tell whether a row is being edited."""
        return self._stack.currentWidget() is self.desk

    def edit(self, place: int, row: Row) -> None:
        """Edit a row in the place of the two texts."""
        self._stack.setCurrentWidget(self.desk)
        self.desk.edit(place, row)

    def end_edit(self) -> None:
        """Show the two texts again."""
        self.desk.finish()
        self._stack.setCurrentIndex(0)

    def _set_up(self) -> None:
        self.trainings.setAccessibleName(self.tr("The training to compare with"))
        self.list.setAccessibleName(self.tr("Rows that are not as they were"))
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.leave.setProperty("look", "quiet")
        self._stack.addWidget(scrolling(self.sides))
        self._stack.addWidget(self.desk)

    def _side(self) -> QWidget:
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.trainings, self.list, self.sum):
            box.addWidget(part, int(part is self.list))
        return side

    def _main(self) -> QWidget:
        main, foot = QWidget(), QWidget()
        flow = FlowLayout(foot)
        for button in (self.filter, self.leave):
            flow.addWidget(button)
        box = QVBoxLayout(main)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._stack, 1)
        box.addWidget(foot)
        return main
