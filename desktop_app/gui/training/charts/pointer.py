"""What hands do with the panels: the crosshair over all of them, and the piece of the axis that is looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from desktop_app.gui.theme.palette import colours
from desktop_app.gui.training.charts.card import ValueCard
from desktop_app.gui.training.charts.crosshair import Crosshair
from desktop_app.gui.training.charts.hands import Walk
from desktop_app.gui.training.charts.panel_view import PanelView

if TYPE_CHECKING:
    from desktop_app.gui.training.charts.panels_box import PanelsBox

_POINTING_MS = 30
"""The shortest time between two places of the crosshair."""
_NARROWEST = 1e-6
"""The smallest piece of the axis one can look at, as a share of the whole."""


class Pointer(QObject):
    """Listens to the hands on every panel of a box."""

    def __init__(self, box: "PanelsBox") -> None:
        super().__init__(box)
        self._box = box
        self._tracer = box.composer.tracer
        self.crosshair = Crosshair(self._tracer)
        self.card = ValueCard(box)
        self._asked: tuple[PanelView, float] | None = None
        """Where the mouse is: a panel, and a pixel of its width."""
        self._rest = QTimer(self, singleShot=True, interval=_POINTING_MS)
        self._rest.timeout.connect(self._follow)

    def listen(self, view: PanelView) -> None:
        """Hear what hands do on a panel."""
        hands = view.hands
        hands.pointed.connect(lambda across: self._point(view, across))
        hands.left.connect(self.leave)
        hands.walked.connect(lambda way: self._walk(view, way))
        hands.zoomed.connect(lambda factor, across: self._zoom(view, factor, across))
        hands.choosing.connect(lambda a, b: view.plot.select(_span(view, a, b)))
        hands.chosen.connect(lambda a, b: self._choose(view, a, b))
        hands.reset.connect(lambda: self._box.span_wanted.emit(None))
        hands.escaped.connect(self._escape)

    def leave(self) -> None:
        """Take the crosshair away."""
        self.crosshair.step = None
        self._asked = None
        self.draw()

    def draw(self, view: PanelView | None = None) -> None:
        """Draw the crosshair over all panels, and the table of values beside it in one of them."""
        scene, table = self._box.scene, colours()
        place = self.crosshair.place(scene)
        for each in self._box.views:
            each.hands.leaves = place is not None or scene.zoomed
            if not each.stale:
                dots = self.crosshair.dots(self._box.traces(each), scene)
                each.plot.cross(place, [each.plot.dot(dot, table, log=scene.manner.log) for dot in dots])
        pointed = self._asked[0] if self._asked else None
        focused = next((each for each in self._box.views if each.plot.widget.hasFocus()), None)
        self._lay_card(place, view or pointed or focused)

    def _point(self, view: PanelView, across: float) -> None:
        self._asked = (view, across)
        if not self._rest.isActive():
            self._follow()

    def _follow(self) -> None:
        """Take the crosshair to where the mouse was last; more often nobody could see it."""
        if self._asked is None or not self._box.scene.runs or self._asked[0] not in self._box.views:
            return
        view, across = self._asked
        step = self.crosshair.step
        self.crosshair.point_at(view.plot.place_of(across), self._box.scene)
        if step != self.crosshair.step or self.card.isHidden():
            self.draw(view)
            self._rest.start()

    def _walk(self, view: PanelView, way: Walk) -> None:
        if not self._box.scene.runs:
            return
        self.crosshair.walk(way, self._box.scene, self._box.canvas(view).width)
        self._bring_into_view()
        self._asked = None
        self.draw(view)
        if self.card.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view.plot.widget, self.card.words))

    def _bring_into_view(self) -> None:
        """Move the piece that is seen along with the crosshair."""
        place, span = self.crosshair.place(self._box.scene), self._box.scene.manner.span
        if place is None or span is None or span[0] <= place <= span[1]:
            return
        width = span[1] - span[0]
        first = place if place < span[0] else place - width
        self._box.span_wanted.emit((first, first + width))

    def _zoom(self, view: PanelView, factor: float, across: float | None) -> None:
        first, last = self._box.scene.span
        whole = self._whole()
        place = view.plot.place_of(across) if across is not None else self.crosshair.place(self._box.scene)
        place = (first + last) / 2 if place is None else min(max(place, first), last)
        span = (place - (place - first) * factor, place + (last - place) * factor)
        if span[1] - span[0] < _NARROWEST * (whole[1] - whole[0]):
            return
        inside = (max(span[0], whole[0]), min(span[1], whole[1]))
        everything = inside[0] <= whole[0] and inside[1] >= whole[1]
        self._box.span_wanted.emit(None if everything else inside)

    def _choose(self, view: PanelView, begun: float, ended: float) -> None:
        view.plot.select(None)
        whole = self._whole()
        first, last = _span(view, begun, ended)
        first, last = max(first, whole[0]), min(last, whole[1])
        if last > first:
            self._box.span_wanted.emit((first, last))

    def _escape(self) -> None:
        if self.crosshair.step is not None and self.card.isVisible():
            self.leave()
        else:
            self._box.span_wanted.emit(None)

    def _whole(self) -> tuple[float, float]:
        return self._tracer.whole(self._box.scene.runs, self._box.scene.manner.axis)

    def _lay_card(self, place: float | None, view: PanelView | None) -> None:
        if place is None or view is None or view.stale:
            self.card.hide()
            return
        several = len(self._box.scene.runs) > 1
        shown = [each for each in self._box.views if each is view or not several]
        rows = self.crosshair.rows([(each.panel, self._box.traces(each)) for each in shown], self._box.scene)
        self.card.fill(self.crosshair.title(self._box.scene), rows)
        corner = view.plot.widget.mapTo(self._box, QPoint(0, 0))
        across = corner.x() + round(view.plot.across(place))
        self.card.stand_by(QRect(corner, view.plot.widget.size()), across)


def _span(view: PanelView, begun: float, ended: float) -> tuple[float, float]:
    first, last = sorted((view.plot.place_of(begun), view.plot.place_of(ended)))
    return first, last
