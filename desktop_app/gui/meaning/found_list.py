"""The list of what was found: one line a pair or a row, made when it is looked at."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.core.fields import question_and_answer
from desktop_app.core.meant import Kind, Lonely, Meant, Pair
from desktop_app.gui.meaning import words
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.widgets.direction import in_order
from desktop_app.gui.widgets.plain import plain_tip

_TOLD = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_Index = QModelIndex | QPersistentModelIndex


class FoundList(QAbstractListModel):
    """Holds what was found of one kind at a time."""

    def __init__(self, rows: RowsRead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._lines: list[Pair | Lonely] = []
        self.found: Meant | None = None

    @property
    def row_ids(self) -> list[int]:
        """Return the rows that are listed, each once."""
        every = (row for at in range(len(self._lines)) for row in self.rows_at(at))
        return list(dict.fromkeys(every))

    def show_found(self, found: Meant | None) -> None:
        """Hold what was found; nothing is listed until a kind is chosen."""
        self.found = found
        self.show_kind(None)

    def show_kind(self, kind: Kind | None) -> None:
        """List what is of this kind."""
        self.beginResetModel()
        if self.found is None or kind is None:
            self._lines = []
        elif kind is Kind.LONELY:
            self._lines = list(self.found.lonely)
        else:
            self._lines = [pair for pair in self.found.pairs if pair.kind is kind]
        self.endResetModel()

    def rows_at(self, line: int) -> tuple[int, ...]:
        """Return the row or the two rows of a line."""
        if not 0 <= line < len(self._lines):
            return ()
        found = self._lines[line]
        return (found.row,) if isinstance(found, Lonely) else (found.first, found.second)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line in words."""
        if not index.isValid() or role not in _TOLD:
            return None
        found = self._lines[index.row()]
        gists = [self._gist(row) for row in self.rows_at(index.row())]
        way = QGuiApplication.layoutDirection()
        told = in_order(words.alike(found.likeness), way)
        line = f"{told}   {'   ↔   '.join(in_order(gist, way) for gist in gists)}"
        return plain_tip(line) if role == Qt.ItemDataRole.ToolTipRole else line

    def _gist(self, row: int) -> str:
        found = self._rows.one(row)
        if found is None:
            return "…"
        asked, answered = question_and_answer(found.example)
        return f"{self._rows.number(row)}: {words.gist(asked or answered)}"
