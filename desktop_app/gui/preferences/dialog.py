"""The dialog of preferences: its own sections, made from their table, and those that others bring along."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop_app.gui.preferences.rows import PreferenceRows
from desktop_app.gui.theme.fonts import POINTS
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.settings.preferences import Preferences

Section = tuple[str, Callable[[], QWidget]]
"""A section's title, and what makes its page when the dialog opens; a page that may be too high scrolls by itself."""
_WIDTH, _HEIGHT = 760, 660
"""In pixels at text size 100 %."""
_OF_SCREEN = 0.95


class PreferencesDialog(QDialog):
    """Keeps one size whatever section is on show, so that nothing jumps; Esc and Close leave, everything is kept."""

    changed = Signal(str)
    problem = Signal(object)

    def __init__(
        self, preferences: Preferences, sections: Sequence[Section] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Sections of the preferences"))
        self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its strip takes the keyboard, and says what it is
        self._tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)  # it would draw a line above the words
        self._add(self.tr("General"), scrolling(self._rows(preferences, "general")))
        for title, build in sections:
            self._add(title, build())
        self._add(self.tr("Network"), scrolling(self._rows(preferences, "network")))
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        box.addWidget(self._tabs, 1)
        box.addLayout(foot)
        letters = QApplication.font().pointSizeF() / POINTS
        room = self.screen().availableSize() * _OF_SCREEN
        self.resize(QSize(round(_WIDTH * letters), round(_HEIGHT * letters)).boundedTo(room))

    def show_section(self, title: str) -> None:
        """Show the section with this title."""
        for index in range(self._tabs.count()):
            if self._tabs.tabText(index) == title:
                self._tabs.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as on every page."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _add(self, title: str, page: QWidget) -> None:
        page.setContentsMargins(0, MEDIUM, 0, 0)
        self._tabs.addTab(page, title)

    def _rows(self, preferences: Preferences, section: str) -> PreferenceRows:
        rows = PreferenceRows(preferences, section)
        rows.changed.connect(self.changed)
        rows.problem.connect(self.problem)
        return rows
