"""The table and the current row, beside each other where there is room for both, else one below the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_app.gui.theme.spacing import LARGE

_BESIDE = 52
"""From this width on, in heights of a line, the row stands beside the table, else below it."""
_LEAST = 11
"""So many heights of a line the table and the row need at the least."""


class TableAndRow(QSplitter):
    """Two parts of the room for the table, one for the row, until somebody moves the gap between them."""

    def __init__(self, table: QWidget, row: QWidget) -> None:
        super().__init__()
        self._both = (table, row)
        for part in self._both:
            self.addWidget(part)
        self.setStretchFactor(0, 2)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(LARGE)
        self.setProperty("look", "gap")

    def fit(self, width: int) -> None:
        """Lie as a page of this width has room for."""
        line = self.fontMetrics().height()
        self.setOrientation(Qt.Orientation.Horizontal if width >= _BESIDE * line else Qt.Orientation.Vertical)
        # Where the text is too large for the window, the page scrolls rather than squeeze the table to nothing.
        for part in self._both:
            part.setMinimumHeight(line * _LEAST)
