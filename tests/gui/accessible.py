"""Whether a screen reader has a name for everything the keyboard can reach, and whether only windows are windows."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHeaderView,
    QMainWindow,
    QMenu,
    QTableView,
    QWidget,
)


def unnamed_controls(widget: QWidget) -> list[str]:
    """Return a description of each visible control that takes the focus and has no accessible name.

    Headers and the corner of a table are part of the table, which has a name itself.
    """
    found = []
    for control in [widget, *widget.findChildren(QWidget)]:
        if not control.isVisibleTo(widget) or control.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        owner = control.parent()
        corner = isinstance(control, QAbstractButton) and isinstance(owner, QTableView)
        if isinstance(control, QHeaderView) or corner or control.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(control)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name.strip():
            found.append(f"{type(control).__name__} {control.objectName()!r} in {type(owner).__name__}")
    return found


class StrayWindows(QObject):
    """Notes every widget that opens as a window of its own though it is none: one shown before it had a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, target: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at everything that is being shown."""
        # Asked of every event there is: asking it for its type takes ten times as long.
        if isinstance(event, QShowEvent) and isinstance(target, QWidget) and target.isWindow():
            plain = target.windowType() is Qt.WindowType.Window  # neither a list that folds out nor a tool tip
            if plain and not isinstance(target, QDialog | QMainWindow | QMenu):
                self.found.append(f"{type(target).__name__} {target.objectName()!r}")
        return False
