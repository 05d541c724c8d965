"""The tokens of an answer as a table: each with its likelihood and what else might have come."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.answer import Drawn
from desktop_app.core.checks.ends import visible
from desktop_app.gui.answers.folding import shown
from desktop_app.gui.theme.say import quoted
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.plain import plain_tip

_OTHERS = 5
_LONGEST = 200
"""So many letters of a token are shown."""
_Index = QModelIndex | QPersistentModelIndex


class TokenTable(QAbstractTableModel):
    """Three columns; a row is put into words when it is looked at, so that an answer may have any length."""

    def __init__(self, drawn: Sequence[Drawn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawn = drawn

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of tokens."""
        return 0 if parent.isValid() else len(self._drawn)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return three."""
        return 0 if parent.isValid() else 3

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the token, its likelihood, or the others."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        said = self._said(self._drawn[index.row()], index.column())
        return said if role == Qt.ItemDataRole.DisplayRole else plain_tip(said)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the columns are."""
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation is not Qt.Orientation.Horizontal or not shown:
            return None
        return (self.tr("Token"), self.tr("Likelihood"), self.tr("Others that might have come"))[section]

    def _said(self, one: Drawn, column: int) -> str:
        if column == 0:
            return _quoted(one.text)
        if column == 1:
            return _share(one.logprob)
        others = [other for other in one.others if other[0] != one.text][:_OTHERS]
        return "   ".join(f"{_quoted(text)} {_share(value)}" for text, value in others)


def _quoted(token: str) -> str:
    return quoted(shown(visible(token[:_LONGEST])))


def _share(logprob: float) -> str:
    return f"{number(100 * math.exp(min(0.0, logprob)), 1)} %"
