"""A part of a page in which the focus rests while there is nothing to press."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import MEDIUM, READING


class Resting(QWidget):
    """Keeps the keyboard on the page, so that Enter and Esc mean the page; a frame shows that it is here."""

    def __init__(self, content: QWidget, name: str, sign: QWidget | None = None) -> None:
        """Hold the content; `name` is what a screen reader says of it. Without its `sign` there is no frame either."""
        super().__init__()
        self._sign = sign or content
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.addWidget(content)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame around the sign while the focus is here."""
        super().paintEvent(event)
        if not self.hasFocus() or not self._sign.isVisible():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().accent), 2))
        place = QRectF(self._sign.mapTo(self, QPointF()), QSizeF(self._sign.size()))
        painter.drawRoundedRect(place.adjusted(1 - MEDIUM, 1 - MEDIUM, MEDIUM - 1, MEDIUM - 1), 8, 8)
        painter.end()


def waiting(busy: QWidget, name: str) -> Resting:
    """Return the place for progress: at the top, no wider than a line of reading."""
    outer = QWidget()
    box = QVBoxLayout(outer)
    box.setContentsMargins(0, 0, 0, 0)
    busy.setMaximumWidth(READING)
    box.addWidget(busy)
    box.addStretch(1)
    return Resting(outer, name, busy)
