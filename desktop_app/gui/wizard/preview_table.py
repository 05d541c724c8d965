"""The first records of the file, as they were read."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.formats.records import Record
from desktop_app.gui.widgets.direction import ContentDirection
from desktop_app.gui.widgets.plain import plain_tip

_LETTERS = 200
_WIDEST_LETTERS = 36
_LEAST_ROWS = 5
_MEASURED = 30
"""So many rows tell how wide a column should be."""

Index = QModelIndex | QPersistentModelIndex


class PreviewTable(QTableView):
    """Shows records to be looked at only, with the lines of the file they come from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Sequence[str], Sequence[Record]] = ((), ())
        self.setAccessibleName(self.tr("The first rows of the file"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(ContentDirection(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionsClickable(False)
        self.verticalHeader().setHighlightSections(False)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setSectionsClickable(False)
        head.setHighlightSections(False)

    def show_records(self, columns: Sequence[str], records: Sequence[Record]) -> None:
        """Show these records."""
        old = self.model()
        self._shown = columns, records
        self.setModel(_Records(columns, records, self))
        if old is not None:
            old.deleteLater()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text, and the head's in the style sheet."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        columns, records = self._shown
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 14)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        for column, name in enumerate(columns):
            texts = [record.cells.get(name, "") for record in records[:_MEASURED]]
            longest = max((len(_shown(text)) for text in texts), default=0)
            wanted = max(metrics.averageCharWidth() * min(longest + 2, _WIDEST_LETTERS), head.sectionSizeHint(column))
            self.setColumnWidth(column, min(wanted + 14, metrics.averageCharWidth() * _WIDEST_LETTERS))
        head.setStretchLastSection(True)
        rows = min(max(len(records), 1), _LEAST_ROWS)
        self.setMinimumHeight(head.sizeHint().height() + (metrics.height() + 14) * rows + 18)


class _Records(QAbstractTableModel):
    """The records as a table."""

    def __init__(self, columns: Sequence[str], records: Sequence[Record], parent: QTableView) -> None:
        super().__init__(parent)
        self._columns = columns
        self._records = records

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        said = _shown(self._records[index.row()].cells.get(self._columns[index.column()], ""))
        return said if role == Qt.ItemDataRole.DisplayRole else plain_tip(said)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation is Qt.Orientation.Horizontal:
                return self._columns[section]
            return self._records[section].line
        if role == Qt.ItemDataRole.ToolTipRole and orientation is Qt.Orientation.Horizontal:
            return self._columns[section]
        return None


def _shown(text: str) -> str:
    return text[:_LETTERS].replace("\n", " ↵ ")
