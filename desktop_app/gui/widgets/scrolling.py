"""A part that scrolls where there is too little room for it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
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


def bring_into_view(part: QWidget) -> None:
    """Scroll until the whole part is to be seen; of one that is higher than the view its beginning."""
    above = part.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    page = above.widget() if isinstance(above, QScrollArea) else None
    if not isinstance(above, QScrollArea) or page is None:
        return
    if part.height() <= above.viewport().height():
        above.ensureWidgetVisible(part, 0, 0)
    else:
        above.verticalScrollBar().setValue(part.mapTo(page, QPoint(0, 0)).y())


_SETTLING_MS = 300
"""So long parts that were just shown may still find their places, and push what has the keyboard out of view."""


class _Area(QScrollArea):
    """Follows the keyboard; Qt itself does so for Tab, not for the arrows within a group of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._settling = QTimer(self, singleShot=True, interval=_SETTLING_MS)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # what is clicked on can be seen
        self._settling.stop()
        if now is not None and not by_mouse and self._holds(now):
            self._settling.start()
            self.ensureWidgetVisible(now)

    def _holds(self, part: QWidget) -> bool:
        held = self.widget()
        return held is not None and held.isAncestorOf(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the keyboard's place into view once more where the parts around it grow."""
        taken = super().eventFilter(watched, event)
        now = QApplication.focusWidget()
        grown = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and watched is self.widget()
        if grown and self._settling.isActive() and now is not None and self._holds(now):
            self.ensureWidgetVisible(now)
        return taken


class _Holder(QWidget):
    """Takes the height that its part needs at the width there is.

    Qt's own least height supposes that every wrapped text is as narrow as it can get, and would scroll far too early;
    it holds where nothing wraps.
    """

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self._part = part
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(part)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0 if self.hasHeightForWidth() else least.height())

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(min(width, self._part.maximumWidth()))  # else its words would lack a few lines
