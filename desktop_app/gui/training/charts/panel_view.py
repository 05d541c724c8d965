"""One panel of the charts: its title and its plot, which the keyboard can walk through."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.panels import LOSS, Panel
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.training.charts.hands import Hands
from desktop_app.gui.training.charts.plot import Paint, Picture, Plot
from desktop_app.gui.training.charts.words import quantity, title
from desktop_app.gui.widgets.label import label

_LINES_HIGH, _LINES_LOW = 15, 9
"""The heights of the first panel and of the others, in lines of text."""
_FRAME = 2


class PanelView(QWidget):
    """Draws only what can be seen: a panel that is scrolled away asks again as soon as it comes into view."""

    wanted = Signal()
    """The panel came into view and does not show the newest picture."""

    def __init__(self, panel: Panel, pyqtgraph: Any, parent: QWidget | None = None) -> None:  # noqa: ANN401 - no types
        super().__init__(parent)
        self.panel = panel
        self.plot = Plot(pyqtgraph)
        self.hands = Hands(self.plot.widget, self)
        self.stale = True
        self._title = label(title(panel), size="strong", wrap=True)
        self.plot.widget.setAccessibleName(self.tr("Curves: {0}").format(quantity(panel.key)))
        self.plot.widget.installEventFilter(self)
        self._viewport: QWidget = self.plot.widget.viewport()  # type: ignore[attr-defined]  # a QGraphicsView's own
        self._viewport.installEventFilter(self)
        self._viewport.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chart itself takes the keyboard, and has a name
        self.plot.widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
        box.setSpacing(HAIR)
        box.addWidget(self._title)
        self.plot.paint(Paint(colours(), self.font()))  # until it is drawn it is an empty sheet, not a black one
        self._room = _Room(self.plot.widget)
        box.addWidget(self._room, 1)
        self._size()

    @property
    def seen(self) -> bool:
        """Tell whether any of the plot is on the screen."""
        window = self.window()
        return self.isVisible() and not window.isMinimized() and not self._viewport.visibleRegion().isEmpty()

    @property
    def title(self) -> str:
        """Return what the panel shows."""
        return self._title.text()

    def show_panel(self, panel: Panel) -> None:
        """Take on the lines a quantity has by now."""
        self.panel = panel

    def draw(self, picture: Picture, paint: Paint, beside: int) -> None:
        """Draw a picture that was composed for this panel; from then on it is not stale."""
        self.plot.draw(picture, paint, beside)
        self.stale = False

    def describe(self, sentence: str) -> None:
        """Tell those who do not see the curves what they show."""
        if sentence != self.plot.widget.accessibleDescription():
            self.plot.widget.setAccessibleDescription(sentence)

    def render_into(self, painter: QPainter, target: QRectF, line: float) -> None:
        """Draw title (as high as `line`) and curves into a rectangle of another picture."""
        painter.drawText(QRectF(target.x(), target.y(), target.width(), line), 0, self._title.text())
        self.plot.render(painter, target.adjusted(0, line, 0, 0))

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        """See when the plot comes into view and when it has the focus."""
        if event.type() is QEvent.Type.Paint and self.stale and target is not self.plot.widget:
            self.wanted.emit()
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around the panel that has the focus."""
        if self.plot.widget.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours().accent), _FRAME))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            painter.end()

    def _size(self) -> None:
        lines = _LINES_HIGH if self.panel.key == LOSS else _LINES_LOW
        self._room.setMinimumHeight(lines * self.fontMetrics().height())


class _Room(QWidget):
    """Asks for its least height and takes what there is; the plot in it asks for nothing."""

    def __init__(self, plot: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(plot)

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())
