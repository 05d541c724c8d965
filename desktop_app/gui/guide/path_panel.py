"""The panel of the first path: the one next step, what lies behind, and a button that shows where it is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.first_path import STOPS, Stop, done_before
from desktop_app.gui.guide.stop_words import short_name, what_to_do
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label, set_tone

_LINES = 40
"""In a window of fewer lines than this the row of stops gives its room to the page."""


class PathPanel(QFrame):
    """Stands under the pages, waits for the user and never presses anything itself; Esc closes it."""

    where_wanted = Signal()
    """Somebody wants to see where the next step is done."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.setProperty("kind", "note")
        self.setAccessibleName(self.tr("First steps"))
        self._stop: Stop | None = None
        self._title = label(size="strong")
        self._sentence = label(wrap=True)
        self._sentence.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        self._row = QWidget()
        self._names: dict[Stop, QLabel] = {stop: label(size="small") for stop in STOPS}
        self.where = QPushButton(self.tr("Show me where"))
        self.where.setAutoDefault(False)
        self.where.clicked.connect(self.where_wanted)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x", "muted"))
        self.close_button.setAccessibleName(self.tr("Close the first steps"))
        self.close_button.setToolTip(self.tr("Close; Help, First steps brings them back"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self.closed)
        self._arrange()

    def _arrange(self) -> None:
        flow = FlowLayout(self._row, MEDIUM)
        for name in self._names.values():
            flow.addWidget(name)
        words = QVBoxLayout()
        words.setSpacing(HAIR)
        for part in (self._title, self._sentence, self._row):
            words.addWidget(part)
        box = QHBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, SMALL, SMALL)
        box.setSpacing(MEDIUM)
        box.addLayout(words, 1)
        box.addWidget(self.where, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def stop(self) -> Stop | None:
        """Return the stop on show; None at the end of the path."""
        return self._stop

    @property
    def sentence(self) -> str:
        """Return the next step in words."""
        return self._sentence.text()

    def show_stop(self, stop: Stop | None) -> None:
        """Say what is next, tick off what lies behind, and let screen readers hear it."""
        if self._sentence.text() and stop is self._stop:
            return
        self._stop = stop
        behind = done_before(stop)
        for each, name in self._names.items():
            said = short_name(each)
            name.setText(self.tr("✓ {0}").format(said) if each in behind else said)
            name.setAccessibleName(self.tr("{0}: done").format(said) if each in behind else said)
            set_tone(name, "good" if each in behind else "accent" if each is stop else "muted")
        if stop is None:
            self._title.setText(self.tr("First steps: all done"))
        else:
            place = STOPS.index(stop) + 1
            self._title.setText(self.tr("First steps: {0} of {1}").format(place, len(STOPS)))
        self._sentence.setText(what_to_do(stop))
        self.setAccessibleDescription(self._sentence.text())
        self.where.setVisible(stop is not None)
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._sentence.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; Enter presses the button that has the keyboard."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton | QToolButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the row of stops out where the window has little room."""
        super().resizeEvent(event)
        self._row.setVisible(self.window().height() >= _LINES * self.fontMetrics().height())
