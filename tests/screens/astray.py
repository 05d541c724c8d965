"""Whether words stand where reading begins: in a window that is read from the right, on the right."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.gui.widgets.direction import direction_of

_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignJustify


def astray(window: QWidget) -> Iterator[str]:
    """Yield each label that its letters, and not the layout it is in, put on a side; marked-up text says it itself."""
    for part in window.findChildren(QLabel):
        shown = part.window() is window and part.isVisible() and part.text()
        plain = part.textFormat() in (Qt.TextFormat.PlainText, Qt.TextFormat.AutoText)
        if not shown or not plain:
            continue
        settled = part.alignment() & (_MIDDLE | Qt.AlignmentFlag.AlignAbsolute)
        if not settled and direction_of(part.text(), part.layoutDirection()) is not part.layoutDirection():
            yield f"{type(part).__name__} {part.text()[:80]!r} stands where its letters begin"
