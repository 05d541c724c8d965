"""Where a review is: the row's number, what has been decided, how far that is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.editor.review_end import sum_line
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.work.review import Standing


class ReviewHead(QWidget):
    """Two lines and a bar, as high for every row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = label(size="heading")
        self._sum = Elided("")
        self._word = Elided("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Decided rows"))
        self.leave = QPushButton(self.tr("Back to the table (Esc)"))
        self.leave.setProperty("look", "quiet")
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sum.setProperty("tone", "muted")
        self._word.setProperty("tone", "muted")
        first = QHBoxLayout()
        first.setSpacing(MEDIUM)
        first.addWidget(self._place)
        first.addWidget(self._sum, 1)
        first.addWidget(self.leave)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addLayout(first)
        box.addWidget(self._bar)
        box.addWidget(self._word)

    @property
    def place(self) -> str:
        """Return which row is on show, in words."""
        return self._place.text()

    @property
    def sum(self) -> str:
        """Return what was decided so far."""
        return self._sum.whole

    @property
    def words(self) -> str:
        """Return what was said last."""
        return self._word.whole

    def show_place(self, at: int, total: int) -> None:
        """Say which row it is."""
        words = self.tr("Row {0} of {1}").format(number(at + 1), number(total))
        self._place.setText(words if at < total else self.tr("The end"))

    def show_standing(self, standing: Standing) -> None:
        """Say how the review stands."""
        self._bar.setRange(0, max(1, standing.decided + standing.open))
        self._bar.setValue(standing.decided)
        self._sum.set_text(f"{sum_line(standing)} · {self.tr('{0} open').format(number(standing.open))}")

    def say(self, words: str) -> None:
        """Say what just happened."""
        self._word.set_text(words)
