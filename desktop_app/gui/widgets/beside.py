"""A list beside what is chosen in it; above it where the window is too narrow for both."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop_app.gui.theme.spacing import LARGE

_LETTERS = 110
"""So many letters of running text must fit side by side."""
_SIDE_LETTERS = 35
_STACKED_LINES = 14
"""The narrow part is no higher than this where it stands above the wide one."""


class Beside(QWidget):
    """Holds a narrow part and a wide one, side by side or one above the other."""

    def __init__(self, side: QWidget, main: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        side.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(LARGE)
        self._box.addWidget(side)
        self._box.addWidget(main, 1)
        self._arrange()

    @property
    def stacked(self) -> bool:
        """Tell whether the narrow part stands above the wide one."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew whether there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._arrange()

    def _arrange(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        narrow = self.width() < letter * _LETTERS
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._box.direction():
            self._box.setDirection(direction)
        widest = 16_777_215
        room = max(letter * _SIDE_LETTERS, self._side.minimumSizeHint().width())
        self._side.setMaximumWidth(widest if narrow else room)
        self._side.setMinimumWidth(0 if narrow else min(letter * _SIDE_LETTERS, self.width() // 3))
        self._side.setMaximumHeight(self.fontMetrics().height() * _STACKED_LINES if narrow else widest)
