"""The curves of one training or of several: controls, panels, and the same as a table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.axes import known_axes
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.charts.controls import Controls
from desktop_app.gui.training.charts.legend import Legend
from desktop_app.gui.training.charts.panels_box import PanelsBox
from desktop_app.gui.training.charts.plot import load_numpy, load_pyqtgraph
from desktop_app.gui.training.charts.saving import Saving
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.table_view import PointsView
from desktop_app.gui.training.charts.traces import all_panels
from desktop_app.gui.training.charts.waking import Waking
from desktop_app.gui.widgets.label import label

REDRAW_MS = 250
"""The shortest time between two drawings."""
_SOON_MS = 15


class Charts(QWidget):
    """Draws at most four times a second, and only while it can be seen; the table holds every point."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._runs: tuple[Shown, ...] = ()
        self._pyqtgraph: Any = None
        self._loading = False
        self._dirty = False
        self._drawn: tuple[object, ...] = ()
        self._manner: Manner | None = None
        self._rest = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._rest.timeout.connect(self._draw_if_due)
        self.controls = Controls()
        self.panels = PanelsBox()
        self.points = PointsView()
        self._legend = Legend()
        self._saving = Saving(background, self)
        self._waking = Waking(self)
        self._waking.over.connect(lambda: background.run(self, load_numpy(), on_done=self._on_loaded))
        self._waiting = label(self.tr("The curves begin with the first measurement."), tone="muted", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self._connect()
        self._show_part()

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.controls, self._legend, self._saving.told, self._waiting):
            box.addWidget(part)
        box.addWidget(self.panels, 1)
        box.addWidget(self.points, 1)
        self.controls.save.setMenu(self._saving.menu)

    def _connect(self) -> None:
        self.controls.changed.connect(self._on_manner)
        self.controls.table_wanted.connect(self._show_part)
        self.panels.wanted.connect(self._on_wanted)
        self.panels.span_wanted.connect(self.controls.look_at)

    @property
    def drawn(self) -> bool:
        """Tell whether the curves on the screen, those scrolled out of sight aside, are those of the newest points."""
        return bool(self.panels.views) and not self._dirty and not self.panels.busy

    @property
    def runs(self) -> tuple[Shown, ...]:
        """Return the trainings on show, the chosen one first."""
        return self._runs

    @property
    def sentence(self) -> str:
        """Return in words what the curves show, one line a panel."""
        return self.accessibleDescription()

    def show_run(self, run: Shown) -> None:
        """Show one training, now or with the next drawing."""
        self.show_runs((run,))

    def show_runs(self, runs: Sequence[Shown]) -> None:
        """Show these trainings over one another, the chosen one first; or what is new about those on show."""
        if [run.job.id for run in runs] != [run.job.id for run in self._runs]:
            self.panels.forget()
            self.controls.look_at(None)
        self._runs = tuple(runs)
        state = tuple((run.job, run.curves, run.curves.version, run.checkpoints, run.name) for run in runs)
        if state != self._drawn:
            self._drawn = state
            self._show_news()

    def clear(self) -> None:
        """Show the curves of no training."""
        self.show_runs(())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the charts were hidden."""
        super().showEvent(event)
        self._draw_if_due()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names at the lines' ends their room again."""
        super().resizeEvent(event)
        self._dirty = True
        self._rest.start(REDRAW_MS)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme at once."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange)
        if event.type() in kinds:
            self.panels.paint()
            self._dirty = True
            self._rest.start(REDRAW_MS)

    @property
    def _empty(self) -> bool:
        return not any(len(run.curves) for run in self._runs)

    def _on_manner(self) -> None:
        """Draw in the new manner at once: whoever moves a control waits for it."""
        self._dirty = True
        if not self._rest.isActive():
            self._draw_if_due()

    def _on_wanted(self) -> None:
        self._dirty = True
        if not self._rest.isActive():
            self._rest.start(0)

    def _show_news(self) -> None:
        self._dirty = True
        self._show_part()
        if not self._rest.isActive():
            self._draw_if_due()

    def _show_part(self) -> None:
        """Show curves, table or a word that there is nothing yet."""
        table = self.controls.table.isChecked()
        self._waiting.setVisible(self._empty)
        self.controls.setVisible(not self._empty)
        self._legend.setVisible(not self._empty and len(self._runs) > 1)
        self.panels.setVisible(not self._empty and not table)
        self.points.setVisible(not self._empty and table)
        self.points.show_runs(self._runs if table else ())

    def _draw_if_due(self) -> None:
        if not self._dirty or not self.isVisible() or self._empty:
            return
        if self._pyqtgraph is None:
            self._load()
            return
        manner = self.controls.manner
        if self.panels.drawing and manner == self._manner:
            self._rest.start(_SOON_MS)  # begun anew each time something comes, it would never be complete
            return
        self._dirty, self._manner = False, manner
        panels = all_panels(self._runs)
        axes = [axis for run in self._runs[:1] for axis in known_axes(run.curves, run.job)]
        self.controls.offer(axes, panels)
        wanted = [panel for panel in panels if not panel.on_demand or panel.key in manner.further]
        self._legend.show_runs(self._runs)
        if not self.panels.show_panels(wanted, self._pyqtgraph):
            self._dirty = True
            self._rest.start(0)
            return
        self.panels.draw(self._runs, self.controls.manner)
        self._describe()
        self._saving.know(self._runs, self.controls.manner, self.panels)
        self._rest.start(REDRAW_MS)

    def _describe(self) -> None:
        said = self.panels.describe(self._runs)
        self.setAccessibleDescription(said)
        self.points.describe(said)

    def _load(self) -> None:
        if not self._loading:
            self._loading = True
            self._waking.begin()

    def _on_loaded(self, _: None) -> None:
        self._pyqtgraph = load_pyqtgraph()
        self._draw_if_due()
