"""The panels under one another: they share one axis, one crosshair and one table of values."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.panels import Panel
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.charts.composing import Canvas, Composer, Scene
from desktop_app.gui.training.charts.panel_view import PanelView
from desktop_app.gui.training.charts.plot import Paint, Picture
from desktop_app.gui.training.charts.pointer import Pointer
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.words import axis_title, sentence
from desktop_app.gui.widgets.label import label

if TYPE_CHECKING:
    from desktop_app.gui.training.charts.traces import Trace

_TURN_S = 0.01
"""So long is drawn at a time, in seconds, and one step more at most."""


class PanelsBox(QWidget):
    """Draws when told to; asks for a drawing when something came into view, and for a piece to look at.

    A drawing is done in many small steps, so that keys and mouse are heard in between.
    """

    wanted = Signal()
    span_wanted = Signal(object)
    """A piece of the axis that is to be seen alone; None for everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composer = Composer()
        self.views: list[PanelView] = []
        self.scene = Scene((), Manner(), (0.0, 1.0), 1.0)
        self._traces: dict[str, tuple[Trace, ...]] = {}
        self._beside = 0
        self._steps: Generator[None] | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        self._below = label(tone="muted", wrap=True)
        self._below.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)
        self._box.addWidget(self._below)
        self.pointer = Pointer(self)

    @property
    def busy(self) -> bool:
        """Tell whether some panels that can be seen are still to be drawn."""
        return self.drawing or any(view.stale and view.seen for view in self.views)

    @property
    def drawing(self) -> bool:
        """Tell whether a drawing was begun and is not complete."""
        return self._steps is not None

    def show_panels(self, panels: Sequence[Panel], pyqtgraph: Any) -> bool:  # noqa: ANN401 - a module without types
        """Have these panels, in this order; one that stays keeps its place and its focus.

        One new panel is made at a time, since each takes a while; return whether all had been there.
        """
        known = {view.panel.key: view for view in self.views}
        for key in set(known) - {panel.key for panel in panels}:
            self._steps = None  # it may be about to draw what goes
            view = known.pop(key)
            self._box.removeWidget(view)
            view.deleteLater()
        missing = [panel for panel in panels if panel.key not in known]
        for panel in missing[:1]:
            known[panel.key] = self._made(panel, pyqtgraph)
        self.views = [known[panel.key] for panel in panels if panel.key in known]
        for place, view in enumerate(self.views):
            self._box.insertWidget(place, view, 1)
        for panel in panels:
            if panel.key in known:
                known[panel.key].show_panel(panel)
        return not missing

    def draw(self, runs: Sequence[Shown], manner: Manner) -> None:
        """Draw what can be seen; what cannot is drawn as soon as it comes into view."""
        seen = [view for view in self.views if view.seen and runs]
        for view in self.views:
            view.stale = view not in seen
        self._steps = None
        if seen:
            self._below.setText(axis_title(manner.axis))
            self._steps = self._draw(self.composer.scene(runs, manner), seen)
            self._go_on()

    def paint(self) -> None:
        """Take on the colours of the moment at once; the letters' places come with the next drawing."""
        for view in self.views:
            if not view.stale:
                view.plot.paint(Paint(colours(), self.font()))

    def forget(self) -> None:
        """Let go of the trainings that were drawn."""
        self._beside = 0
        self._steps = None
        for view in self.views:
            view.stale = True
        self.composer.tracer.forget()
        self.pointer.leave()

    def traces(self, view: PanelView) -> "tuple[Trace, ...]":
        """Return the lines that a panel shows."""
        return self._traces.get(view.panel.key, ())

    def canvas(self, view: PanelView) -> Canvas:
        """Return the room that the lines of a panel have."""
        size = view.plot.widget.size()
        below = round(self.fontMetrics().height() * 1.6)
        return Canvas(max(80, size.width() - self._beside - SMALL), max(40, size.height() - below), self.font())

    def describe(self, runs: Sequence[Shown]) -> str:
        """Tell each plot its sentence, and return them all."""
        said = []
        for view in self.views:
            parts = []
            for run in runs:
                found = [
                    sentence(view.panel, role, line)
                    for role, name in view.panel.lines
                    if (line := run.curves.line(name)) is not None and len(line)
                ]
                parts += [f"{run.name}: {' '.join(found)}" if len(runs) > 1 else " ".join(found)] if found else []
            keys = self.tr("The arrow keys show the values, plus and minus move closer, 0 shows everything.")
            view.describe(" ".join([*parts, keys]))
            said += parts
        return "\n".join(said)

    def changeEvent(self, event: QEvent) -> None:
        """Measure the numbers at the axes again when the letters change."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._beside = 0

    def _go_on(self) -> None:
        """Draw for a short while, and go on as soon as everybody else was heard."""
        steps, began = self._steps, perf_counter()
        while steps is not None:
            if next(steps, self) is self:
                self._steps = steps = None
                self.pointer.draw()
            elif perf_counter() - began > _TURN_S:
                self._next.start()
                return

    def _draw(self, scene: Scene, seen: Sequence[PanelView]) -> Generator[None]:
        pictures = yield from self._pictures(scene, seen)
        if self._widen(seen[0], [picture for _, picture in pictures]):
            pictures = yield from self._pictures(scene, seen)  # the numbers beside the lines left them less room
        for view, (drawn, picture) in zip(seen, pictures, strict=True):
            self.scene, self._traces[view.panel.key] = drawn, picture.traces
            view.draw(picture, Paint(colours(), self.font()), self._beside)
            yield

    def _pictures(self, scene: Scene, seen: Sequence[PanelView]) -> Generator[None, None, list[tuple[Scene, Picture]]]:
        """Return the pictures, and the scene with room for the names at the lines' ends, the same in all panels."""
        found, ends = [], []
        for view in seen:
            canvas = self.canvas(view)
            traces = self.composer.traces(view.panel, scene, canvas.width)
            names = self.composer.names(view.panel, traces, scene)
            ends.append(self.composer.room_for_names(traces, names, scene, canvas)[1])
            found.append(traces)
            yield
        wide = replace(scene, span=(scene.span[0], max(ends)))
        pictures = []
        for view, traces in zip(seen, found, strict=True):
            pictures.append((wide, self.composer.picture(view.panel, traces, wide, self.canvas(view))))
            yield
        return pictures

    def _widen(self, view: PanelView, pictures: Sequence[Picture]) -> bool:
        """Give the numbers beside the lines their room, the same in all panels; return whether it became more."""
        letters, before = self.canvas(view).letters, self._beside
        widest = max((letters.horizontalAdvance(text) for each in pictures for _, text in each.beside), default=0.0)
        self._beside = max(before, round(widest) + SMALL * 2)
        return self._beside > before

    def _made(self, panel: Panel, pyqtgraph: Any) -> PanelView:  # noqa: ANN401 - a module without types
        view = PanelView(panel, pyqtgraph, self)
        view.wanted.connect(self.wanted)
        self.pointer.listen(view)
        return view
