"""A window over the program that ends with its buttons."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL

_TITLE_LINES = 3
"""The desktop puts a title over the window, and often a bar at the edge of the screen."""


class Sheet(QDialog):
    """Content in a box, and a foot of buttons below it."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        self.box.setSpacing(SMALL)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(SMALL)
        self.foot.addStretch(1)
        self._asides = 0

    def aside(self, words: str, act: Callable[[], object]) -> QPushButton:
        """Add a button at the other end of the foot, for what is not what one came for."""
        made = QPushButton(words)
        made.clicked.connect(lambda _checked=False: act())
        made.setAutoDefault(False)
        self.foot.insertWidget(self._asides, made)
        self._asides += 1
        return made

    def button(self, words: str, act: Callable[[], object], *, main: bool = False) -> QPushButton:
        """Add a button to the foot."""
        made = QPushButton(words)
        made.clicked.connect(lambda _checked=False: act())
        made.setDefault(main)
        made.setAutoDefault(main)
        if main:
            made.setProperty("look", "primary")
        self.foot.addWidget(made)
        return made

    def spread(self, lines: int) -> None:
        """Let words that wrap be so many lines wide at least; else they ask for the height of a narrow strip."""
        for words in self.findChildren(QLabel):
            if words.wordWrap():
                words.setMinimumWidth(lines * self.fontMetrics().height())

    def finish(self, width: int, height: int) -> None:
        """Put the foot below everything and take a size in lines of text, as far as the screen has room for it."""
        self.box.addLayout(self.foot)
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # bold words take more room, and nobody knows that they are bold before
        for words in self.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            words.setMinimumHeight(
                int(words.wordWrap())
            )  # else room is kept for the words at their narrowest, many lines high
        line = self.fontMetrics().height()
        room = self.screen().availableGeometry().size() - QSize(LARGE, _TITLE_LINES * line)
        wide = width * line
        high = max(height * line, self.box.totalMinimumHeightForWidth(wide))  # other languages need more lines
        self.resize(QSize(wide, high).boundedTo(room))
