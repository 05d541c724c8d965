"""The map with what is around it: how it is drawn, what its colours mean, and the row that is looked at."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.meaning import words
from desktop_app.gui.meaning.legend import Legend
from desktop_app.gui.meaning.map_view import LASSO, MOVE, RECTANGLE, MapView
from desktop_app.gui.meaning.near_view import NearView
from desktop_app.gui.meaning.places import Points
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.work.meaning_map import By, Map, Way


class _Halves(QSplitter):
    """Asks for the height that its parts need at the widths they have; by itself it would let them be cut off."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        whole = sum(self.sizes()) or 1
        needed = [0]
        for part, share in zip(map(self.widget, range(self.count())), self.sizes(), strict=True):
            layout = part.layout() if part is not None else None
            if layout is not None:
                needed.append(layout.totalMinimumHeightForWidth(max(1, width * share // whole)))
        return max(needed)


class MapBoard(QWidget):
    """Holds the map; what it cannot do itself it asks for by signals."""

    draw_wanted = Signal(object)
    """The Way in which the map is to be drawn."""
    colours_wanted = Signal(object)
    """The By of the colours."""
    row_wanted = Signal(int)
    """The id of a row whose like is to be found."""
    rows_wanted = Signal(object)

    def __init__(self, rows: RowsRead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._points: Points | None = None
        self.map = MapView(self._hint)
        self.near = NearView(rows)
        self.legend = Legend()
        self.ways, self.by = QComboBox(), QComboBox()
        self.ways.setAccessibleName(self.tr("How the map is drawn"))
        self.ways.setAccessibleDescription(self.ways.accessibleName())  # on Linux, Qt tells the entry as the name
        self.ways.addItem(self.tr("Quick map"), Way.QUICK)
        self.ways.addItem(self.tr("Careful map (takes minutes)"), Way.CAREFUL)
        self.by.setAccessibleName(self.tr("What the colours show"))
        self.by.setAccessibleDescription(self.by.accessibleName())
        for by in By:
            self.by.addItem(words.by_what(by), by)
        self.by.setCurrentIndex(self.by.findData(By.PART))
        self.fit = QPushButton(self.tr("Whole map"))
        self.show_chosen = QPushButton()
        self.said = label(tone="muted", wrap=True)
        self.busy = Busy()
        self.tools = self._tools()
        self._build()
        self._connect()
        self._count()

    def _tools(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for tool, name, hint in (
            (MOVE, self.tr("Move"), self.tr("Drag the map; the wheel makes it larger")),
            (RECTANGLE, self.tr("Rectangle"), self.tr("Draw a rectangle around rows to choose them")),
            (LASSO, self.tr("Lasso"), self.tr("Draw a line around rows to choose them")),
        ):
            button = QToolButton()
            button.setText(name)
            button.setToolTip(hint)
            button.setCheckable(True)
            button.setChecked(tool == MOVE)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.toggled.connect(partial(self._take, tool))
            group.addButton(button)
        return group

    def _take(self, tool: str, on: bool) -> None:
        if on:
            self.map.tool = tool

    def _build(self) -> None:
        bar = QWidget()
        flow = FlowLayout(bar)
        tools = QWidget()  # the three stay together where the bar takes two lines
        beside = QHBoxLayout(tools)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SMALL)
        for tool in self.tools.buttons():
            beside.addWidget(tool)
        for part in (self.ways, self.by, tools, self.fit, self.show_chosen):
            flow.addWidget(part)
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, SMALL, MEDIUM, 0)
        box.setSpacing(SMALL)
        box.addWidget(bar)
        box.addWidget(self.busy)
        box.addWidget(self.map, 1)
        box.addWidget(self.legend)
        box.addWidget(self.said)
        self.busy.hide()
        self.split = _Halves()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.near)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([600, 400])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split)

    def _connect(self) -> None:
        self.ways.activated.connect(lambda _: self.draw_wanted.emit(Way(self.ways.currentData())))
        self.by.activated.connect(lambda _: self.colours_wanted.emit(By(self.by.currentData())))
        self.fit.clicked.connect(self.map.fit)
        self.map.current_changed.connect(self._on_current)
        self.map.opened.connect(self._on_opened)
        self.map.chosen_changed.connect(self._count)
        self.show_chosen.clicked.connect(lambda: self.rows_wanted.emit(self.chosen))
        self.legend.shown_changed.connect(self.map.show_groups)

    @property
    def chosen(self) -> list[int]:
        """Return the ids of the chosen rows."""
        return [] if self._points is None else [int(self._points.ids[place]) for place in self.map.chosen]

    def show_map(self, drawn: Map | None, points: Points | None, by: By) -> None:
        """Show another map; None while there is none."""
        self._points = points
        self.map.show_points(points)
        self.busy.hide()
        if drawn is None or points is None:
            self.said.setText("")
            self.legend.show_groups((), ())
            return
        self.ways.setCurrentIndex(self.ways.findData(drawn.way))
        self._show_legend(points, by)
        self.said.setText(self._sentence(drawn, points))
        self.map.setToolTip("")

    def recolour(self, points: Points, by: By) -> None:
        """Show the same map in other colours."""
        self._points = points
        self.map.recolour(points)
        self._show_legend(points, by)

    def tell(self, said: str, fraction: float | None, on_cancel: Callable[[], None]) -> None:
        """Show how far the drawing is; the map before stays until there is another."""
        if self.busy.isHidden():
            self.busy.begin()
            self.busy.show()
        self.busy.tell(said, fraction, on_cancel)

    def go_to(self, row: int) -> None:
        """Show a row on the map, without asking for its like."""
        if self._points is not None:
            self.map.go_to(self._points.place_of(row), quietly=True)

    def _show_legend(self, points: Points, by: By) -> None:
        names: Sequence[str] = [words.group(by, name) for name in points.names]
        counts = [int((points.groups == place).sum()) for place in range(len(names))]
        self.legend.show_groups(names, counts)
        self.by.setCurrentIndex(self.by.findData(by))
        told = ", ".join(f"{name}: {number(count)}" for name, count in zip(names, counts, strict=True))
        self.map.setAccessibleName(
            self.tr("Map of {0} rows. {1}. Arrow keys go from row to row.").format(number(points.count), told)
        )

    def _sentence(self, drawn: Map, points: Points) -> str:
        said = self.tr("{0} rows. What lies close together means nearly the same; the directions mean nothing.")
        if drawn.sampled:
            said += " " + self.tr("{1} of them were laid out, the others lie among the nearest of these.")
        return said.format(number(points.count), number(drawn.sampled))

    def _on_current(self, place: int) -> None:
        if self._points is not None:
            self.row_wanted.emit(int(self._points.ids[place]))

    def _on_opened(self, place: int) -> None:
        if self._points is not None:
            self.rows_wanted.emit([int(self._points.ids[place])])

    def _count(self) -> None:
        count = len(self.map.chosen)
        self.show_chosen.setEnabled(count > 0)
        self.show_chosen.setText(
            self.tr("Show {0} chosen in the table").format(number(count)) if count else self.tr("Show in the table")
        )

    def _hint(self, place: int) -> str:
        return self._rows.hint(int(self._points.ids[place])) if self._points is not None else ""
