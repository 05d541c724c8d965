"""Whether a screen reader has a name for everything the keyboard can reach, and whether only windows are windows."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
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


class StrayWindows:
    """Notes every widget that opens as a window of its own though it is none: one shown before it had a parent.

    It stands where the program asks Qt to show something. A filter for the application's events sees no more, and takes
    a quarter of a test's time: every event there is must be carried to Python for it.
    """

    def __init__(self) -> None:
        """Watch from now on: PySide crashes where the methods of its classes are put back while widgets live."""
        self.found: list[str] = []
        for name in ("show", "setVisible", "setHidden"):
            setattr(QWidget, name, self._watched(getattr(QWidget, name)))

    def _watched(self, method: Callable[..., None]) -> Callable[..., None]:
        def watched(widget: QWidget, *arguments: bool) -> None:
            method(widget, *arguments)
            plain = widget.windowType() is Qt.WindowType.Window  # neither a list that folds out nor a tool tip
            window = isinstance(widget, QDialog | QMainWindow | QMenu)
            if plain and not window and widget.isWindow() and widget.isVisible():
                self.found.append(f"{type(widget).__name__} {widget.objectName()!r}")

        return watched
