"""Who has Esc: what goes on in a page is left first, and only then what lies over it.

Where two of Qt's shortcuts match one key, neither does anything. So each that can rest is switched on or off in the
moment before Qt looks which of them match.
"""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

ESC = QKeySequence(Qt.Key.Key_Escape)


def esc_comes(event: QEvent) -> bool:
    """Tell whether Esc was pressed, and Qt looks next whose shortcut it is; parts of a page hear it before the page."""
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and QKeySequence(event.keyCombination()) == ESC
    )


def esc_is_taken(window: QWidget, but: QShortcut) -> bool:
    """Tell whether another shortcut of the window than `but` would hear Esc now."""
    return any(_hears(part, context) for part, context in _takers(window, but))


def _takers(window: QWidget, but: QShortcut) -> Iterator[tuple[QWidget, Qt.ShortcutContext]]:
    """Yield the parts that have Esc as their key, and how far around each of them it is heard."""
    for key in window.findChildren(QShortcut):
        part = key.parent()
        if key is not but and key.isEnabled() and key.key() == ESC and isinstance(part, QWidget):
            yield part, key.context()
    for action in window.findChildren(QAction):
        if action.isEnabled() and ESC in action.shortcuts():
            for part in action.associatedObjects():
                if isinstance(part, QWidget) and not isinstance(part, QMenu):
                    yield part, action.shortcutContext()


def _hears(part: QWidget, context: Qt.ShortcutContext) -> bool:
    if not (part.isVisible() and part.isEnabled()):
        return False
    keyboard = QApplication.focusWidget()
    if context is Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return keyboard is not None and (part is keyboard or part.isAncestorOf(keyboard))
    return context is not Qt.ShortcutContext.WidgetShortcut or part is keyboard
