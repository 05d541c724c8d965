"""The first rows of the file, as they were read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.gui.widgets.direction import ContentDirection
from desktop_app.work.import_table import Source

_ROWS = 20
_VISIBLE = 4
_LETTERS = 200


class PreviewTable(QTableWidget):
    """Shows up to twenty rows, to be looked at only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The first rows of the file"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(ContentDirection(self))
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setHighlightSections(False)

    def show_source(self, source: Source) -> None:
        """Show the first rows of what was read."""
        names = source.table.columns
        rows = source.rows[:_ROWS]
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(list(names))
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, name in enumerate(names):
                self.setItem(at, column, QTableWidgetItem(row[name][:_LETTERS].replace("\n", " ↵ ")))
        self._set_sizes(len(names))

    def _set_sizes(self, count: int) -> None:
        metrics = self.fontMetrics()
        height = metrics.height() + 14
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(count):
            wanted = max(self.sizeHintForColumn(column), head.sectionSizeHint(column))
            self.setColumnWidth(column, min(wanted + 12, metrics.averageCharWidth() * 36))
        head.setStretchLastSection(True)
        self.setFixedHeight(head.sizeHint().height() + height * _VISIBLE + 18)
