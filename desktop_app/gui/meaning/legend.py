"""What the colours and shapes of a map mean; a click on one brings it out and lets the others fade."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.meaning.raster import SHAPES, shape
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.flow import FlowLayout

_SIDE = 15


class Legend(QWidget):
    """One button a group: its shape in its colour, its name, and how many points it has."""

    shown_changed = Signal(object)
    """The groups that are to be seen clearly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, HAIR, 0, 0)
        box.addWidget(self._holder)
        self.setAccessibleName(self.tr("What the colours mean"))

    def show_groups(self, names: Sequence[str], counts: Sequence[int]) -> None:
        """Show other groups, all of them brought out."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for name, count in zip(names, counts, strict=True):
            button = QToolButton()
            button.setText(f"{name} ({number(count)})")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setIconSize(QSize(_SIDE, _SIDE))
            button.setToolTip(self.tr("Bring out these rows and let the others fade"))
            button.toggled.connect(self._tell)
            self.buttons.append(button)
            self._flow.addWidget(button)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _tell(self) -> None:
        wanted = [place for place, button in enumerate(self.buttons) if button.isChecked()]
        self.shown_changed.emit(wanted or list(range(len(self.buttons))))

    def _draw(self) -> None:
        for place, button in enumerate(self.buttons):
            button.setIcon(_icon(place, self.devicePixelRatioF()))


def _icon(place: int, ratio: float) -> QIcon:
    wide = int(_SIDE * ratio) | 1
    made = QPixmap(wide, wide)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setPen(QColor(colours().curves[place % len(colours().curves)]))
    for down, across in zip(*shape(SHAPES[place % len(SHAPES)], wide).nonzero(), strict=True):
        painter.drawPoint(QPointF(float(across), float(down)))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return QIcon(made)
