"""Parts abreast, one below the other where there is little room for that."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.widgets.turning import Turning

_LETTERS = 96
"""So many letters of running text must fit for both parts to stand abreast."""


class SideBySide(Turning):
    """Holds columns of equal width that do not scroll by themselves."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        """Put the columns abreast from a width of so many heights of a line on."""
        super().__init__(parent)
        self._lines = lines
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)

    @property
    def stacked(self) -> bool:
        """Tell whether the columns stand one below the other."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def add_column(self, *parts: QWidget) -> None:
        """Put parts below each other beside what is there."""
        column = QVBoxLayout()
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._box.addLayout(column, 1)

    def turn(self) -> None:
        """Let the parts stand abreast where there is room for both."""
        beside = self.width() >= self._lines * self.fontMetrics().height()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not way:
            self._box.setDirection(way)


class Abreast(Turning):
    """Holds what is asked on one side and what comes of it on the other, so that both stay in sight.

    Each scrolls for itself; one below the other they scroll in one piece.
    """

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._second = second
        self._homes = (QWidget(), QWidget())
        for home, part in zip(self._homes, (first, second), strict=True):
            box = QVBoxLayout(home)
            box.setContentsMargins(SMALL if part is second else 0, 0, MEDIUM, 0)
            box.setSpacing(LARGE)
            box.addWidget(part)
        self._areas = tuple(scrolling(home) for home in self._homes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for area in self._areas:
            row.addWidget(area, 1)

    @property
    def stacked(self) -> bool:
        """Tell whether the parts stand one below the other."""
        return self._second.parentWidget() is self._homes[0]

    def turn(self) -> None:
        """Let the parts stand abreast where there is room for both."""
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS
        if narrow is not self.stacked:
            home = self._homes[0 if narrow else 1].layout()
            if home is not None:
                home.addWidget(self._second)
            self._areas[1].setVisible(not narrow)
