"""The list of all models: sorted by a click on a column's head, grouped, searched."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from desktop_app.gui.models import shelf_words as words
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.work.all_models import Known

_KNOWN = Qt.ItemDataRole.UserRole + 1
_SORT = Qt.ItemDataRole.UserRole + 2
_LETTERS = (30, 24, 24, 8, 12, 26)
"""So many letters of a name are shown at the least, and of what else a column holds at the most."""


class Group(StrEnum):
    """What models are put together by."""

    ORIGIN = "origin"
    PLACE = "place"
    BASE = "base"
    NONE = "none"


class ShelfList(QTreeView):
    """Shows models; which one is chosen stays so when the list is drawn anew."""

    chosen = Signal(object)
    """The Known that is chosen; None for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._known: tuple[Known, ...] = ()
        self._search = ""
        self._fitting = self._dragged = False
        self._group = Group.ORIGIN
        self.setModel(self._model)
        self._model.setSortRole(_SORT)
        self.setAccessibleName(self.tr("Your models"))
        self.setItemDelegate(ContentOrder(self))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self._name_columns()
        self.header().setSortIndicator(4, Qt.SortOrder.DescendingOrder)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(False)
        self.header().sectionResized.connect(self._on_resized)
        self.selectionModel().currentChanged.connect(lambda now, _: self._on_current(now))

    @property
    def current(self) -> Known | None:
        """Return the model that is chosen."""
        found = self.currentIndex().siblingAtColumn(0).data(_KNOWN)
        return found if isinstance(found, Known) else None

    @property
    def models(self) -> list[Known]:
        """Return the models there are, whether the search leaves them on show or not."""
        return list(self._known)

    @property
    def shown(self) -> list[Known]:
        """Return the models on show, in the order in which they stand."""
        return [one for item in self._items() if isinstance(one := item.data(_KNOWN), Known)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room the other columns leave."""
        super().resizeEvent(event)
        self._fit()

    def show_models(self, known: Sequence[Known]) -> None:
        """Show these models in place of those before."""
        self._known = tuple(known)
        self._fill()
        self._fit()

    def search(self, sought: str) -> None:
        """Show only models that hold these words in any of their names, notes or facts."""
        self._search = sought.casefold().strip()
        self._fill()

    def group(self, by: Group) -> None:
        """Put the models together by something else."""
        self._group = by
        self._fill()

    def choose(self, key: tuple[str, str]) -> bool:
        """Choose a model by its key; False where it is not on show."""
        for item in self._items():
            one = item.data(_KNOWN)
            if isinstance(one, Known) and one.key == key:
                self.setCurrentIndex(item.index())
                self.scrollTo(item.index())
                return True
        return False

    def _name_columns(self) -> None:
        names = (
            self.tr("Model"),
            self.tr("Where"),
            self.tr("Made from"),
            self.tr("Rows"),
            self.tr("Made"),
            self.tr("Ends"),
        )
        self._model.setHorizontalHeaderLabels(names)

    def _fit(self) -> None:
        """Give each column what its entries and its head need, and the names the rest; what was dragged stays."""
        if self._dragged:
            return
        self._fitting = True
        letter, rest = self.fontMetrics().averageCharWidth(), self.viewport().width()
        for column, letters in enumerate(_LETTERS[1:], 1):
            needed = min(self.sizeHintForColumn(column), letters * letter)
            self.setColumnWidth(column, max(self.header().sectionSizeHint(column), needed))
            rest -= self.columnWidth(column)
        self.setColumnWidth(0, max(_LETTERS[0] * letter, rest))
        self._fitting = False

    def _on_resized(self) -> None:
        self._dragged = self._dragged or not self._fitting

    def _fill(self) -> None:
        before = self.current
        column, order = self.header().sortIndicatorSection(), self.header().sortIndicatorOrder()
        self.selectionModel().blockSignals(True)
        self._model.removeRows(0, self._model.rowCount())
        groups: dict[str, QStandardItem] = {}
        by = _GROUPS[self._group]
        for one in self._known:
            if self._search and self._search not in _sought(one):
                continue
            name = by(one)
            parent = self._model.invisibleRootItem() if not name else groups.get(name) or self._head(name, groups)
            parent.appendRow(_cells(one))
        for name, head in groups.items():
            head.setText(f"{name} ({number(head.rowCount())})")
        self._model.sort(column, order)
        for row in range(self._model.rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), self._model.item(row).hasChildren())
        self.expandAll()
        self.setRootIsDecorated(bool(groups))
        self.selectionModel().blockSignals(False)
        if before is None or not self.choose(before.key):
            self._choose_first()
        self.chosen.emit(self.current)

    def _choose_first(self) -> None:
        for item in self._items():
            if isinstance(item.data(_KNOWN), Known):
                self.setCurrentIndex(item.index())
                return

    def _head(self, name: str, groups: dict[str, QStandardItem]) -> QStandardItem:
        head = QStandardItem(name)
        head.setData(name.casefold(), _SORT)
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        head.setSelectable(False)
        self._model.appendRow(head)
        groups[name] = head
        return head

    def _items(self) -> list[QStandardItem]:
        found = []
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            found += [item.child(at) for at in range(item.rowCount())] if item.hasChildren() else [item]
        return found

    def _on_current(self, _: QModelIndex) -> None:
        self.chosen.emit(self.current)


def _cells(one: Known) -> list[QStandardItem]:
    texts: tuple[tuple[str, object], ...] = (
        (words.title(one), words.title(one).casefold()),
        (words.where(one), words.where(one).casefold()),
        (one.base, one.base.casefold()),
        (number(one.rows) if one.rows is not None else "", one.rows if one.rows is not None else -1),
        (words.made(one), one.created),
        (words.end(one), one.ending.day.toordinal() if one.ending is not None else 10_000_000),
    )
    cells = []
    for text, key in texts:
        cell = QStandardItem(text)
        cell.setData(key, _SORT)
        cell.setToolTip(plain_tip(text))
        cells.append(cell)
    cells[0].setData(one, _KNOWN)
    cells[0].setToolTip(plain_tip(one.model))
    return cells


def _sought(one: Known) -> str:
    parts = (one.model, one.called.name, one.called.note, words.where(one), words.origin(one), words.title(one))
    return "\n".join(parts).casefold()


def _none(_: Known) -> str:
    return ""


def _base(one: Known) -> str:
    return one.base or one.model


_GROUPS: dict[Group, Callable[[Known], str]] = {
    Group.ORIGIN: words.kind,
    Group.PLACE: words.where,
    Group.BASE: _base,
    Group.NONE: _none,
}
