"""Looking for rows that are nearly the same: a button, then how far it is and how to stop it, then what came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import set_tone

_STEPS = 1000
_BAR_LETTERS = 14


class NearSearch(QWidget):
    """Says that the search is wanted or to be stopped; whoever does it says how far it is."""

    wanted = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self.button = QPushButton(self.tr("Look for near-duplicates"), self)
        self.button.setProperty("look", "quiet")
        self.button.setToolTip(self.tr("Compares all rows with each other. Takes about as long as taking in the file."))
        self.button.clicked.connect(self.wanted)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Looking for near-duplicates"))
        self.bar.setFixedWidth(_BAR_LETTERS * self.fontMetrics().averageCharWidth())
        self.stop = QPushButton(self.tr("Stop looking"), self)
        self.stop.setProperty("look", "quiet")
        self.stop.clicked.connect(self.stopped)
        self.said = Elided("", parent=self)
        self.said.setProperty("tone", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for part in (self.button, self.bar, self.stop):
            row.addWidget(part)
        row.addWidget(self.said, 1)
        self.offer(0)

    @property
    def has_focus(self) -> bool:
        """Tell whether the keyboard is here."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def offer(self, rows: int) -> None:
        """Offer the search among so many rows; nothing was found out yet."""
        self._rows = rows
        self._show(searching=False)
        self._tell("")
        self.setEnabled(rows > 1)

    def begin(self) -> None:
        """Show that it is under way."""
        self._show(searching=True)
        self.tell_progress(0)

    def tell_progress(self, rows: int) -> None:
        """Say how many rows were compared; the end of it takes a moment more."""
        done = rows >= self._rows
        self.bar.setRange(0, 0 if done else _STEPS)
        self.bar.setValue(round(_STEPS * rows / max(1, self._rows)))
        words = self.tr("Comparing the rows: {0} of {1}")
        self._tell(words.format(number(min(rows, self._rows)), number(self._rows)))

    def end(self, found: int | None, problem: str = "") -> None:
        """Say what came of it: so many rows, or None where it was stopped, and why if by a problem."""
        self._show(searching=False)
        if problem:
            self._tell(problem, "problem")
        elif found is None:
            self._tell(self.tr("Stopped; nothing was changed."))
        elif found:
            one = self.tr("1 row is nearly the same as another.")
            self._tell(how_many.counted(found, one, self.tr("{0} rows are nearly the same as another.")))
        else:
            self._tell(self.tr("No two rows are nearly the same."))

    def _show(self, *, searching: bool) -> None:
        """Show the button or the bar; the keyboard stays where the one it was at has gone from."""
        focused = self.has_focus
        self.button.setVisible(not searching)
        for part in (self.bar, self.stop):
            part.setVisible(searching)
        if focused:
            (self.stop if searching else self.button).setFocus()

    def _tell(self, words: str, tone: str = "muted") -> None:
        set_tone(self.said, tone)
        self.said.set_text(words)
