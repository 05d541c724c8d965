"""The list of prompts, read from the project page by page; a mark says which have been answered."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_PAGE = 64
_KEPT_PAGES = 32
_LONGEST = 90


class PromptList(QAbstractListModel):
    """Row 0 is the user's own prompt; below it stand the held-out rows, or the prompts of a file."""

    def __init__(self, answered: Callable[[Prompt], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answered = answered
        self._ids: Sequence[int] = ()
        self._icon = "message-square"
        self._read: Callable[[list[int]], list[Prompt]] = lambda _ids: []
        self._pages: dict[int, dict[int, Prompt]] = {}

    @property
    def ids(self) -> Sequence[int]:
        """Return the keys of the prompts that are listed."""
        return self._ids

    def set_rows(self, ids: Sequence[int], read: Callable[[list[int]], list[Prompt]], *, by_file: bool = False) -> None:
        """List these prompts by their keys; `read` returns some of them. `by_file` tells that they are no rows."""
        self.beginResetModel()
        self._ids, self._read = ids, read
        self._icon = "file-text" if by_file else "message-square"
        self._pages.clear()
        self.endResetModel()

    def prompt(self, row: int) -> Prompt | None:
        """Return a listed prompt; None for the user's own, and for a row that is gone."""
        if not 1 <= row <= len(self._ids):
            return None
        page = (row - 1) // _PAGE
        if page not in self._pages:
            if len(self._pages) >= _KEPT_PAGES:
                self._pages.pop(next(iter(self._pages)))
            ids = list(self._ids[page * _PAGE : (page + 1) * _PAGE])
            self._pages[page] = {prompt.key: prompt for prompt in self._read(ids)}
        return self._pages[page].get(self._ids[row - 1])

    def row_of(self, key: int) -> int:
        """Return the row of a prompt by its key; 0, the user's own, for a key that is not listed."""
        return self._ids.index(key) + 1 if key in self._ids else 0

    def refresh_marks(self) -> None:
        """Look anew which prompts have been answered."""
        last = self.index(self.rowCount() - 1)
        self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of prompts, the user's own included."""
        return 0 if parent.isValid() else 1 + len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the beginning of a prompt, or its mark."""
        if not index.isValid():
            return None
        if index.row() == 0:
            return self._own(role)
        prompt = self.prompt(index.row())
        return self._listed(prompt, role) if prompt is not None else None

    def _listed(self, prompt: Prompt, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return _short(prompt.text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_short(prompt.text))
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("check", "good") if self._answered(prompt) else icon(self._icon, "muted")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            short = _short(prompt.text)
            return self.tr("{0}, answered").format(short) if self._answered(prompt) else short
        return None

    def _own(self, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tr("Your own prompt")
        return icon("pencil", "accent") if role == Qt.ItemDataRole.DecorationRole else None


def _short(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
