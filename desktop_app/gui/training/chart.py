"""The losses of a training as a chart and, for those who prefer it, as a table."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.job import Job
from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.background import Background
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.drawing import Drawing, Words, load_pyqtgraph
from desktop_app.gui.training.lines import Lines, lines
from desktop_app.gui.training.points_table import PointsTable
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import label

REDRAW_MS = 250
"""The shortest time between two drawings."""
_HEIGHT = 220


class LossChart(QWidget):
    """Draws at most four times a second, and only while it can be seen; the table holds every point."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._lines: Lines | None = None
        self._drawing: Drawing | None = None
        self._loading = False
        self._dirty = False
        self._rest = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._rest.timeout.connect(self._draw_if_due)
        self._title = label(self.tr("Loss: how far off the model is; lower is better"), size="strong", wrap=True)
        self._waiting = label(self.tr("The curve begins with the first measurement."), tone="muted", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._points = PointsTable(self)
        self._table = QTableView()
        self._stack = QStackedWidget()
        self._toggle = QPushButton(self.tr("Show as table"))
        self._arrange()

    def _arrange(self) -> None:
        self._table.setModel(self._points)
        self._table.setAccessibleName(self.tr("Measurements of the training"))
        self._table.verticalHeader().hide()
        header = self._table.horizontalHeader()
        header.setResizeContentsPrecision(0)  # what can be seen decides, however many steps there are
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self._table.setTabKeyNavigation(False)
        self._toggle.setProperty("look", "quiet")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._show_table)
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._table)
        self._stack.setMinimumHeight(_HEIGHT)
        _take_what_there_is(self._table)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(head)
        box.addWidget(self._stack, 1)

    @property
    def drawn(self) -> bool:
        """Tell whether the curves on the screen are those of the newest points."""
        return self._drawing is not None and not self._dirty

    def show_points(self, points: list[MetricPoint], job: Job) -> None:
        """Show a job's points, now or with the next drawing."""
        self._lines = lines(points, job)
        self._points.set_points(points)
        self._describe(points)
        self._dirty = True
        self._show_table(self._toggle.isChecked())
        if not self._rest.isActive():
            self._draw_if_due()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the chart was hidden."""
        super().showEvent(event)
        self._draw_if_due()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names at the lines' ends their room again."""
        super().resizeEvent(event)
        self._dirty = True
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme at once."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange)
        if event.type() in kinds and self._drawing is not None:
            self._drawing.paint(colours(), self.font())
            self._drawing.fit(self.font())

    def _draw_if_due(self) -> None:
        if not self._dirty or not self.isVisible() or self._lines is None or self._lines.empty:
            return
        if self._drawing is None:
            self._load()
            return
        self._drawing.draw(self._lines, colours(), self.font())
        self._dirty = False
        self._rest.start()

    def _load(self) -> None:
        if not self._loading:
            self._loading = True
            self._background.run(self, load_pyqtgraph(), on_done=self._on_loaded)

    def _on_loaded(self, pyqtgraph: Any) -> None:  # noqa: ANN401 - a module without types
        words = Words(
            step=self.tr("Step (one update of the model)"),
            loss=self.tr("Loss (nats per token)"),
            training=self.tr("training"),
            validation=self.tr("validation"),
            epoch=self.tr("pass {0}"),
        )
        self._drawing = Drawing(pyqtgraph, words)
        self._drawing.widget.setAccessibleName(self.tr("Curve of the losses"))
        self._drawing.widget.setAccessibleDescription(self.accessibleDescription())
        _take_what_there_is(self._drawing.widget)
        self._stack.addWidget(self._drawing.widget)
        self._show_table(self._toggle.isChecked())
        self._draw_if_due()

    def _show_table(self, wanted: bool) -> None:
        self._toggle.setText(self.tr("Show as curve") if wanted else self.tr("Show as table"))
        if wanted:
            self._stack.setCurrentWidget(self._table)
        elif self._drawing is None or self._lines is None or self._lines.empty:
            self._stack.setCurrentWidget(self._waiting)
        else:
            self._stack.setCurrentWidget(self._drawing.widget)

    def _describe(self, points: list[MetricPoint]) -> None:
        """Say the latest numbers for those who do not see the curve."""
        said = []
        if self._lines is not None and points:
            said.append(self.tr("Step {0}.").format(number(points[-1].step)))
            if self._lines.smoothed[1]:
                said.append(self.tr("Training loss {0}.").format(number(self._lines.smoothed[1][-1])))
            if self._lines.validation[1]:
                said.append(self.tr("Validation loss {0}.").format(number(self._lines.validation[1][-1])))
        sentence = " ".join(said) or self.tr("Nothing was measured yet.")
        self.setAccessibleDescription(sentence)
        if self._drawing is not None:
            self._drawing.widget.setAccessibleDescription(sentence)


def _take_what_there_is(part: QWidget) -> None:
    """Let the part live with the room it is given: by itself it would ask for the height of half a screen."""
    part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
