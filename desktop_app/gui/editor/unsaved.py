"""A line above the table that says what could not be saved or read, and offers to try again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import Picture, label


class Unsaved(QFrame):
    """Hidden as long as all is well; what was typed stays in the table and beside it meanwhile."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.setProperty("kind", "problem")
        self._words = label(wrap=True)
        self.button = QPushButton(self.tr("Save again"))
        self.button.clicked.connect(self.again)
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        row.setSpacing(MEDIUM)
        row.addWidget(Picture("octagon-x", 20, "problem"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)

    @property
    def words(self) -> str:
        """Return what is said."""
        return self._words.text()

    def tell(self, problem: Problem, *, savable: bool) -> None:
        """Say the problem; `savable` offers to save what was typed once more."""
        self._words.setText(" ".join(say(part) for part in (problem.happened, problem.meaning, problem.remedy)))
        self.button.setVisible(savable)
        self.show()
