"""A part that scrolls where there is too little room for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolling(part: QWidget) -> QScrollArea:
    """Return the part in an area that scrolls up and down; the focus is always brought into view."""
    area = _Area()
    holder = _Holder(part)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(holder)
    holder.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


class _Area(QScrollArea):
    """Follows the keyboard; Qt itself does so for Tab, not for the arrows within a group of buttons."""

    def __init__(self) -> None:
        super().__init__()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # what is clicked on can be seen
        if now is not None and not by_mouse:
            part = self.widget()
            if part is not None and part.isAncestorOf(now):
                self.ensureWidgetVisible(now)


class _Holder(QWidget):
    """Takes the height that its part needs at the width there is.

    Qt's own least height supposes that every wrapped text is as narrow as it can get, and would scroll far too early.
    """

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(part)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
