"""The frame: rail, pages, menus, notices. It knows places by name and nothing of what they hold."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.actions import Actions, Row
from desktop_app.gui.appearance import Appearance
from desktop_app.gui.help_dialogs import AboutDialog, ShortcutsDialog
from desktop_app.gui.notices import Notices
from desktop_app.gui.palette_dialog import PaletteDialog
from desktop_app.gui.preferences.dialog import PreferencesDialog, Section
from desktop_app.gui.rail import Rail
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.under_way import UnderWay
from desktop_app.gui.widgets.tabbed_place import Room
from desktop_app.settings.preferences import OFFLINE, WINDOW, Preferences

NAME = "TuneDesk"


class Window(QMainWindow):
    """The main window. Places are built on the first visit."""

    place_changed = Signal(str)
    files_dropped = Signal(list)
    """The paths of all files of a drop."""
    leaving = Signal(object)
    """Somebody closes the window: the QCloseEvent, which may be ignored."""
    closing = Signal()
    preferences_left = Signal()

    def __init__(self, actions: Actions, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._actions = actions
        self._preferences = preferences
        self._builders: dict[str, Callable[[], QWidget]] = {}
        self._sections: list[Section] = []
        self._pages: dict[str, QWidget] = {}
        self._place = ""
        self._rail = Rail()
        self.work = UnderWay(self)
        """What goes on in the background; the rail's foot shows it."""
        self._stack = QStackedWidget()
        self._column = QVBoxLayout()
        self._notices = Notices(self._stack)
        self._stack.currentChanged.connect(lambda _: self._notices.raise_())  # a page that is shown comes above all
        self._appearance = Appearance(actions, theme, preferences, self)
        self.setWindowTitle(NAME)
        self.setMinimumSize(900, 600)
        self.setAcceptDrops(True)
        self._arrange()
        theme.dress(self)
        self._connect()
        self._on_preference()
        self._restore()

    def _arrange(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        self._column.addWidget(self._stack, 1)
        row.addLayout(self._column, 1)
        self.setCentralWidget(middle)
        self._actions.fill(self.menuBar())
        self.addActions(self._actions.all())

    def _connect(self) -> None:
        self._rail.wanted.connect(self.go)
        self._rail.work_wanted.connect(self.work.lead)
        self.work.turned.connect(lambda: self._rail.set_work(self.work.sentences, self.work.fraction))
        self._rail.problems_wanted.connect(self._notices.show_newest)
        self._notices.waiting.connect(self._rail.set_problems)
        self._appearance.problem.connect(self.show_problem)
        self._actions.on("palette", self.open_palette)
        self._actions.on("preferences", self.open_preferences)
        self._actions.on("shortcuts", lambda: ShortcutsDialog(self._with_keys(), self).open())
        self._actions.on("about", lambda: AboutDialog(self).open())
        self._actions.on("quit", self.close)

    def add_place(self, place: str, title: str, icon_name: str, build: Callable[[], QWidget]) -> None:
        """Add a place to the rail and the menu; `build` makes its page when it is first visited."""
        keys = f"Ctrl+{len(self._builders) + 1}"
        self.add_page(place, build)
        self._rail.add(place, title, icon_name)
        self._rail.set_tip(place, f"{title} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        self.addAction(self._actions.add(Row(f"go_{place}", title, "go", icon_name, keys)))
        self._actions.on(f"go_{place}", partial(self.enter, place))

    def add_room(self, place: str, room: Room, enter: Callable[[], object]) -> None:
        """Let a room of a place be found in the list of all actions; `enter` leads there."""
        there = self._actions[f"go_{place}"]
        row = Row(f"go_{place}_{room.name}", f"{there.text()}: {room.title}", also=room.sentence)
        self._actions.add(row).setIcon(there.icon())
        self._actions.on(row.id, enter)

    def add_page(self, place: str, build: Callable[[], QWidget]) -> None:
        """Add a place that is not in the rail, because other places lead to it."""
        self._builders[place] = build

    @property
    def place(self) -> str:
        """Return the name of the place on show, or an empty one before the first visit."""
        return self._place

    def page(self, place: str) -> QWidget:
        """Return the page of a place, and build it if nobody has been there."""
        if place not in self._pages:
            self._pages[place] = self._builders[place]()
            self._stack.addWidget(self._pages[place])
        return self._pages[place]

    def go(self, place: str) -> None:
        """Show a place."""
        self._stack.setCurrentWidget(self.page(place))
        self._rail.set_current(place)
        if place != self._place:
            self._place = place
            self.place_changed.emit(place)

    def enter(self, place: str) -> None:
        """Show a place and put the keyboard's focus where it was there, else on the first control below the tabs."""
        self.go(place)
        page = self.page(place)
        before = page.focusWidget()
        for control in [*([before] if before is not None else []), *page.findChildren(QWidget)]:
            usable = control.isVisibleTo(self) and control.isEnabled() and not isinstance(control, QTabBar)
            if usable and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                control.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def set_project_name(self, name: str | None) -> None:
        """Show the open project's name in rail and title, or that none is open."""
        self._rail.set_project_name(name)
        self.setWindowTitle(f"{name} - {NAME}" if name else NAME)

    def add_foot(self, line: QWidget) -> None:
        """Put a line under the pages, which is seen from every one of them."""
        self._column.addWidget(line)

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Show a problem over the foot of the page until it is dismissed."""
        self._notices.show_problem(problem, on_retry)

    def notice(self, text: str) -> None:
        """Say something that needs no answer."""
        self._notices.notice(text)

    def open_palette(self) -> QDialog:
        """Open the list of all actions that can be done now."""
        actions = [action for action in self._actions.enabled() if action is not self._actions["palette"]]
        return self._opened(PaletteDialog(actions, self))

    def add_section(self, title: str, build: Callable[[], QWidget]) -> None:
        """Add a section to the preferences; its page is made each time they are opened."""
        self._sections.append((title, build))

    def open_preferences(self, section: str = "") -> QDialog:
        """Open the dialog of preferences, at the section with this title."""
        dialog = PreferencesDialog(self._preferences, self._sections, self)
        dialog.show_section(section)
        dialog.changed.connect(self._on_preference)
        dialog.problem.connect(self.show_problem)
        dialog.finished.connect(lambda _: self.preferences_left.emit())
        return self._opened(dialog)

    def _with_keys(self) -> list[QAction]:
        """Return the program's actions, and after them those of the pages that somebody has been to."""
        return [*self._actions.all(), *self._stack.findChildren(QAction)]

    def _on_preference(self) -> None:
        self._appearance.apply()
        self._rail.set_offline(offline=bool(self._preferences.get(OFFLINE)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the files of a drop."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember size and place, and tell that the window is leaving, unless something keeps it."""
        self.leaving.emit(event)
        if not event.isAccepted():
            return
        typed = self.focusWidget()
        if typed is not None:
            typed.clearFocus()  # lines hand in what was typed when they are left
        state = b64encode(self.saveGeometry().data()).decode("ascii")
        with suppress(Problem):  # a window that forgets its size is no reason to keep anyone from leaving
            self._preferences.set(WINDOW, state)
        self.closing.emit()
        super().closeEvent(event)

    def _restore(self) -> None:
        self.resize(1180, 780)
        state = self._preferences.get(WINDOW)
        with suppress(ValueError):
            self.restoreGeometry(QByteArray(b64decode(state, validate=True)))

    @staticmethod
    def _opened(dialog: QDialog) -> QDialog:
        dialog.open()
        return dialog
