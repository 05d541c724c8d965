"""The empty sheet of a panel: the room for the lines, an axis left of it and one below."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsWidget, QWidget

_ABOVE_PICTURES = 0.5


class Ground:
    """Made of pyqtgraph's parts; its own plot has menus, buttons and two more axes that take half the time to make."""

    def __init__(self, pyqtgraph: Any) -> None:  # noqa: ANN401 - a module without types
        self.widget: QWidget = pyqtgraph.GraphicsView()
        self.widget.enableMouse(False)
        whole = QGraphicsWidget()
        # In a mirrored window the axis would change sides, but its numbers would still run from the left.
        whole.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGraphicsGridLayout()
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        self.box = pyqtgraph.ViewBox(parent=whole, enableMenu=False)
        self.box.setMouseEnabled(False, False)
        self.box.disableAutoRange()
        self.left = self._axis(pyqtgraph, "left", whole)
        self.bottom = self._axis(pyqtgraph, "bottom", whole)
        grid.addItem(self.left, 0, 0)
        grid.addItem(self.box, 0, 1)
        grid.addItem(self.bottom, 1, 1)
        grid.setRowStretchFactor(0, 100)
        grid.setColumnStretchFactor(1, 100)
        whole.setLayout(grid)
        self.widget.setCentralItem(whole)

    def add(self, item: Any) -> None:  # noqa: ANN401 - see the constructor
        """Have an item among the lines."""
        self.box.addItem(item, ignoreBounds=True)

    def remove(self, item: Any) -> None:  # noqa: ANN401 - see the constructor
        """Have an item no longer."""
        self.box.removeItem(item)

    def _axis(self, pyqtgraph: Any, side: str, whole: QGraphicsWidget) -> Any:  # noqa: ANN401 - see the constructor
        axis = pyqtgraph.AxisItem(side, parent=whole)
        axis.linkToView(self.box)
        axis.setZValue(_ABOVE_PICTURES)
        axis.setTicks([[], []])
        return axis
