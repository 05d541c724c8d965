"""What ended while nobody looked: said on the desktop to those who look at another program."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.gui.desktop_notes import DesktopNotes
from desktop_app.settings.preferences import NOTIFY, Preferences


class Away(QObject):
    """Says the end of work on the desktop while another program is in front, unless the user does not want it."""

    def __init__(self, window: QWidget, notes: DesktopNotes, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._notes = notes
        self._preferences = preferences
        self._ended = 0
        notes.clicked.connect(self._come_forward)

    def say(self, mark: str, headline: str, sentence: str) -> None:
        """Say it where people see it who look at another program; what has this mark, once."""
        window = self._window
        in_front = window.isActiveWindow() and window.isVisible() and not window.isMinimized()
        if self._preferences.get(NOTIFY) and not in_front:
            self._notes.say(mark, headline, sentence)

    def say_over(self, work: str) -> None:
        """Say that a piece of work which took long is over."""
        self._ended += 1
        self.say(f"work {self._ended}", work, self.tr("This is over. TuneDesk says what came of it."))

    def _come_forward(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.activateWindow()
