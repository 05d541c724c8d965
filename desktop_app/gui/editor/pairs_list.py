"""The groups of rows that are alike, as a list: which of them are settled, and which is looked at."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.alike import Group, Kind
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets import how_many

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()


class GroupModel(QAbstractListModel):
    """Lists the groups of one kind, or all."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[Group, ...] = ()
        self._shown: list[int] = []
        self._settled: set[int] = set()

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return all groups, of every kind."""
        return self._groups

    @property
    def open(self) -> int:
        """Return how many of the groups on show are not settled."""
        return sum(place not in self._settled for place in self._shown)

    def reset(self, groups: Sequence[Group], settled: set[int]) -> None:
        """Hold other groups; `settled` are the places of those nobody has to look at any more."""
        self.beginResetModel()
        self._groups, self._settled = tuple(groups), set(settled)
        self._shown = list(range(len(self._groups)))
        self.endResetModel()

    def show_kind(self, kind: Kind | None) -> None:
        """List the groups of a kind; None for all."""
        self.beginResetModel()
        self._shown = [at for at, group in enumerate(self._groups) if kind in (None, group.kind)]
        self.endResetModel()

    def at(self, row: int) -> int | None:
        """Return the place among all groups of one on show."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def settle(self, found: Mapping[int, bool]) -> None:
        """Say of some groups, by their places among all, whether they are settled."""
        changed = {place for place, settled in found.items() if settled is not (place in self._settled)}
        if not changed:
            return
        self._settled ^= changed
        lines = [line for line, place in enumerate(self._shown) if place in changed]
        if lines:
            self.dataChanged.emit(self.index(lines[0]), self.index(lines[-1]))

    def next_open(self, row: int) -> int | None:
        """Return the first line from this one on, then from the top, that is not settled."""
        lines = [*range(row, len(self._shown)), *range(row)]
        return next((line for line in lines if self._shown[line] not in self._settled), None)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many groups are listed."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the words of a group, and a tick beside a settled one."""
        place = self.at(index.row())
        if place is None:
            return None
        group, settled = self._groups[place], place in self._settled
        if role == Role.DisplayRole:
            return f"{how_many.rows(len(group.rows))} · {group.gist or '…'}"
        if role == Role.DecorationRole:
            pictures = {Kind.ANSWERS: "message-square", Kind.NEAR: "copy", Kind.SAME: "copy"}
            return icon("circle-check", "good") if settled else icon(pictures[group.kind], "muted")
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            words = f"{kind_word(group.kind)}, {how_many.rows(len(group.rows))}: {group.gist}"
            settled_word = QCoreApplication.translate("pairs", "settled")
            return f"{words} ({settled_word})" if settled else words
        return None


def kind_word(kind: Kind) -> str:
    """Return in what the rows of a group are alike."""
    translate = QCoreApplication.translate
    return {
        Kind.ANSWERS: translate("pairs", "Same question, different answers"),
        Kind.NEAR: translate("pairs", "Nearly the same"),
        Kind.SAME: translate("pairs", "The same"),
    }[kind]
