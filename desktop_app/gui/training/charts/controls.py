"""How the curves are to be drawn, in one line of controls."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QSlider, QWidget

from desktop_app.core.axes import Axis
from desktop_app.core.panels import Panel
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training.charts.shown import SMOOTHING, Manner
from desktop_app.gui.training.charts.words import axis_name, quantity
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu

_STRONGER = (99.5, 99.8, 99.9, 99.95, 99.99)
"""What follows after 99 % for trainings of very many steps, each one stop of the slider."""
_MOST = 99 + len(_STRONGER)


class Controls(QWidget):
    """Holds the Manner; every change of it comes out as `changed`."""

    changed = Signal()
    table_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manner = Manner()
        self.axis = Menu(letters=10)
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self._said = label(tone="muted")
        self.log = QCheckBox(self.tr("Logarithmic"))
        self.calm = QCheckBox(self.tr("Without outliers"))
        self.further = QPushButton(self.tr("More curves"))
        self._further = QMenu(self.further)
        self.table = QPushButton(icon("table"), self.tr("Table"))
        self.save = QPushButton(icon("download"), self.tr("Save or copy"))
        self.all = QPushButton(icon("rotate-ccw"), self.tr("Show everything"))
        self._fill()
        self._name()
        self._arrange()
        self._connect()

    def _fill(self) -> None:
        self.axis.addItem(axis_name(Axis.STEP), Axis.STEP)
        self.smoothing.setRange(0, _MOST)
        self.smoothing.setValue(round(SMOOTHING))
        self.smoothing.setPageStep(10)
        self.smoothing.setMinimumWidth(96)
        self.further.setMenu(self._further)
        self.further.hide()
        self.table.setCheckable(True)
        self.all.setEnabled(False)
        for button in (self.further, self.table, self.save, self.all):
            button.setProperty("look", "quiet")
        self._say_smoothing()

    def _name(self) -> None:
        self.axis.setAccessibleName(self.tr("Draw the curves over"))
        self.smoothing.setAccessibleName(self.tr("Smoothing in per cent"))
        self.smoothing.setToolTip(
            self.tr("The strong line is an average of the values before it; the thin line behind it is as measured.")
        )
        self.log.setToolTip(self.tr("Equal distances are equal factors: small values can be told apart."))
        self.calm.setToolTip(
            self.tr(
                "The scale goes from the lowest 5 % to the highest 5 % of the values, and leaves out what is beyond."
            )
        )
        self.all.setToolTip(self.tr("Show the whole training again, as with a double click or the key 0."))
        self.table.setAccessibleDescription(self.tr("Shows every measurement as numbers in place of the curves."))

    def _arrange(self) -> None:
        flow = FlowLayout(self)
        flow.addWidget(_group(label(self.tr("Over"), tone="muted"), self.axis))
        flow.addWidget(_group(label(self.tr("Smoothing"), tone="muted"), self.smoothing, self._said))
        for part in (self.log, self.calm, self.further, self.table, self.save, self.all):
            flow.addWidget(part)

    def _connect(self) -> None:
        self.axis.currentIndexChanged.connect(self._on_axis)
        self.smoothing.valueChanged.connect(self._on_smoothing)
        self.log.toggled.connect(lambda on: self._change(log=on))
        self.calm.toggled.connect(lambda on: self._change(calm=on))
        self.all.clicked.connect(lambda: self.look_at(None))
        self.table.toggled.connect(self._on_table)

    @property
    def manner(self) -> Manner:
        """Return how the curves are to be drawn."""
        return self._manner

    def offer(self, axes: Sequence[Axis], panels: Sequence[Panel]) -> None:
        """Offer what the trainings on show have: these axes, and panels on demand."""
        if axes != [self.axis.itemData(place) for place in range(self.axis.count())]:
            chosen = self._manner.axis
            with QSignalBlocker(self.axis):
                self.axis.clear()
                for axis in axes:
                    self.axis.addItem(axis_name(axis), axis)
                self.axis.setCurrentIndex(max(0, self.axis.findData(chosen)))
            if Axis(self.axis.currentData()) is not chosen:
                self._on_axis()
        further = [panel.key for panel in panels if panel.on_demand]
        if further != [action.data() for action in self._further.actions()]:
            self._offer_further(further)

    def look_at(self, span: tuple[float, float] | None) -> None:
        """Show a piece of the axis alone; None shows everything."""
        if span != self._manner.span:
            self._change(span=span)

    def _offer_further(self, keys: Sequence[str]) -> None:
        self._further.clear()
        for key in keys:
            action = QAction(quantity(key), self._further, checkable=True, checked=key in self._manner.further)
            action.setData(key)
            action.toggled.connect(self._on_further)
            self._further.addAction(action)
        self.further.setVisible(bool(keys))

    def _on_smoothing(self, stop: int) -> None:
        self._change(smoothing=float(stop) if stop <= 99 else _STRONGER[stop - 100])

    def _on_further(self) -> None:
        chosen = frozenset(str(action.data()) for action in self._further.actions() if action.isChecked())
        self._change(further=chosen)

    def _on_axis(self) -> None:
        axis = self.axis.currentData()
        if axis is not None:
            self._change(axis=Axis(axis), span=None)

    def _on_table(self, wanted: bool) -> None:
        self.table.setText(self.tr("Curves") if wanted else self.tr("Table"))
        self.table.setIcon(icon("chart-line" if wanted else "table"))
        for part in (self.axis, self.log, self.calm, self.further):
            part.setEnabled(not wanted)
        self.table_wanted.emit(wanted)

    def _change(self, **answers: object) -> None:
        self._manner = replace(self._manner, **answers)  # type: ignore[arg-type]  # the callers name fields of a Manner
        self.all.setEnabled(self._manner.span is not None)
        self._say_smoothing()
        self.changed.emit()

    def _say_smoothing(self) -> None:
        percent = self._manner.smoothing
        digits = 0 if percent.is_integer() else 1 if round(percent, 1) == percent else 2
        self._said.setText(f"{number(percent, digits)} %")
        self._said.setMinimumWidth(self._said.fontMetrics().horizontalAdvance(f"{number(_STRONGER[-1])} %"))


def _group(*parts: QWidget) -> QWidget:
    """Return parts that stay beside one another wherever the line is broken."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, SMALL, 0)
    row.setSpacing(SMALL)
    for part in parts:
        row.addWidget(part)
    return group
