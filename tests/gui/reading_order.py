"""Whether the keyboard walks a page the way it is read: from the top down, each line from its start to its end."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

_SLACK = 6
"""So many pixels may two things lie beside or over each other and still be two lines, or two columns."""
_MOST = 150


def tabbed(page: QWidget) -> list[QWidget]:
    """Press Tab until it comes round to where it began, and return the controls of the page in the order of coming."""
    reached: list[QWidget] = []
    for _ in range(_MOST):
        now = QApplication.focusWidget()
        if now in reached:
            return [each for each in reached if page.isAncestorOf(each)]
        reached.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes round; it was last at {named(reached[-1])}")


def disorder(controls: list[QWidget]) -> list[str]:
    """Return each step of the keyboard that goes against the way the page is read."""
    mirrored = QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    found = []
    for one, other in pairwise(controls):
        here, there = _boxes(one, other, mirrored=mirrored)
        above = there.bottom() < here.top() + _SLACK and there.left() < here.right() - _SLACK
        shared = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
        same_line = shared > min(here.height(), there.height()) / 2
        if above or (same_line and there.right() < here.left() + _SLACK):
            found.append(f"from {named(one)} at {here.getRect()} to {named(other)} at {there.getRect()}")
    return found


def named(part: QWidget) -> str:
    """Return what a control is called, for whoever reads that something is wrong with it."""
    words = part.accessibleName() or getattr(part, "text", str)()
    return f"{type(part).__name__} {words!r}"


def _boxes(one: QWidget, other: QWidget, *, mirrored: bool) -> tuple[QRect, QRect]:
    """Return where two controls lie; of one that scrolls while the other does not, where its view lies."""
    window = one.window()
    areas = _areas(one), _areas(other)
    found = []
    for part, own, others in ((one, *areas), (other, *reversed(areas))):
        alone = [area for area in own if area not in others]
        shown = alone[-1] if alone else part
        box = QRect(shown.mapTo(window, QPoint(0, 0)), shown.size())
        found.append(QRect(window.width() - box.right(), box.top(), box.width(), box.height()) if mirrored else box)
    return found[0], found[1]


def _areas(part: QWidget) -> list[QAbstractScrollArea]:
    """Return the areas that scroll a control, the innermost first."""
    found, parent = [], part.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            found.append(parent)
        parent = parent.parentWidget()
    return found
