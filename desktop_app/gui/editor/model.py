"""The examples as a table for Qt: an array of ids, and a few pages of rows."""

from array import array

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

from desktop_app.core.example import Part, RowStatus, Shape
from desktop_app.core.problem import Problem
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.pages import Pages
from desktop_app.gui.theme.palette import colours
from desktop_app.store.examples import Row
from desktop_app.store.project import Project
from desktop_app.work.survey import Splice

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SHOWN = 300
"""Letters of a text that a cell draws of each line; the pane and the cell's editor show all of it."""
_ANSWERED = frozenset(
    int(role)
    for role in (
        *(Role.DisplayRole, Role.EditRole, Role.AccessibleTextRole),
        *(Role.ForegroundRole, Role.TextAlignmentRole),
    )
)
"""The roles of which `data` knows something; a view asks for twice as many for each cell."""
_NONE = QModelIndex()
_USUAL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _USUAL | Qt.ItemFlag.ItemIsEditable
_TOP = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop


class ExampleModel(QAbstractTableModel):
    """Shows what is on disk, and over it the texts that are on their way there.

    It writes nothing: an edit is held, shown and sent out by `edited`; `release` lets go of it when it is on disk.
    """

    edited = Signal(object, str, str)
    part_chosen = Signal(object, object)
    problem = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._shape = Shape.CHAT
        self._ids = array("q")
        self._pages = Pages()
        self._held: dict[tuple[int, str], str] = {}
        self._lines = 1
        self._muted = (0, QColor())
        """A colour, and the key of the palette it is from."""

    @property
    def ids(self) -> "array[int]":
        """Return the ids of all rows in their order."""
        return self._ids

    @property
    def shape(self) -> Shape:
        """Return the shape whose fields are the columns."""
        return self._shape

    @property
    def held(self) -> dict[tuple[int, str], str]:
        """Return the texts that are not on disk yet, by row id and field."""
        return dict(self._held)

    def reset(self, project: Project | None, shape: Shape) -> None:
        """Show a project, as yet without rows: `splice` brings them."""
        self.beginResetModel()
        self._project, self._shape = project, shape
        self._ids, self._pages = array("q"), Pages()
        self._held.clear()
        self.endResetModel()

    def splice(self, change: Splice) -> None:
        """Change the order of the rows; selection and place of all others stay."""
        if change.removed:
            self.beginRemoveRows(_NONE, change.at, change.at + change.removed - 1)
            del self._ids[change.at : change.at + change.removed]
            self._pages.forget_from(change.at)
            self.endRemoveRows()
        if change.put:
            self.beginInsertRows(_NONE, change.at, change.at + len(change.put) - 1)
            self._ids[change.at : change.at] = change.put
            self._pages.forget_from(change.at)
            self.endInsertRows()
        after = change.at + len(change.put)
        if change.removed != len(change.put) and after < len(self._ids):
            self.headerDataChanged.emit(Qt.Orientation.Vertical, after, len(self._ids) - 1)

    def refresh(self, rows: frozenset[int] | None) -> None:
        """Read anew what has changed: these rows, or any."""
        if rows is None:
            self._pages = Pages()
        else:
            self._pages.forget_rows(rows)
        if self._ids:
            # The view draws only what it shows, so saying "all" costs no more than naming the rows.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, self.columnCount() - 1))

    def row(self, place: int) -> Row | None:
        """Return the row at a place, or None for one that cannot be read."""
        if self._project is None or not 0 <= place < len(self._ids):
            return None
        try:
            return self._pages.row(self._project, self._ids, place)
        except Problem as problem:
            self._pages.give_up(self._ids, place)
            self.problem.emit(problem)
            return None

    def place_of(self, row_id: int, first: int = 0) -> int | None:
        """Return where the row with this id stands, if it does, at this place or further down."""
        try:
            return self._ids.index(row_id, first)
        except ValueError:
            return None

    def set_lines(self, lines: int) -> None:
        """Show so many lines of each text; with one, a mark stands for each line break."""
        if lines != self._lines:
            self._lines = lines
            self.refresh(frozenset())

    def hold(self, row_id: int, field: str, text: str) -> None:
        """Show a text that is on its way to the disk."""
        self._held[row_id, field] = text
        self._redraw(row_id)

    def release(self, row_id: int, field: str, text: str) -> None:
        """Let go of a text that has arrived, unless a newer one has taken its place."""
        if self._held.get((row_id, field)) == text:
            del self._held[row_id, field]
            self._redraw(row_id)

    def text(self, place: int, column: int) -> str:
        """Return the whole text of a cell as it is shown."""
        row = self.row(place)
        if row is None:
            return ""
        held = self.held_text(row, column) if self._held else None
        return columns.cell_text(self._shape, column, row) if held is None else held

    def held_text(self, row: Row, column: int) -> str | None:
        """Return the text of a cell that is on its way to the disk, if there is one."""
        name = columns.text_at(self._shape, column, row.example)
        return self._held.get((row.id, name)) if name else None

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of rows; there are none under a cell."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns; there are none under a cell."""
        return 0 if parent.isValid() else columns.column_count(self._shape)

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        """Return the index of a cell; asking Qt for it would mean being asked for both counts in turn."""
        if 0 <= row < len(self._ids) and 0 <= column < self.columnCount() and not parent.isValid():
            return self.createIndex(row, column)
        return QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.row(index.row())
        editable = row is not None and columns.is_editable(self._shape, index.column(), row)
        return _EDITABLE if editable else _USUAL

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> str | None:
        """Return the heading of a column, or the number of a row, counted from 1."""
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return columns.header(self._shape, section)
        return QLocale().toString(section + 1)

    def data(self, index: Index, role: int = Role.DisplayRole) -> str | QColor | Qt.AlignmentFlag | None:
        """Return what a cell shows, edits, or says to a screen reader."""
        if role not in _ANSWERED or not index.isValid():
            return None
        place, column = index.row(), index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            whole = self.text(place, column)
            return whole if role == Role.EditRole else self._shown(whole)
        if role == Role.TextAlignmentRole:
            return _TOP if self._lines > 1 else None
        if role == Role.AccessibleTextRole:
            head = columns.header(self._shape, column)
            return self.tr("Row {0}, {1}: {2}").format(place + 1, head, self.text(place, column) or self.tr("empty"))
        if role == Role.ForegroundRole and (not columns.is_text(self._shape, column) or self._is_excluded(place)):
            return self._muted_now()
        return None

    def _muted_now(self) -> QColor:
        """Return the colour of what matters less; a table asks for it with every cell it draws."""
        palette = QGuiApplication.palette().cacheKey()
        if palette != self._muted[0]:
            self._muted = (palette, QColor(colours().muted))
        return self._muted[1]

    def _shown(self, words: str) -> str:
        start = words[: SHOWN * self._lines].replace("\t", " ")
        return start.replace("\n", " ↵ ") if self._lines == 1 else start

    def _is_excluded(self, place: int) -> bool:
        row = self.row(place)
        return row is not None and row.status == RowStatus.EXCLUDED

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Take an edit of a cell; what is the same as before is no edit."""
        row = self.row(index.row()) if index.isValid() and role == Role.EditRole else None
        if row is None:
            return False
        if index.column() == columns.PART:
            if isinstance(value, Part) and value is not row.part:
                self.part_chosen.emit([row.id], value)
            return isinstance(value, Part)
        name = columns.text_at(self._shape, index.column(), row.example)
        words = columns.as_said(name, str(value)) if name is not None else ""
        if name is not None and words != self.text(index.row(), index.column()):
            self.edited.emit(row.id, name, words)
        return name is not None

    def _redraw(self, row_id: int) -> None:
        place = self.place_of(row_id)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))
