"""The keys of the test room."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget


def add_keys(page: QWidget, act: QPushButton, stop: Callable[[], None]) -> None:
    """Let Ctrl+Enter press the page's button, wherever the focus is, and Esc within the page stop."""
    act.setToolTip(page.tr("Ctrl+Enter"))
    for key in ("Ctrl+Return", "Ctrl+Enter"):
        pressed = QShortcut(QKeySequence(key), page)
        pressed.activated.connect(act.click)
    stopped = QShortcut(QKeySequence("Esc"), page)
    stopped.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    stopped.activated.connect(stop)
