"""The panels under one another: they share one axis, one crosshair and one table of values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.panels import Panel
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.charts.card import ValueCard
from desktop_app.gui.training.charts.composing import Canvas, Composer, Scene
from desktop_app.gui.training.charts.crosshair import Crosshair
from desktop_app.gui.training.charts.hands import Walk
from desktop_app.gui.training.charts.panel_view import PanelView
from desktop_app.gui.training.charts.plot import Paint, Picture
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.words import axis_title, sentence
from desktop_app.gui.widgets.label import label

if TYPE_CHECKING:
    from desktop_app.gui.training.charts.traces import Trace

_POINTING_MS = 30
"""The shortest time between two places of the crosshair."""
_NARROWEST = 1e-6
"""The smallest piece of the axis one can look at, as a share of the whole."""


class PanelsBox(QWidget):
    """Draws when told to; asks for a drawing when something came into view, and for a piece to look at."""

    wanted = Signal()
    span_wanted = Signal(object)
    """A piece of the axis that is to be seen alone; None for everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composer = Composer()
        self.views: list[PanelView] = []
        self._cross = Crosshair(self.composer.tracer)
        self._scene = Scene((), Manner(), (0.0, 1.0), 1.0)
        self._traces: dict[str, tuple[Trace, ...]] = {}
        self._beside = 0
        self._asked: tuple[PanelView, float] | None = None
        self._below = label(tone="muted", wrap=True)
        self._below.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)
        self._box.addWidget(self._below)
        self.card = ValueCard(self)
        self._rest = QTimer(self, singleShot=True, interval=_POINTING_MS)
        self._rest.timeout.connect(self._follow)

    def show_panels(self, panels: Sequence[Panel], pyqtgraph: Any) -> None:  # noqa: ANN401 - a module without types
        """Have these panels, in this order; one that stays keeps its place and its focus."""
        known = {view.panel.key: view for view in self.views}
        for key in set(known) - {panel.key for panel in panels}:
            view = known.pop(key)
            self._box.removeWidget(view)
            view.deleteLater()
        self.views = []
        for place, panel in enumerate(panels):
            view = known.get(panel.key) or self._made(panel, pyqtgraph)
            view.show_panel(panel)
            self._box.insertWidget(place, view, 1)
            self.views.append(view)

    def draw(self, runs: Sequence[Shown], manner: Manner) -> None:
        """Draw what can be seen; what cannot is drawn as soon as it comes into view."""
        for view in self.views:
            view.stale = True
        seen = [view for view in self.views if view.seen]
        if not seen or not runs:
            return
        self._below.setText(axis_title(manner.axis))
        scene = self.composer.scene(runs, manner)
        pictures = self._pictures(scene, seen)
        if self._widen(seen[0], pictures):
            pictures = self._pictures(scene, seen)  # the numbers beside the lines left them less room
        for view, picture in zip(seen, pictures, strict=True):
            view.draw(picture, Paint(colours(), self.font()), self._beside)
        self._cross_all(self._asked[0] if self._asked else None)

    def paint(self) -> None:
        """Take on the colours of the moment at once; the letters' places come with the next drawing."""
        for view in self.views:
            if not view.stale:
                view.plot.paint(Paint(colours(), self.font()))

    def forget(self) -> None:
        """Let go of the trainings that were drawn."""
        self._cross.step = None
        self._beside = 0
        self.composer.tracer.forget()
        self._uncross()

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

    def _with_room(self, scene: Scene, seen: Sequence[PanelView]) -> Scene:
        """Return the scene with room for the names at the lines' ends, the same in all panels."""
        ends = []
        for view in seen:
            canvas = self._canvas(view)
            traces = self._traces[view.panel.key] = self.composer.traces(view.panel, scene, canvas.width)
            names = self.composer.names(view.panel, traces, scene)
            ends.append(self.composer.room_for_names(traces, names, scene, canvas)[1])
        return replace(scene, span=(scene.span[0], max(ends)))

    def _pictures(self, scene: Scene, seen: Sequence[PanelView]) -> list[Picture]:
        self._scene = self._with_room(scene, seen)
        return [
            self.composer.picture(view.panel, self._traces[view.panel.key], self._scene, self._canvas(view))
            for view in seen
        ]

    def _widen(self, view: PanelView, pictures: Sequence[Picture]) -> bool:
        """Give the numbers beside the lines their room, the same in all panels; return whether it became more."""
        letters, before = self._canvas(view).letters, self._beside
        widest = max((letters.horizontalAdvance(text) for each in pictures for _, text in each.beside), default=0.0)
        self._beside = max(before, round(widest) + SMALL * 2)
        return self._beside > before

    def _canvas(self, view: PanelView) -> Canvas:
        size = view.plot.widget.size()
        below = round(self.fontMetrics().height() * 1.6)
        return Canvas(max(80, size.width() - self._beside - SMALL), max(40, size.height() - below), self.font())

    def _made(self, panel: Panel, pyqtgraph: Any) -> PanelView:  # noqa: ANN401 - a module without types
        view = PanelView(panel, pyqtgraph, self)
        hands = view.hands
        view.wanted.connect(self.wanted)
        hands.pointed.connect(lambda across: self._point(view, across))
        hands.left.connect(self._uncross)
        hands.walked.connect(lambda way: self._walk(view, way))
        hands.zoomed.connect(lambda factor, across: self._zoom(view, factor, across))
        hands.choosing.connect(lambda a, b: view.plot.select(_span(view, a, b)))
        hands.chosen.connect(lambda a, b: self._choose(view, a, b))
        hands.reset.connect(lambda: self.span_wanted.emit(None))
        hands.escaped.connect(self._escape)
        return view

    def _point(self, view: PanelView, across: float) -> None:
        self._asked = (view, across)
        if not self._rest.isActive():
            self._follow()

    def _follow(self) -> None:
        """Take the crosshair to where the mouse was last; more often nobody could see it."""
        if self._asked is None or not self._scene.runs or self._asked[0] not in self.views:
            return
        view, across = self._asked
        step = self._cross.step
        self._cross.point_at(view.plot.place_of(across), self._scene)
        if step != self._cross.step or self.card.isHidden():
            self._cross_all(view)
            self._rest.start()

    def _walk(self, view: PanelView, way: Walk) -> None:
        if not self._scene.runs:
            return
        self._cross.walk(way, self._scene, self._canvas(view).width)
        self._bring_into_view()
        self._asked = None
        self._cross_all(view)
        if self.card.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view.plot.widget, self.card.words))

    def _bring_into_view(self) -> None:
        """Move the piece that is seen along with the crosshair."""
        place, span = self._cross.place(self._scene), self._scene.manner.span
        if place is None or span is None or span[0] <= place <= span[1]:
            return
        width = span[1] - span[0]
        first = place if place < span[0] else place - width
        self.span_wanted.emit((first, first + width))

    def _zoom(self, view: PanelView, factor: float, across: float | None) -> None:
        first, last = self._scene.span
        whole = self.composer.tracer.whole(self._scene.runs, self._scene.manner.axis)
        place = view.plot.place_of(across) if across is not None else self._cross.place(self._scene)
        place = (first + last) / 2 if place is None else min(max(place, first), last)
        span = (place - (place - first) * factor, place + (last - place) * factor)
        if span[1] - span[0] < _NARROWEST * (whole[1] - whole[0]):
            return
        inside = (max(span[0], whole[0]), min(span[1], whole[1]))
        self.span_wanted.emit(None if inside[0] <= whole[0] and inside[1] >= whole[1] else inside)

    def _choose(self, view: PanelView, begun: float, ended: float) -> None:
        view.plot.select(None)
        whole = self.composer.tracer.whole(self._scene.runs, self._scene.manner.axis)
        first, last = _span(view, begun, ended)
        first, last = max(first, whole[0]), min(last, whole[1])
        if last > first:
            self.span_wanted.emit((first, last))

    def _escape(self) -> None:
        if self._cross.step is not None and self.card.isVisible():
            self._uncross()
        else:
            self.span_wanted.emit(None)

    def _uncross(self) -> None:
        self._cross.step = None
        self._asked = None
        self._cross_all(None)

    def _cross_all(self, view: PanelView | None) -> None:
        """Draw the crosshair over all panels, and the table of values beside it in one of them."""
        place = self._cross.place(self._scene)
        table = colours()
        for each in self.views:
            each.hands.leaves = place is not None or self._scene.zoomed
            if each.stale:
                continue
            dots = self._cross.dots(self._traces.get(each.panel.key, ()), self._scene)
            each.plot.cross(place, [each.plot.dot(dot, table, log=self._scene.manner.log) for dot in dots])
        self._lay_card(place, view or next((each for each in self.views if each.plot.widget.hasFocus()), None))

    def _lay_card(self, place: float | None, view: PanelView | None) -> None:
        if place is None or view is None or view.stale:
            self.card.hide()
            return
        several = len(self._scene.runs) > 1
        shown = [each for each in self.views if each is view or not several]
        rows = [(each.panel, self._traces.get(each.panel.key, ())) for each in shown]
        self.card.fill(self._cross.title(self._scene), self._cross.rows(rows, self._scene))
        corner = view.plot.widget.mapTo(self, QPoint(0, 0))
        across = corner.x() + round(view.plot.across(place))
        self.card.stand_by(QRect(corner, view.plot.widget.size()), across)


def _span(view: PanelView, begun: float, ended: float) -> tuple[float, float]:
    first, last = sorted((view.plot.place_of(begun), view.plot.place_of(ended)))
    return first, last
