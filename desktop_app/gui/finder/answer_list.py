"""The answers of one setting as a list: prompt by prompt, try by try, with how near each comes to the expected one."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.batch import Cell, Prompt
from desktop_app.core.sweep_figures import Figure
from desktop_app.gui.finder.figure_words import amount
from desktop_app.gui.finder.searching import Known
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LONGEST = 60
_LOOKED_AT = 400
_TIP = 300


class AnswerList(QAbstractListModel):
    """One line for each answer that is wanted of a setting, whether it is there or not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: Known | None = None
        self._column = 0

    def show_column(self, known: Known | None, column: int) -> None:
        """List what a setting answered."""
        self.beginResetModel()
        self._known, self._column = known, column
        self.endResetModel()

    def refresh(self) -> None:
        """Look anew which answers are there."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def cell(self, row: int) -> Cell | None:
        """Return which answer stands in a row."""
        if self._known is None or not 0 <= row < self.rowCount():
            return None
        prompt, repeat = divmod(row, self._known.batch.repeats)
        return Cell(prompt, self._column, repeat)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return how many answers are wanted of the setting."""
        if self._known is None or parent.isValid():
            return 0
        return len(self._known.batch.prompts) * self._known.batch.repeats

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return prompt and try, a mark for right and wrong answers, and both in words."""
        cell = self.cell(index.row()) if index.isValid() else None
        if cell is None or self._known is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._line(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._line(cell)}, {self._state(cell)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            answer = self._known.answers.get(cell)
            return plain_tip(answer.text[:_TIP]) if answer is not None else self._state(cell)
        return icon(*self._mark(cell)) if role == Qt.ItemDataRole.DecorationRole else None

    def _line(self, cell: Cell) -> str:
        known = self._known
        if known is None:
            return ""
        asked = question_text(known.batch.prompts[cell.prompt])
        short = " ".join(asked[:_LOOKED_AT].split())
        short = short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "…"
        if known.batch.repeats == 1:
            return short
        return self.tr("{0} (try {1})").format(short, number(cell.repeat + 1))

    def _state(self, cell: Cell) -> str:
        known = self._known
        score = known.scores.get(cell) if known is not None else None
        if known is None or score is None:
            broken = known is not None and cell in known.faults
            return self.tr("did not come") if broken else self.tr("not asked yet")
        if Figure.NORMAL not in score.values:
            return self.tr("answered")
        likeness = amount(Figure.SIMILAR, score.values[Figure.SIMILAR])
        return self.tr("right") if score.values[Figure.NORMAL] else self.tr("otherwise, likeness {0}").format(likeness)

    def _mark(self, cell: Cell) -> tuple[str, str]:
        known = self._known
        score = known.scores.get(cell) if known is not None else None
        if known is None or score is None:
            return ("triangle-alert", "attention") if known is not None and cell in known.faults else ("clock", "muted")
        if Figure.NORMAL not in score.values:
            return "message-square", "muted"
        return ("check", "good") if score.values[Figure.NORMAL] else ("x", "problem")


def question_text(prompt: Prompt) -> str:
    """Return what a person reads of a prompt: its text, or what stands in its messages but for the system's."""
    if isinstance(prompt.question, str):
        return prompt.question
    return "\n\n".join(message.content for message in prompt.question if message.role != "system")
