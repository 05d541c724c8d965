"""Which parts of a window are to be seen, and where."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from desktop_app.gui.notices import Notices


def in_sight(part: QWidget, window: QWidget) -> QRect:
    """Return where a part is to be seen, as a place in the window."""
    seen, holder = QRect(part.mapTo(window, QPoint(0, 0)), part.size()), part.parentWidget()
    while holder is not None and holder is not window:
        seen &= QRect(holder.mapTo(window, QPoint(0, 0)), holder.size())
        holder = holder.parentWidget()
    return seen


def beneath(part: QWidget) -> bool:
    """Tell whether a part lies under a notice, which is over the page until it is dismissed."""
    for notice in part.window().findChildren(Notices):
        place = QRect(notice.mapTo(part.window(), QPoint(0, 0)), notice.size())
        mine = QRect(part.mapTo(part.window(), QPoint(0, 0)), part.size())
        if notice.isVisible() and place.intersects(mine) and not notice.isAncestorOf(part):
            return True
    return False
