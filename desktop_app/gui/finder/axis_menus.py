"""Which two settings the heat map shows, and which value each other one has there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.sweep import Axis, Knob
from desktop_app.gui.finder.figure_words import field_name, plain
from desktop_app.gui.finder.heat_model import Cut
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.menu import Menu

_LETTERS = 14


class AxisMenus(QWidget):
    """Nothing to choose with one or two settings but which lies across; a menu of values for each further one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: tuple[Axis, ...] = ()
        self.across = Menu(_LETTERS)
        self.down = Menu(_LETTERS)
        self.others = {knob: Menu(_LETTERS) for knob in Knob}
        self._fields = {
            "across": Field(self.tr("Across"), self.across),
            "down": Field(self.tr("Downwards"), self.down),
            **{knob.value: Field(self.tr("With {0}").format(field_name(knob)), self.others[knob]) for knob in Knob},
        }
        row = FlowLayout(self, MEDIUM)
        for field in self._fields.values():
            row.addWidget(field)
        self.across.activated.connect(lambda _: self._on_axis(self.across, self.down))
        self.down.activated.connect(lambda _: self._on_axis(self.down, self.across))
        for menu in self.others.values():
            menu.activated.connect(lambda _: self.changed.emit())

    @property
    def cut(self) -> Cut:
        """Return what is chosen."""
        across, down = self._axis(self.across), self._axis(self.down)
        shown = {across.knob, down.knob}
        rest = (axis.knob for axis in self._axes if axis.knob not in shown)
        return Cut(down, across, {knob: float(self.others[knob].currentData()) for knob in rest})

    def offer(self, axes: Sequence[Axis]) -> None:
        """Offer these settings, the first across and the second downwards."""
        self._axes = tuple(axes)
        for menu in (self.across, self.down):
            menu.clear()
            for axis in axes:
                menu.addItem(field_name(axis.knob), axis.knob.value)
        self.across.setCurrentIndex(0)
        self.down.setCurrentIndex(min(1, len(axes) - 1))
        for axis in axes:
            menu = self.others[axis.knob]
            menu.clear()
            for value in axis.values:
                menu.addItem(plain(value), value)
        self._draw()

    def _axis(self, menu: Menu) -> Axis:
        return self._axes[max(0, menu.currentIndex())]

    def _on_axis(self, chosen: Menu, other: Menu) -> None:
        """Let a setting lie one way only: the other one gives way."""
        if chosen.currentIndex() == other.currentIndex():
            other.setCurrentIndex((chosen.currentIndex() + 1) % len(self._axes))
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        several = len(self._axes) > 1
        shown = {self._axis(self.across).knob, self._axis(self.down).knob} if self._axes else set()
        rest = {axis.knob for axis in self._axes} - shown
        for name, field in self._fields.items():
            field.setVisible(several if name in ("across", "down") else Knob(name) in rest)
        self.setVisible(several)
