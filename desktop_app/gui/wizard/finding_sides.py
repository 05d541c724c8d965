"""A list, and beside it in full what is chosen in it; one below the other where there is little room."""

from PySide6.QtWidgets import QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.widgets.turning import Turning

_LETTERS = 96
"""So many letters of running text must fit for both to stand side by side."""
_LINES = 8
"""The height of the list in lines where the rest stands below it."""


class FindingSides(Turning):
    """Side by side, both scroll for themselves and need no height of their own; else they need what they need."""

    def __init__(self, list_: QListView, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = list_
        self._view = view
        self._beside, self._below = _home(), _home()
        self._area = scrolling(self._beside)
        for part in (self._list, self._area):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        row = QHBoxLayout()
        row.setSpacing(LARGE)
        row.addWidget(self._list, 2)
        row.addWidget(self._area, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        box.addLayout(row, 1)
        box.addWidget(self._below)
        self._below.hide()
        _give(self._beside, view)

    @property
    def stacked(self) -> bool:
        """Tell whether the parts stand one below the other."""
        return self._view.parentWidget() is self._below

    def turn(self) -> None:
        """Let the parts stand abreast where there is room for both."""
        metrics = self.fontMetrics()
        narrow = self.width() < metrics.averageCharWidth() * _LETTERS
        self._list.setMinimumHeight(metrics.lineSpacing() * _LINES if narrow else 0)
        if narrow is not self.stacked:
            _give(self._below if narrow else self._beside, self._view)
            self._area.setVisible(not narrow)
            self._below.setVisible(narrow)


def _home() -> QWidget:
    home = QWidget()
    box = QVBoxLayout(home)
    box.setContentsMargins(0, 0, 0, 0)
    return home


def _give(home: QWidget, part: QWidget) -> None:
    layout = home.layout()
    if layout is not None:
        layout.addWidget(part)
