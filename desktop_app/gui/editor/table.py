"""The table of examples: a view that stays quick with any number of rows."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desktop_app.core.example import RowStatus, Shape
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.cells import PartCells, TextCells
from desktop_app.gui.editor.model import ExampleModel, Index

_PADDING = 18
_QUIET_MS = 400
_Trigger = QAbstractItemView.EditTrigger
_LETTERS = 14
"""So many letters a field shows at the least."""


class ExampleTable(QTableView):
    """Draws single lines of equal height; F2, a double click or typing edits, Enter goes to the row beside."""

    row_wanted = Signal()
    widths_chosen = Signal(object)
    current_row_changed = Signal(int)

    def __init__(self, model: ExampleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples = model
        self._widths_known = False
        self._fitting = False
        self._texts, self._parts = TextCells(self), PartCells(self)
        self._rest = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._rest.timeout.connect(lambda: self.widths_chosen.emit(self.widths()))
        self.setAccessibleName(self.tr("Rows"))
        self.setModel(model)
        self._set_up()
        self._set_height()
        model.modelReset.connect(self._on_reset)

    def _set_up(self) -> None:
        self.setItemDelegate(self._texts)
        self.setItemDelegateForColumn(columns.PART, self._parts)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed | _Trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        # Even so it would ask every row of a column whether it is selected, which reads a large table from end to end.
        head.setSelectionModel(QItemSelectionModel(self._examples, head))
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumSectionSize(48)
        head.sectionResized.connect(self._on_resized)

    @property
    def examples(self) -> ExampleModel:
        """Return the rows it shows."""
        return self._examples

    @property
    def place(self) -> int:
        """Return the current row, -1 for none."""
        return self.currentIndex().row()

    def selected_places(self) -> list[int]:
        """Return the rows that hold a selected cell, in order; without a selection the current row."""
        chosen: set[int] = set()
        for part in self.selectionModel().selection().toList():
            chosen.update(range(part.top(), part.bottom() + 1))
        return sorted(chosen) or ([self.place] if self.place >= 0 else [])

    def selected_columns(self) -> list[int]:
        """Return the columns that hold a selected cell, in order."""
        chosen: set[int] = set()
        for part in self.selectionModel().selection().toList():
            chosen.update(range(part.left(), part.right() + 1))
        return sorted(chosen)

    def go_to(self, place: int, column: int | None = None) -> None:
        """Make a cell the current one and bring it into view."""
        if 0 <= place < self._examples.rowCount():
            wanted = self.currentIndex().column() if column is None else column
            index = self._examples.index(place, wanted if wanted >= 0 else columns.FIRST_FIELD)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def begin_edit(self, place: int) -> None:
        """Go to a row and begin to edit its first empty field."""
        self.setFocus()
        cells = [self._examples.index(place, c) for c in range(self._examples.columnCount())]
        free = [cell for cell in cells if cell.flags() & Qt.ItemFlag.ItemIsEditable and not cell.data()]
        self.go_to(place, free[0].column() if free else columns.FIRST_FIELD)
        if free:
            self.edit(free[0])

    def finish(self) -> None:
        """Hand in the cell that is being edited, if one is."""
        if self.state() is not QAbstractItemView.State.EditingState:
            return
        for editor in self.viewport().findChildren(QPlainTextEdit, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def widths(self) -> list[int]:
        """Return the widths of the columns in pixels."""
        return [self.columnWidth(c) for c in range(self._examples.columnCount())]

    def set_widths(self, widths: list[int]) -> None:
        """Use widths that were chosen before; those of another number of columns are not used."""
        self._widths_known = len(widths) == self._examples.columnCount()
        self._fit(widths if self._widths_known else None)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which row is the current one."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_row_changed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the row beside the table."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.place >= 0:
            self.row_wanted.emit()
        else:
            self._texts.typed = event.key() != Qt.Key.Key_F2  # typing replaces the text, F2 goes on with it
            super().keyPressEvent(event)
            self._texts.typed = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the fields until somebody has chosen widths."""
        super().resizeEvent(event)
        if not self._widths_known:
            self._fit(None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_height()
            if not self._widths_known:
                self._fit(None)

    def _set_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _PADDING)

    def _on_reset(self) -> None:
        self._widths_known = False
        self._fit(None)

    def _on_resized(self) -> None:
        if not self._fitting:
            self._widths_known = True
            self._rest.start()

    def _fit(self, widths: list[int] | None) -> None:
        self._fitting = True
        for column, width in enumerate(widths or self._usual()):
            self.setColumnWidth(column, width)
        self._fitting = False

    def _usual(self) -> list[int]:
        """Return widths that show the short columns whole and share the rest among the fields."""
        metrics = QFontMetrics(self.font())
        number = metrics.horizontalAdvance("000,000") + _PADDING
        part = metrics.horizontalAdvance(self.tr("Validation")) + 2 * _PADDING
        words = [columns.status_word(status) for status in RowStatus]
        status = max(metrics.horizontalAdvance(word) for word in words) + 2 * _PADDING
        shares = [1, 2, 3] if self._examples.shape is Shape.CHAT else [2, 3]
        least = metrics.averageCharWidth() * _LETTERS * len(shares)
        rest = max(least, self.viewport().width() - number - part - status)
        return [number, part, *(rest * share // sum(shares) for share in shares), status]
