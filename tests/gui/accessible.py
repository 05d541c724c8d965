"""Whether a screen reader has a name for everything the keyboard can reach."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QTableView, QWidget


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
