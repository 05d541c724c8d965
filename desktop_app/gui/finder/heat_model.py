"""The heat map as a table: one cell a setting, with its figure, how sure that is, and how it ranks among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.batch import Column
from desktop_app.core.sweep import Axis, Knob, axes_of, place_of
from desktop_app.core.sweep_figures import Figure, Sheet, Value
from desktop_app.gui.finder.figure_words import NOTHING, knob_value, mean_words, range_words, spoken

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class Role(IntEnum):
    """What the painter of a cell asks for beside its text."""

    STRENGTH = Qt.ItemDataRole.UserRole
    """From 0 for the least figure of all settings to 1 for the greatest; None without a figure."""
    RANGE = Qt.ItemDataRole.UserRole + 1
    """How sure the figure is, in a few words."""
    LEADS = Qt.ItemDataRole.UserRole + 2
    """Whether this is the best setting, and was named so."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a search is on show: the settings down and across, and the value of each other one."""

    down: Axis
    across: Axis
    others: Mapping[Knob, float] = field(default_factory=dict)


class HeatModel(QAbstractTableModel):
    """Shows one figure over two settings; with one setting alone, it is one row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._sheet = Sheet()
        self._figure = Figure.NORMAL
        self._cut: Cut | None = None
        self._values: list[Value | None] = []
        self._leader: int | None = None

    @property
    def figure(self) -> Figure:
        """Return the figure on show."""
        return self._figure

    @property
    def cut(self) -> Cut | None:
        """Return which part of the search is on show; None before there is one."""
        return self._cut

    @property
    def reach(self) -> tuple[float, float] | None:
        """Return the least and the greatest figure of all settings; None where there is none."""
        means = [value.mean for value in self._values if value is not None]
        return (min(means), max(means)) if means else None

    def show_search(self, columns: tuple[Column, ...], sheet: Sheet) -> None:
        """Show a search, the two settings that were varied first down and across."""
        axes = axes_of(columns)
        across = axes[0]
        down = axes[1] if len(axes) > 1 else across
        others = {axis.knob: axis.values[0] for axis in axes[2:]}
        self.beginResetModel()
        self._columns, self._sheet, self._leader = columns, sheet, None
        self._cut = Cut(down, across, others)
        self._values = [sheet.value(place, self._figure) for place in range(len(columns))]
        self.endResetModel()

    def show_cut(self, cut: Cut) -> None:
        """Show another part of the search."""
        self.beginResetModel()
        self._cut = cut
        self.endResetModel()

    def show_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self._figure = figure
        self.refresh()

    def show_leader(self, column: int | None) -> None:
        """Mark the best setting; None where none was found."""
        if column != self._leader:
            self._leader = column
            self._tell()

    def refresh(self) -> None:
        """Look anew at the scores."""
        self._values = [self._sheet.value(place, self._figure) for place in range(len(self._columns))]
        self._tell()

    def column_at(self, index: _Index) -> int | None:
        """Return which column of the batch a cell stands for."""
        cut = self._cut
        if cut is None or not index.isValid():
            return None
        values = {**cut.others, cut.across.knob: cut.across.values[index.column()]}
        if cut.down.knob is not cut.across.knob:
            values[cut.down.knob] = cut.down.values[index.row()]
        return place_of(self._columns, values)

    def index_of(self, column: int) -> QModelIndex:
        """Return the cell of a column of the batch; an invalid one where it is not in the part on show."""
        for row in range(self.rowCount()):
            for across in range(self.columnCount()):
                if self.column_at(self.index(row, across)) == column:
                    return self.index(row, across)
        return QModelIndex()

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return how many values stand down the side."""
        if parent.isValid() or self._cut is None:
            return 0
        return len(self._cut.down.values) if self._cut.down.knob is not self._cut.across.knob else 1

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return how many values stand across."""
        return 0 if parent.isValid() or self._cut is None else len(self._cut.across.values)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the figure of a cell, how sure it is, and all of it as words to be read out."""
        column = self.column_at(index)
        value = self._values[column] if column is not None else None
        if role == Qt.ItemDataRole.DisplayRole:
            return mean_words(self._figure, value)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(index, column, value)
        if role == Role.RANGE:
            return range_words(self._figure, value)
        if role == Role.LEADS:
            return column is not None and column == self._leader
        return self._strength(value) if role == Role.STRENGTH else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the value that a row or a column stands for, with the name of its setting."""
        cut = self._cut
        if cut is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return knob_value(cut.across.knob, cut.across.values[section])
        return knob_value(cut.down.knob, cut.down.values[section]) if cut.down.knob is not cut.across.knob else ""

    def _spoken(self, index: _Index, column: int | None, value: Value | None) -> str:
        if column is None or self._cut is None:
            return NOTHING
        heads = (self.headerData(index.row(), Qt.Orientation.Vertical), self._head(index.column()))
        said = self.tr("{0}: {1}").format(", ".join(str(head) for head in heads if head), spoken(self._figure, value))
        return self.tr("{0}. The best setting").format(said) if column == self._leader else said

    def _head(self, section: int) -> object:
        return self.headerData(section, Qt.Orientation.Horizontal)

    def _strength(self, value: Value | None) -> float | None:
        reach = self.reach
        if value is None or reach is None:
            return None
        low, high = reach
        return (value.mean - low) / (high - low) if high > low else 0.0

    def _tell(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
