"""The table of examples: a view that stays quick with any number of rows."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desktop_app.gui.editor import columns
from desktop_app.gui.editor.cells import PartCells, TextCells
from desktop_app.gui.editor.grid_frozen import FrozenColumn
from desktop_app.gui.editor.grid_heads import RowHeads
from desktop_app.gui.editor.grid_jumps import jump
from desktop_app.gui.editor.model import ExampleModel, Index

_Trigger = QAbstractItemView.EditTrigger
_Hint = QAbstractItemView.ScrollHint


class ExampleTable(QTableView):
    """Draws rows of equal height; F2, a double click or typing edits, Enter goes to the row beside."""

    row_wanted = Signal()
    current_row_changed = Signal(int)
    fill_wanted = Signal(str)

    def __init__(self, model: ExampleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples = model
        self._frozen: FrozenColumn | None = None
        self._texts, self._parts = TextCells(self), PartCells(self)
        self.heads = RowHeads(self)
        self._texts.fill_wanted.connect(self.fill_wanted)
        self._texts.stepped.connect(self._step)
        self.setAccessibleName(self.tr("Rows"))
        self.setModel(model)
        self._set_up()

    def _set_up(self) -> None:
        self.setProperty("look", "grid")
        self.setItemDelegate(self._texts)
        self.setItemDelegateForColumn(columns.PART, self._parts)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed | _Trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setCornerButtonEnabled(False)
        self.setVerticalHeader(self.heads)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        # Even so it would ask every row of a column whether it is selected, which reads a large table from end to end.
        head.setSelectionModel(QItemSelectionModel(self._examples, head))
        self.heads.setSelectionModel(QItemSelectionModel(self._examples, self.heads))
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumSectionSize(48)

    @property
    def examples(self) -> ExampleModel:
        """Return the rows it shows."""
        return self._examples

    @property
    def place(self) -> int:
        """Return the current row, -1 for none."""
        return self.currentIndex().row()

    def shown_columns(self) -> list[int]:
        """Return the columns on show, in their order on the screen."""
        head = self.horizontalHeader()
        return [c for c in map(head.logicalIndex, range(head.count())) if not head.isSectionHidden(c)]

    def selection_ranges(self) -> list[QItemSelectionRange]:
        """Return the rectangles of chosen cells."""
        return self.selectionModel().selection().toList()

    def choose_rows(self) -> None:
        """Choose the whole rows of all chosen cells."""
        model, whole = self._examples, QItemSelection()
        for part in self.selection_ranges():
            whole.select(model.index(part.top(), 0), model.index(part.bottom(), model.columnCount() - 1))
        self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selected_places(self) -> list[int]:
        """Return the rows that hold a selected cell, in order; without a selection the current row."""
        chosen: set[int] = set()
        for part in self.selection_ranges():
            chosen.update(range(part.top(), part.bottom() + 1))
        return sorted(chosen) or ([self.place] if self.place >= 0 else [])

    def selected_columns(self) -> list[int]:
        """Return the columns that hold a selected cell, in order."""
        chosen: set[int] = set()
        for part in self.selection_ranges():
            chosen.update(range(part.left(), part.right() + 1))
        return sorted(chosen)

    def go_to(self, place: int, column: int | None = None) -> None:
        """Make a cell the current one and bring it into view; where its column is hidden, one that is on show."""
        if 0 <= place < self._examples.rowCount():
            wanted = self.currentIndex().column() if column is None else column
            shown = self.shown_columns()
            usual = columns.FIRST_FIELD if columns.FIRST_FIELD in shown else shown[0]
            index = self._examples.index(place, wanted if wanted in shown else usual)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def begin_edit(self, place: int) -> None:
        """Go to a row and begin to edit its first empty field."""
        self.setFocus()
        fields = [c for c in self.shown_columns() if columns.is_field(self._examples.shape, c)]
        cells = [self._examples.index(place, c) for c in fields]
        free = [cell for cell in cells if cell.flags() & Qt.ItemFlag.ItemIsEditable and not cell.data()]
        self.go_to(place, free[0].column() if free else columns.FIRST_FIELD)
        if free:
            self.edit(free[0])

    def set_frozen(self, frozen: FrozenColumn) -> None:
        """Let a column stay in view while the table is scrolled sideways."""
        self._frozen = frozen

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Bring a cell into view; one of the frozen column is in view already, sideways, and none lies under it."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        frozen = self._frozen is not None and self._frozen.covers(index.column())
        super().scrollTo(index, hint)
        if frozen and self.state() is not QAbstractItemView.State.EditingState:
            bar.setValue(before)
        elif self._frozen is not None and not frozen:
            self._frozen.make_room(self.visualRect(index))

    def edit(self, index: Index, *how: object) -> bool:  # type: ignore[override]  # Qt has two, one of them tells None
        """Edit a cell where it stands: one of the frozen column is brought into view itself."""
        begun = bool(super().edit(index, *how))
        if self.state() is QAbstractItemView.State.EditingState and self._frozen is not None:
            self.scrollTo(index)
        return begun

    def finish(self) -> None:
        """Hand in the cell that is being edited, if one is."""
        if self.state() is not QAbstractItemView.State.EditingState:
            return
        for editor in self.viewport().findChildren(QPlainTextEdit, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which row is the current one."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_row_changed.emit(current.row())

    def _step(self, rows: int, columns_on: int) -> None:
        """Make the cell so many rows below and columns after the current one, where there is one, the current one."""
        shown, here = self.shown_columns(), self.currentIndex()
        at = shown.index(here.column()) + columns_on if here.column() in shown else -1
        row = here.row() + rows
        if 0 <= row < self._examples.rowCount() and 0 <= at < len(shown):
            self.go_to(row, shown[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current cell in view where a line that comes up above takes its room."""
        here, before = self.currentIndex(), event.oldSize().height()
        seen = here.isValid() and 0 <= self.visualRect(here).top() < before
        super().resizeEvent(event)
        if seen and event.size().height() < before:
            self.scrollTo(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the row beside the table, Shift+F10 for the menu, as the menu key does by itself.

        Ctrl with an arrow leads to the edge of the table.
        """
        if jump(self, self.shown_columns(), event):
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.place >= 0:
            self.row_wanted.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).center())
        else:
            self._texts.typed = event.key() != Qt.Key.Key_F2  # typing replaces the text, F2 goes on with it
            super().keyPressEvent(event)
            self._texts.typed = False
