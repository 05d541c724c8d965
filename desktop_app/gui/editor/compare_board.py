"""What changed since a training: the training and the rows on one side, one of them then and now on the other."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.editor.compare_list import SinceModel
from desktop_app.gui.editor.compare_sides import Sides
from desktop_app.gui.editor.row_board import RowBoard
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.workspace import Workspace


class SinceBoard(RowBoard):
    """The training that is compared with, the rows that changed since, and one of them then and now."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.model = SinceModel()
        self.trainings = Menu(14)
        self.sum = label(tone="muted", wrap=True)
        self.sides = Sides(self.list)
        self.filter = QPushButton(self.tr("Show these rows in the table"))
        self._set_up()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(self._side(), self._main()), 1)

    def _set_up(self) -> None:
        self.trainings.setAccessibleName(self.tr("The training to compare with"))
        self.list.setAccessibleName(self.tr("Rows that are not as they were"))
        self.list.setModel(self.model)
        self._look_at(self.sides)

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
