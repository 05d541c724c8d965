"""Two parts side by side, one above the other where the window is too narrow for both."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE

_LETTERS = 96
"""So many letters of running text must fit for both parts to stand side by side."""


class Pair(QWidget):
    """Holds two parts of about the same weight."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(LARGE)
        for part in (first, second):
            self._box.addWidget(part, 1, Qt.AlignmentFlag(0))

    @property
    def stacked(self) -> bool:
        """Tell whether the parts stand one above the other."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew whether there is room for both."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def _turn(self) -> None:
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way is not self._box.direction():
            self._box.setDirection(way)
