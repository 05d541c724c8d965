"""Some rows of a test as a list: what was asked, with a mark for right and wrong."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.batch import Prompt
from desktop_app.core.marking import Mark
from desktop_app.gui.answers.naming import question_words
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LONGEST = 80
_LOOKED_AT = 400


class RowsList(QAbstractListModel):
    """The mark is that of one model's answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompts: Sequence[Prompt] = ()
        self._shown: Sequence[int] = ()
        self._marks: Mapping[int, Mark] = {}

    @property
    def shown(self) -> Sequence[int]:
        """Return the prompts on show, by their numbers."""
        return self._shown

    def show_rows(self, prompts: Sequence[Prompt], shown: Sequence[int], marks: Mapping[int, Mark]) -> None:
        """Show these of the prompts."""
        self.beginResetModel()
        self._prompts, self._shown, self._marks = prompts, tuple(shown), marks
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the beginning of what was asked, and how the answer did."""
        if not index.isValid():
            return None
        at = self._shown[index.row()]
        line = " ".join(question_words(self._prompts[at].question)[:_LOOKED_AT].split())
        line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
        if role == Qt.ItemDataRole.DisplayRole:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line}, {self._state(at)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(line)
        return icon(*self._mark(at)) if role == Qt.ItemDataRole.DecorationRole else None

    def _state(self, at: int) -> str:
        if at not in self._marks:
            return self.tr("not answered")
        return self.tr("right") if self._marks[at].right else self.tr("wrong")

    def _mark(self, at: int) -> tuple[str, str]:
        if at not in self._marks:
            return "clock", "muted"
        return ("check", "good") if self._marks[at].right else ("x", "problem")
