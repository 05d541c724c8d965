"""The rows that are not as they were at a training, as a list."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets.amounts import number
from desktop_app.work.since import Fate, Since

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()


class SinceModel(QAbstractListModel):
    """Lists them in the order they were found: changed, in another part, new, gone."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Since, ...] = ()

    def reset(self, rows: Sequence[Since]) -> None:
        """List other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def at(self, line: int) -> Since | None:
        """Return the row of a line."""
        return self._rows[line] if 0 <= line < len(self._rows) else None

    def line_of(self, row: int | None) -> int:
        """Return the line of a row; the first line where it is not listed."""
        return next((line for line, since in enumerate(self._rows) if since.row == row), 0)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many rows are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a row in words, with a picture of what became of it."""
        since = self.at(index.row())
        if since is None:
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            if since.number is None:
                return QCoreApplication.translate("since", "A row that was deleted")
            words = QCoreApplication.translate("since", "Row {0}, {1}")
            return f"{words.format(number(since.number), fate_word(since.fate))} · {since.gist}"
        if role == Role.DecorationRole:
            pictures = {Fate.CHANGED: "pencil", Fate.MOVED: "layers", Fate.NEW: "plus", Fate.GONE: "minus"}
            return icon(pictures[since.fate], "muted")
        return None


def fate_word(fate: Fate) -> str:
    """Return what became of a row, in the middle of a sentence."""
    translate = QCoreApplication.translate
    return {
        Fate.CHANGED: translate("since", "changed"),
        Fate.MOVED: translate("since", "in another part"),
        Fate.NEW: translate("since", "new"),
        Fate.GONE: translate("since", "not used any more"),
    }[fate]
