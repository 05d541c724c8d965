"""Words on the desktop, for those who look at another program: at the end of what took long, and no other time."""

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

_SHOWN_MS = 20_000
_PROGRAM = "notify-send"
"""What shows a notification on desktops that have no tray (freedesktop.org)."""


class DesktopNotes(QObject):
    """Says a thing once, by the means the desktop has; where it has none, nothing is said."""

    clicked = Signal()
    """The words were clicked on."""

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._said: set[str] = set()
        self._tray: QSystemTrayIcon | None = None
        self._rest = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._rest.timeout.connect(self._leave)

    def say(self, mark: str, title: str, sentence: str) -> bool:
        """Say something; what was said under the same mark before is not said again. Return whether it was said."""
        if mark in self._said:
            return False
        self._said.add(mark)
        title, sentence = without_tags(title), without_tags(sentence)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._say_at_tray(title, sentence)
            return True
        return self._say_by_program(title, sentence)

    def _say_at_tray(self, title: str, sentence: str) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(lambda _: self.clicked.emit())
        self._tray.show()
        self._tray.showMessage(title, sentence, self._icon, _SHOWN_MS)
        self._rest.start()

    def _leave(self) -> None:
        """Take the icon away: the program lives in its window."""
        if self._tray is not None:
            self._tray.hide()

    def _say_by_program(self, title: str, sentence: str) -> bool:
        program = QStandardPaths.findExecutable(_PROGRAM)
        if not program:
            return False
        started = QProcess.startDetached(program, ["--app-name=TuneDesk", "--", title, sentence])
        return bool(started[0] if isinstance(started, tuple) else started)


def without_tags(said: str) -> str:
    """Return words in which no desktop finds a tag: some obey links and pictures in a notification."""
    return said.replace("<", "‹").replace(">", "›")
