"""A bar that shows how the rows are divided."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.core.example import Part
from desktop_app.gui.theme.palette import colours

_HEIGHT = 12


class SplitBar(QWidget):
    """One stretch a part, as long as its share; the numbers beside it say the same in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[Part, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[Part, int]) -> None:
        """Draw these counts."""
        self._counts = dict(counts)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bar."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stretches from the side where reading begins."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), QColor(colours().raised))
        total = sum(self._counts.values())
        x = 0.0
        for part, colour in part_colours().items():
            width = self.width() * self._counts.get(part, 0) / total if total else 0.0
            left = self.width() - x - width if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else x
            painter.fillRect(QRectF(left, 0, max(0.0, width - 2), _HEIGHT), colour)
            x += width
        painter.end()


def part_colours() -> dict[Part, QColor]:
    """Return the colour of each part, apart for colour-blind eyes too."""
    curves = colours().curves
    return {Part.TRAINING: QColor(curves[0]), Part.VALIDATION: QColor(curves[1]), Part.TEST: QColor(curves[2])}
