"""Several rooms at one spot: a strip of tabs over them, each room built when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, PAGE


@dataclass(frozen=True, slots=True)
class Room:
    """One of the rooms of a place: its name in the program, its title on the tab, and what one does there."""

    name: str
    title: str
    sentence: str


class TabbedPlace(QWidget):
    """Shows one of its rooms; which one stays the same while the program runs."""

    room_changed = Signal(str)
    """The name of the room that is on show now."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Begin without rooms; the strip is called `name` for those who do not see it."""
        super().__init__(parent)
        self._builders: dict[str, Callable[[], QWidget]] = {}
        self._rooms: dict[str, QWidget] = {}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(name)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.currentChanged.connect(self._on_tab)
        self._stack = QStackedWidget()
        self._above = QWidget()
        frame = QVBoxLayout(self._above)
        frame.setContentsMargins(PAGE - MEDIUM, MEDIUM, PAGE, 0)  # the words of a tab stand over those of the page
        frame.addWidget(self.tabs)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._above)
        box.addWidget(self._stack, 1)
        self._above.hide()
        for keys, step in ((QKeySequence.StandardKey.NextChild, 1), (QKeySequence.StandardKey.PreviousChild, -1)):
            turn = QShortcut(QKeySequence(keys), self)
            turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(partial(self._turn, step))

    def add_room(self, room: Room, build: Callable[[], QWidget]) -> None:
        """Add a room at the end of the strip; `build` makes it when it is first shown, the first one at once.

        A single room needs no strip.
        """
        self._builders[room.name] = build
        tab = self.tabs.addTab(room.title)
        self.tabs.setTabData(tab, room.name)
        self.tabs.setTabToolTip(tab, room.sentence)
        self._above.setVisible(self.tabs.count() > 1)
        if self.tabs.count() == 1:
            self._on_tab(tab)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the rooms in their order."""
        return tuple(self._builders)

    @property
    def current(self) -> str:
        """Return the name of the room on show; "" before there is any."""
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "")

    def room(self, name: str) -> QWidget:
        """Return a room, and build it if nobody has been there; KeyError for one that there is not."""
        if name not in self._rooms:
            self._rooms[name] = self._builders[name]()
            self._stack.addWidget(self._rooms[name])
        return self._rooms[name]

    def choose(self, name: str) -> None:
        """Show a room; KeyError for one that there is not."""
        self.room(name)
        self.tabs.setCurrentIndex(self.names.index(name))

    def _on_tab(self, _tab: int) -> None:
        name = self.current
        if name:
            self._stack.setCurrentWidget(self.room(name))
            self.room_changed.emit(name)

    def _turn(self, step: int) -> None:
        """Turn to another room; the keyboard goes to where it was there, or else stays on the strip above it."""
        if self.tabs.count() < 2:
            return
        now = QApplication.focusWidget()
        within = now is not None and self._stack.isAncestorOf(now)
        if within:  # else Qt would give it to whatever can take it as the room goes: mostly the foot of the next page
            self.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        before = self.room(self.current).focusWidget()
        if within and before is not None and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
