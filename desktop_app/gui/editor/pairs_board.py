"""The groups of rows that are alike on one side, the rows of one of them on the other."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.editor.pairs_group import GroupView
from desktop_app.gui.editor.pairs_list import GroupModel
from desktop_app.gui.editor.row_board import RowBoard
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.workspace import Workspace


class PairsBoard(RowBoard):
    """The groups, the kinds of them, and the rows of one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.model = GroupModel()
        self.kinds = Menu(14)
        self.said = Elided()
        self.again = QPushButton(self.tr("Compare again"))
        self.group = GroupView(self.again)
        self.head = label(size="strong", wrap=True)
        self.stay = QPushButton()
        self.next = QPushButton(self.tr("Next group"))
        self._set_up()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(self._side(), self._main()), 1)

    def _set_up(self) -> None:
        self.kinds.setAccessibleName(self.tr("Which groups are listed"))
        self.list.setAccessibleName(self.tr("Groups of rows that are alike"))
        self.list.setModel(self.model)
        self.said.setProperty("tone", "muted")
        for made in (self.again, self.stay):
            made.setProperty("look", "quiet")
        self._look_at(self.group)

    def _side(self) -> QWidget:
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.again)
        box.addWidget(self.kinds)
        box.addWidget(self.list, 1)
        box.addLayout(foot)
        return side

    def _main(self) -> QWidget:
        main, foot = QWidget(), QWidget()
        flow = FlowLayout(foot)
        for button in (self.next, self.stay, self.leave):
            flow.addWidget(button)
        box = QVBoxLayout(main)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.head)
        box.addWidget(self._stack, 1)
        box.addWidget(foot)
        return main
