"""The answers of a batch as a table: whether each is taken, how far it is, what it is for, what came."""

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_app.core.batch import Cell
from desktop_app.core.making import GOOD, Item, State
from desktop_app.gui.answers.folding import in_a_line
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LONGEST = 160
_ICONS = {
    State.WAITING: ("clock", "muted"),
    State.ASKED: ("send", "accent"),
    State.ANSWERED: ("circle-check", "good"),
    State.EMPTY: ("circle-alert", "attention"),
    State.CUT: ("triangle-alert", "attention"),
    State.REFUSED: ("octagon-x", "problem"),
    State.FAULTY: ("circle-x", "problem"),
}


class Shown(StrEnum):
    """Which answers are listed."""

    ALL = "all"
    TAKEN = "taken"
    LEFT_OUT = "left_out"
    DOUBTFUL = "doubtful"
    MISSING = "missing"
    DONE = "done"


FITS: dict[Shown, Callable[[Item], bool]] = {
    Shown.ALL: lambda _: True,
    Shown.TAKEN: lambda item: item.taken,
    Shown.LEFT_OUT: lambda item: item.answer is not None and not item.taken and not item.done,
    Shown.DOUBTFUL: lambda item: item.answer is not None and item.state is not GOOD,
    Shown.MISSING: lambda item: item.answer is None,
    Shown.DONE: lambda item: item.done,
}


class ItemsModel(QAbstractTableModel):
    """Columns: the mark that takes an answer with its state, what it is for, the answer."""

    decided = Signal(object, bool)
    """The Item that is (not) to be taken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[Item] = []
        self._places: dict[Cell, int] = {}
        self._asked: Collection[Cell] = frozenset()

    def show_items(self, items: Sequence[Item], asked: Collection[Cell]) -> None:
        """Show these answers; `asked` are those that are being asked for just now (followed while it changes)."""
        self.beginResetModel()
        self._items, self._asked = list(items), asked
        self._places = {item.cell: at for at, item in enumerate(self._items)}
        self.endResetModel()

    def put(self, items: Collection[Item]) -> None:
        """Show another state of some of the answers."""
        places = [self._places[item.cell] for item in items if item.cell in self._places]
        for item in items:
            if item.cell in self._places:
                self._items[self._places[item.cell]] = item
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), self.columnCount() - 1))

    def item(self, row: int) -> Item | None:
        """Return an answer by its row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def place_of(self, cell: Cell) -> int | None:
        """Return the row of an answer; None where it is not listed."""
        return self._places.get(cell)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return the number of answers."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return 3."""
        return 0 if parent.isValid() else 3

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let the mark of an answer be set."""
        item = self.item(index.row())
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        free = item is not None and item.answer is not None and not item.done and not item.gone
        return found | Qt.ItemFlag.ItemIsUserCheckable if free and index.column() == 0 else found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text, mark or icon of a cell."""
        item = self.item(index.row())
        if item is None:
            return None
        if index.column() == 0:
            return self._state(item, role)
        said = item.title if index.column() == 1 else item.text
        if role == Qt.ItemDataRole.DisplayRole:
            return in_a_line(said, _LONGEST)
        return plain_tip(in_a_line(said, 4 * _LONGEST)) if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set the mark of an answer."""
        item = self.item(index.row())
        if item is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.decided.emit(item, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a column holds."""
        if orientation is not Qt.Orientation.Horizontal:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        names = (self.tr("Take"), self.tr("Prompt"), self.tr("Answer"))
        return names[section] if role == Qt.ItemDataRole.DisplayRole else None

    def state_of(self, item: Item) -> State:
        """Return how far an answer is just now."""
        return State.ASKED if item.answer is None and item.cell in self._asked else item.state

    def _state(self, item: Item, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.words(item)
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("check", "good") if item.done else icon(*_ICONS[self.state_of(item)])
        if role == Qt.ItemDataRole.CheckStateRole and item.answer is not None and not item.done and not item.gone:
            return Qt.CheckState.Checked if item.taken else Qt.CheckState.Unchecked
        return None

    def words(self, item: Item) -> str:
        """Return how far an answer is, in a word or two."""
        if item.done:
            return self.tr("in the table")
        if item.gone:
            return self.tr("row has changed")
        said = {
            State.WAITING: self.tr("waiting"),
            State.ASKED: self.tr("being asked"),
            State.ANSWERED: self.tr("answered"),
            State.EMPTY: self.tr("empty"),
            State.CUT: self.tr("cut off"),
            State.REFUSED: self.tr("refused"),
            State.FAULTY: self.tr("no answer"),
        }[self.state_of(item)]
        return self.tr("{0}, changed by you").format(said) if item.written is not None else said
