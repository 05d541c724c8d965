"""How cells are drawn and edited: texts run their own way, long ones get room while they are edited."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.core.example import Part
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.model import Index
from desktop_app.gui.editor.text_field import whole_text
from desktop_app.gui.widgets.direction import ContentDirection, follow_content

_LINES = 4
_LINE_BREAK = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class TextCells(ContentDirection):
    """The cells of a field. Enter hands in, Alt+Enter or Shift+Enter begins a new line, Esc leaves all as it was."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.typed = False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a field of several lines."""
        editor = QPlainTextEdit(parent)
        editor.setAccessibleName(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        editor.setTabChangesFocus(True)
        follow_content(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the whole text in: to be replaced where typing began the edit, else to be gone on with."""
        if not isinstance(editor, QPlainTextEdit) or editor.property("filled"):
            return
        # A change of the row elsewhere must not overwrite what is being typed.
        editor.setProperty("filled", True)
        editor.setPlainText(index.data(Qt.ItemDataRole.EditRole))
        if self.typed:
            editor.selectAll()
        else:
            editor.moveCursor(QTextCursor.MoveOperation.End)
        self.typed = False

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the text in, if it was touched."""
        if isinstance(editor, QPlainTextEdit) and editor.document().isModified():
            model.setData(index, whole_text(editor))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Give the editor some lines, inside the view."""
        room = option.rect
        height = max(room.height(), editor.fontMetrics().lineSpacing() * _LINES + 16)
        view = editor.parentWidget()
        space = view.height() if view else height
        room.setHeight(min(height, max(space, room.height())))
        if room.bottom() >= space:
            room.moveBottom(max(space - 1, room.height() - 1))
        editor.setGeometry(room)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Make Enter hand in, and begin a new line with Alt or Shift."""
        if isinstance(editor, QPlainTextEdit) and isinstance(event, QKeyEvent) and _is_enter(event):
            if event.modifiers() & _LINE_BREAK:
                editor.insertPlainText("\n")
            else:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)


class PartCells(QStyledItemDelegate):
    """The cells of the column that says what a row is used for: a menu of the parts."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the menu."""
        editor = QComboBox(parent)
        editor.setAccessibleName(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        for part in Part:
            editor.addItem(columns.part_word(part), part)
        editor.activated.connect(lambda: self._choose(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Choose the row's part."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the choice in."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())

    def _choose(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _is_enter(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
